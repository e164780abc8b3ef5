//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSTransport

/// How often which latency was seen on a loop; only the loop writes it.
struct LatencyMeter: ~Copyable, Sendable {
    private let counts = InlineArray<15, Counter> { _ in Counter() }
    private let nanoseconds = Counter()

    /// Counts a latency.
    func record(_ latency: Duration) {
        let bounds = HTTPServer.LatencyHistogram.bounds
        self.counts[bounds.firstIndex { latency <= $0 } ?? bounds.count].add()
        let (seconds, attoseconds) = latency.components
        self.nanoseconds.add(Int(clamping: seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000))
    }

    /// Adds what has been counted to `histogram`.
    func add(to histogram: inout HTTPServer.LatencyHistogram) {
        for index in self.counts.indices {
            histogram.counts[index] += self.counts[index].value
        }
        histogram.sum += .nanoseconds(Int64(clamping: self.nanoseconds.value))
    }
}
