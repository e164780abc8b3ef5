//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport
import WebSockets

extension Hub.Metrics {
    /// The numbers in the format that Prometheus reads, version 0.0.4: each begins with `websocket_hub_`.
    ///
    /// ```swift
    /// server.metrics { hub.metrics.prometheusText }
    /// ```
    public var prometheusText: String {
        var text = PrometheusText(prefix: "websocket_hub_")
        text.gauge("topics", "Topics that somebody has subscribed to or that keep messages.", self.topics)
        text.gauge("subscriptions", "Subscriptions to topics and patterns.", self.subscriptions)
        text.counter("subscriptions_total", "Subscriptions there have been.", self.subscriptionsTotal)
        text.counter("publications_total", "Messages that have been published.", self.publications)
        text.counter("deliveries_total", "Messages that have been sent to subscribers.", self.deliveries)
        text.counter("delayed_total", "Messages that had to wait for a subscriber that is slow.", self.delayed)
        text.counter("dropped_total", "Messages that were dropped for later ones.", self.dropped)
        text.counter("replaced_total", "Messages that were replaced by later ones with their key.", self.replaced)
        text.counter("closed_total", "Subscribers that were closed for being too slow.", self.slowClosed)
        text.gauge("kept_bytes", "Bytes of messages that topics keep.", self.keptBytes)
        text.counter(
            "kept_dropped_total",
            "Messages that topics dropped before their time because they took too many bytes.",
            self.keptDropped
        )
        text.gauge("alone", "Whether the way to other nodes is interrupted.", self.isAlone ? 1 : 0)
        text.counter(
            "backplane_losses_total",
            "How often the way to other nodes was interrupted.",
            self.backplaneLosses
        )
        text.counter(
            "backplane_gaps_total",
            "Topics in which messages of others were missed by that, or kept ones were lost.",
            self.backplaneGaps
        )
        text.counter("received_total", "Messages that have come from other nodes.", self.received)
        text.counter("unsent_total", "Messages that did not get to other nodes.", self.unsent)
        text.counter("refused_total", "Requests that the server of the backplane has refused.", self.refused)
        return text.text
    }
}
