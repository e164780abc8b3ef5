//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

extension WebSocket {
    /// Sends every message back, until the connection is closed: the async lane.
    func echo() async throws {
        for try await message in self { try await self.send(message) }
    }

    /// Sends every message back from where it lies in the receive buffer: the fast lane.
    func echoInPlace() async throws {
        try await self.forEachMessage { message, socket in try socket.enqueue(message) }
    }
}

extension WebSocket {
    /// Sends every message to everybody who does the same, until the connection is closed.
    func relay(to broadcast: Broadcast) async throws {
        broadcast.add(self)
        defer { broadcast.remove(self) }
        try await self.forEachMessage { message, _ in broadcast.publish(PreparedMessage(message.message)) }
    }
}

extension WebSocketConfiguration {
    /// Limits for the largest messages that `ws bench` sends, which the defaults refuse, as strangers should be refused
    /// them.
    static var generous: WebSocketConfiguration {
        var configuration = WebSocketConfiguration()
        configuration.maxMessageSize = 32 << 20
        return configuration
    }
}
