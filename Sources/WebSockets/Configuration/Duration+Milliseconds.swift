//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Duration {
    /// The duration in milliseconds, rounded up, at least 1 and at most a year: what a loop's clock can count.
    package var wholeMilliseconds: UInt64 {
        let year: Int64 = 365 * 24 * 3600
        let (seconds, attoseconds) = self.components
        guard seconds < year else { return UInt64(year) * 1000 }
        guard seconds >= 0, attoseconds >= 0 else { return 1 }
        let milliseconds = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return max(1, UInt64(seconds * 1000 + milliseconds))
    }
}
