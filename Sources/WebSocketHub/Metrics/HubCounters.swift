//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport
import WebSockets

/// What is counted on one loop, which alone writes it.
final class HubCounters: Sendable {
    let subscribed = Counter()
    let unsubscribed = Counter()
    let delivered = Counter()
    let delayed = Counter()
    let dropped = Counter()
    let replaced = Counter()
    let closed = Counter()

    /// Adds all that has been counted to `metrics`.
    func add(to metrics: inout Hub.Metrics) {
        metrics.subscriptionsTotal += self.subscribed.value
        // Read one after the other, so that more can have ended by now than had begun then.
        metrics.subscriptions += max(0, Int(clamping: self.subscribed.value) - Int(clamping: self.unsubscribed.value))
        metrics.deliveries += self.delivered.value
        metrics.delayed += self.delayed.value
        metrics.dropped += self.dropped.value
        metrics.replaced += self.replaced.value
        metrics.slowClosed += self.closed.value
    }
}
