//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSHTTP

@Suite("Dates")
struct HTTPDateTests {
    @Test(
        "Times are written as RFC 9110 has them",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (951_868_799, "Tue, 29 Feb 2000 23:59:59 GMT"),
            (951_868_800, "Wed, 01 Mar 2000 00:00:00 GMT"),
            (1_767_225_599, "Wed, 31 Dec 2025 23:59:59 GMT"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
            (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
            (Int.max, "Fri, 31 Dec 9999 23:59:59 GMT"),
            (Int.min, "Thu, 01 Jan 1970 00:00:00 GMT"),
        ]
    )
    func format(_ seconds: Int, _ text: String) {
        #expect(String(decoding: HTTPDate.format(secondsSince1970: seconds), as: UTF8.self) == text)
    }

    @Test("Days follow one another through four hundred years of leap years")
    func daysFollowOneAnother() {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var seconds = 0
        for year in 1970..<2370 {
            let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
            for (month, days) in zip(months, [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
                // The first and the last day bound the month, and all others lie between.
                for day in [1, days] {
                    let date = HTTPDate.format(secondsSince1970: seconds + (day - 1) * 86_400)
                    let text = String(decoding: date[5..<16], as: UTF8.self)
                    #expect(text == "\(day < 10 ? "0" : "")\(day) \(month) \(year)")
                }
                seconds += days * 86_400
            }
        }
    }
}
