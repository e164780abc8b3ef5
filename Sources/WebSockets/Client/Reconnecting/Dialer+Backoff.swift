//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Dialer {
    /// How long to wait before dialing again: longer after each failure, and anything from nothing up to that (“full jitter”), so
    /// that the clients of a server that comes back do not come back all at once.
    public struct Backoff: Sendable {
        /// The longest wait after the first failure or loss, doubled after each further one; one second by default.
        public var initial: Duration

        /// The longest wait of all; a minute by default, at most a year.
        public var maximum: Duration

        /// How long a connection must have lasted for its loss to count as the first again; 10 seconds by default.
        public var resetTime: Duration = .seconds(10)

        /// Creates a backoff.
        ///
        /// - Parameters:
        ///   - initial: The longest wait after the first failure; more than nothing.
        ///   - maximum: The longest wait of all; more than nothing.
        public init(initial: Duration = .seconds(1), maximum: Duration = .seconds(60)) {
            precondition(
                initial > .zero,
                "the first wait must be more than nothing, or nothing would ever be waited for"
            )
            precondition(
                maximum > .zero,
                "the longest wait must be more than nothing, or nothing would ever be waited for"
            )
            self.initial = initial
            self.maximum = maximum
        }

        /// Takes a chance on how long to wait.
        ///
        /// - Parameters:
        ///   - failures: How many there have been in a row; at least one.
        ///   - generator: What chance is taken from.
        /// - Returns: Anything from nothing to the longest wait after so many failures.
        package func delay(after failures: Int, using generator: inout some RandomNumberGenerator) -> Duration {
            let maximum = min(self.maximum, .longestWait)
            var longest = min(self.initial, maximum)
            var doublings = failures - 1
            while doublings > 0, longest < maximum {
                longest *= 2
                doublings -= 1
            }
            return min(longest, maximum) * Double.random(in: 0...1, using: &generator)
        }
    }
}
