//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What is left of a ``WebSocket/RateLimit``.
///
/// It knows no clock: times are the loop's milliseconds, given by the caller.
package struct TokenBucket {
    // In thousandths, as many of which come in a millisecond as tokens in a second.
    private var level: UInt64
    private let capacity: UInt64
    private let rate: UInt64
    private var time: UInt64

    private static let maxLateness: UInt64 = 60_000

    /// Creates a full bucket.
    package init(_ limit: WebSocket.RateLimit, now: UInt64) {
        self.capacity = UInt64(limit.burst) * 1000
        self.level = self.capacity
        self.rate = UInt64(limit.perSecond)
        self.time = now
    }

    /// Takes tokens out, if there are so many.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - now: The loop's time.
    ///   - lateness: How many milliseconds of the time since the last call the loop has not run. What a peer may send in that time,
    ///     a minute at most, is allowed at once.
    /// - Returns: Whether there were.
    package mutating func take(_ count: Int = 1, now: UInt64, lateness: UInt64 = 0) -> Bool {
        let elapsed = now - min(now, self.time)
        self.time = max(now, self.time)
        let (gain, isImmense) = elapsed.multipliedReportingOverflow(by: self.rate)
        let most = self.capacity + min(lateness, elapsed, Self.maxLateness) * self.rate
        if self.level < most {
            self.level = isImmense || gain > most - self.level ? most : self.level + gain
        }
        let (cost, isTooMuch) = UInt64(clamping: count).multipliedReportingOverflow(by: 1000)
        guard !isTooMuch, cost <= self.level else { return false }
        self.level -= cost
        return true
    }
}
