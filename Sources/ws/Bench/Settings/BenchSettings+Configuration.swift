//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

extension BenchSettings {
    /// What the dialers offer; `nil` for nothing.
    var compression: WebSocket.Compression? {
        self.compresses ? WebSocket.Compression(hasContextTakeover: self.hasContextTakeover) : nil
    }

    /// What the connections need to bear the load, and no more.
    var configuration: WebSocket.Configuration {
        var configuration = WebSocket.Configuration()
        configuration.maxMessageSize = max(configuration.maxMessageSize, 2 * self.size)
        // All that is under way may wait to be sent without holding up what is received: if both sides waited for the
        // other to receive, neither would.
        let underWay = self.depth * (self.size + 16) + (1 << 20)
        configuration.highWaterMark = underWay
        configuration.maxPendingOutput = underWay
        configuration.slowConsumerPolicy = .wait
        // Only messages are to be measured.
        configuration.pingInterval = nil
        return configuration
    }
}
