//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension WebSocket {
    /// How much of something a peer may send in a time: a token bucket.
    ///
    /// It begins with a whole burst, from which each use takes, and which fills at the rate. What a peer has sent may wait in
    /// between, in our kernel or its own, and then come all at once: a burst should allow for what a peer sends in some seconds. A time
    /// in which the event loop did not run, as the process was stopped or starved, adds to the burst as far as the loop can tell.
    public struct RateLimit: Hashable, Sendable {
        /// How much is allowed in a second, in the long run.
        public let perSecond: Int

        /// How much is allowed at once.
        public let burst: Int

        /// Creates a limit.
        ///
        /// - Parameters:
        ///   - perSecond: How much is allowed in a second, in the long run; from 1 to 4,294,967,295.
        ///   - burst: How much is allowed at once, within the same bounds; what comes in five seconds by default.
        public init(perSecond: Int, burst: Int? = nil) {
            let bounds = 1...Int(UInt32.max)
            let burst = burst ?? Swift.min(perSecond.multipliedReportingOverflow(by: 5).partialValue, bounds.upperBound)
            precondition(
                bounds.contains(perSecond) && bounds.contains(burst),
                "a rate limit must be from 1 to 4,294,967,295"
            )
            self.perSecond = perSecond
            self.burst = burst
        }
    }
}
