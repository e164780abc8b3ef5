//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension HTTPServer {
    /// How often which latency was seen.
    public struct LatencyHistogram: Hashable, Sendable {
        /// The largest latency of each bucket but the last, which has none.
        public static let bounds: [Duration] = [
            .microseconds(500), .milliseconds(1), .microseconds(2500), .milliseconds(5), .milliseconds(10),
            .milliseconds(25),
            .milliseconds(50), .milliseconds(100), .milliseconds(250), .milliseconds(500), .seconds(1),
            .milliseconds(2500),
            .seconds(5), .seconds(10),
        ]

        /// How many latencies fell into each bucket: one more than there are ``bounds``.
        public internal(set) var counts = [UInt64](repeating: 0, count: Self.bounds.count + 1)

        /// The sum of all latencies.
        public internal(set) var sum = Duration.zero

        /// How many latencies there are.
        public var count: UInt64 { self.counts.reduce(0, +) }
    }
}
