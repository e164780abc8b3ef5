//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WebSocketHub
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
    ///
    /// - Parameters:
    ///   - hub: By which.
    ///   - topics: Each message goes to another of these in turn.
    /// - Throws: Why the connection has failed.
    func relay(through hub: Hub, _ topics: [String]) async throws {
        for topic in topics { try await hub.subscribe(self, to: topic) }
        let turns = Turns()
        try await self.forEachMessage { message, _ in
            try hub.publish(message.message, to: topics[turns.next() % topics.count])
        }
    }
}

/// Counts from 0 on.
private final class Turns: Sendable {
    private let count = Atomic(0)

    func next() -> Int {
        self.count.add(1, ordering: .relaxed).oldValue
    }
}

extension WebSocket.Configuration {
    /// Limits for the largest messages that `ws bench` sends, which the defaults refuse, as strangers should be refused
    /// them.
    static var generous: WebSocket.Configuration {
        var configuration = WebSocket.Configuration()
        configuration.maxMessageSize = 32 << 20
        return configuration
    }
}
