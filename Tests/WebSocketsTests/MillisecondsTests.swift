//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSockets

@Suite("Durations in milliseconds")
struct MillisecondsTests {
    private static let year: UInt64 = 365 * 24 * 3600 * 1000

    @Test(
        "are rounded up, at least 1 and at most a year",
        arguments: [
            (.seconds(-Int64.max) * 16, 1), (.seconds(-1), 1), (.zero, 1), (.nanoseconds(1), 1), (.milliseconds(1), 1),
            (.microseconds(1001), 2), (.seconds(3), 3000), (.longestWait, Self.year), (.seconds(Int64.max), Self.year),
            (.seconds(Int64.max) * 16, Self.year),
        ] as [(Duration, UInt64)]
    )
    func rounding(duration: Duration, milliseconds: UInt64) {
        #expect(duration.wholeMilliseconds == milliseconds)
    }
}
