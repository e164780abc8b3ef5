//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// Points in time as HTTP writes them: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
package enum HTTPDate {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let secondsPerDay = 86_400
    private static let daysPer400Years = 146_097

    /// The last second of the year 9999, beyond which four digits do not suffice.
    private static let lastSecond = 253_402_300_799

    /// Writes the time that lies so many seconds after 1970 began, UTC and without leap seconds.
    ///
    /// Times before 1970 and after 9999 become the first and the last second between.
    package static func format(secondsSince1970: Int) -> [UInt8] {
        let seconds = min(max(secondsSince1970, 0), lastSecond)
        let days = seconds / secondsPerDay
        let second = seconds % secondsPerDay
        let (year, month, day) = civilDate(daysSince1970: days)
        var text: [UInt8] = []
        text.reserveCapacity(29)
        // 1 January 1970 was a Thursday.
        text.append(weekdays[(days + 4) % 7])
        text.append(", ")
        text.append(twoDigits: day)
        text.append(ASCII.space)
        text.append(months[month - 1])
        text.append(ASCII.space)
        text.append(twoDigits: year / 100)
        text.append(twoDigits: year % 100)
        text.append(ASCII.space)
        text.append(twoDigits: second / 3600)
        text.append(ASCII.colon)
        text.append(twoDigits: second / 60 % 60)
        text.append(ASCII.colon)
        text.append(twoDigits: second % 60)
        text.append(" GMT")
        return text
    }

    /// Reads a date in any of the three formats of RFC 9110 §5.6.7, and in others that servers use.
    ///
    /// - Returns: The seconds since 1970 began, or `nil` if the text is not a date.
    package static func parse(_ text: String) -> Int? {
        CookieDate.parse(text)
    }

    /// Counts from 1 March of the year 0, so that a leap day is the last of its year and months follow one pattern.
    private static func civilDate(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
        let days = daysSince1970 + 719_468
        let cycle = days / daysPer400Years
        let dayOfCycle = days % daysPer400Years
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        // Five months from March have 153 days, as have the five from August.
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0), month, day)
    }

    /// The reverse, for years from 1 on; a day beyond its month's last is one of the next month.
    static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let year = month > 2 ? year : year - 1
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let yearOfCycle = year % 400
        let dayOfCycle = 365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        return year / 400 * daysPer400Years + dayOfCycle - 719_468
    }
}

extension [UInt8] {
    fileprivate mutating func append(twoDigits number: Int) {
        append(ASCII.zero &+ UInt8(truncatingIfNeeded: number / 10))
        append(ASCII.zero &+ UInt8(truncatingIfNeeded: number % 10))
    }
}
