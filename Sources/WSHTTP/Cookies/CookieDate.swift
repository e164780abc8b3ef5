//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// Points in time as cookies have them, which is in any of the ways that servers have come up with (RFC 6265 §5.1.1).
enum CookieDate {
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// Returns the seconds since 1970 began, or `nil` if the text is no date.
    static func parse(_ text: String) -> Int? {
        var time: Int?
        var day: Int?
        var month: Int?
        var year: Int?
        for token in text.utf8.split(whereSeparator: { !Self.isPartOfToken($0) }) {
            if time == nil, let seconds = Self.time(token) {
                time = seconds
            } else if day == nil, let number = Self.number(token, digits: 1...2) {
                day = number
            } else if month == nil, let index = Self.month(token) {
                month = index
            } else if year == nil, let number = Self.number(token, digits: 2...4) {
                year = number < 70 ? number + 2000 : number < 100 ? number + 1900 : number
            }
        }
        guard let time, let day, let month, let year, (1...31).contains(day), (1601...9999).contains(year) else {
            return nil
        }
        return HTTPDate.daysSince1970(year: year, month: month, day: day) * 86_400 + time
    }

    private static func isPartOfToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF, 0x00...0x08, 0x0A...0x1F, 0x7F: true
        default: false
        }
    }

    /// Returns the seconds of `hours:minutes:seconds`, behind which anything but a digit may stand.
    private static func time(_ token: Substring.UTF8View) -> Int? {
        let parts = token.split(separator: ASCII.colon, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3,
            let hour = Int(digits: parts[0], 1...2), hour <= 23,
            let minute = Int(digits: parts[1], 1...2), minute <= 59,
            let second = Self.number(parts[2], digits: 1...2), second <= 59
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    /// Returns the number of from so many to so many digits at the start, behind which no digit stands.
    private static func number(_ token: Substring.UTF8View, digits: ClosedRange<Int>) -> Int? {
        Int(digits: token.prefix { $0.decimalValue != nil }, digits)
    }

    private static func month(_ token: Substring.UTF8View) -> Int? {
        let name = token.prefix(3)
        return Self.months.firstIndex { $0.utf8.span.equalsIgnoringCase(name.span) }.map { $0 + 1 }
    }
}

extension Int {
    fileprivate init?(digits: Substring.UTF8View, _ count: ClosedRange<Int>) {
        guard count.contains(digits.count) else { return nil }
        var number = 0
        for digit in digits {
            guard let value = digit.decimalValue else { return nil }
            number = number * 10 + Int(value)
        }
        self = number
    }
}
