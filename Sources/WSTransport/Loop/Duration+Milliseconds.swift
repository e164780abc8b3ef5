//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Duration {
    /// A year: the longest wait.
    ///
    /// The system's own sleep traps for a number of seconds that its clock cannot count.
    package static let longestWait = Duration.seconds(365 * 24 * 3600)

    /// The duration in milliseconds, rounded up, at least 1 and at most a year: what a loop's clock can count.
    package var wholeMilliseconds: UInt64 {
        guard self > .zero else { return 1 }
        let (seconds, attoseconds) = min(self, .longestWait).components
        let milliseconds = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return max(1, UInt64(seconds * 1000 + milliseconds))
    }

    /// The duration in ``wholeMilliseconds``, which can be added to a time without overflow.
    package var bounded: Duration { .milliseconds(self.wholeMilliseconds) }
}
