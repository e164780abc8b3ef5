//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WebSocketHub
import WebSockets

/// A client that publishes numbered messages to a topic by one node, and by the next if its connection is lost.
///
/// Each connection is a publisher of its own: it has a name, and numbers from 1 on.
final class TopicPublisher: Sendable {
    /// What one connection has published.
    struct Published {
        let name: String
        /// How many messages it has sent.
        var count = 0
        /// Whether the node has certainly taken all of them, as it has closed the connection in the regular way.
        var isComplete = false
    }

    /// The node closed the connection in another way.
    private struct MissingClosingHandshake: Error {}

    let number: Int
    let topic: String
    private let home: Int
    private let control: PhaseControl
    private let state = Mutex((published: [Published](), isConnected: false, lost: 0, errors: [String]()))

    init(_ number: Int, to topic: String, at home: Int, _ control: PhaseControl) {
        (self.number, self.topic, self.home, self.control) = (number, topic, home, control)
    }

    /// What all connections of the phase have published.
    var published: [Published] { self.state.withLock { $0.published } }

    var isConnected: Bool { self.state.withLock { $0.isConnected } }

    /// How many connections were lost in the phase, and why.
    var losses: (count: Int, errors: [String]) { self.state.withLock { ($0.lost, $0.errors) } }

    func beginPhase() {
        self.state.withLock { ($0.published, $0.lost, $0.errors) = ([], 0, []) }
    }

    func run() async {
        var node = self.home
        while !self.control.wish.isStopping {
            guard self.control.wish.isPublishing else {
                node = self.home
                try? await Task.sleep(for: .milliseconds(20))
                continue
            }
            do {
                try await self.publish(at: self.control.url(node))
            } catch {
                self.state.withLock { state in
                    state.lost += 1
                    state.errors.append("publisher \(self.number): \(error)")
                }
                node += 1
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    private func publish(at url: String) async throws {
        var dialer = Dialer(handshakeTimeout: .seconds(10))
        dialer.proxy = .direct
        // It stays with a node that is stopped.
        dialer.configuration.pingInterval = nil
        dialer.configuration.closeTimeout = .seconds(15)
        let socket = try await dialer.dial(url)
        let index = self.state.withLock { state in
            state.isConnected = true
            state.published.append(Published(name: "\(url)#\(self.number).\(socket.id)"))
            return state.published.count - 1
        }
        defer { self.state.withLock { $0.isConnected = false } }
        let name = self.state.withLock { $0.published[index].name }
        var count = 0
        do {
            while self.control.wish.isPublishing {
                count += 1
                self.state.withLock { $0.published[index].count = count }
                try await socket.send(
                    try WebSocket.Message(json: Hub.ClientRequest.publish(self.topic, .text("\(name) \(count)")))
                )
                try await Task.sleep(for: .milliseconds(25))
            }
            try await socket.close()
        } catch {
            await socket.closeNow()
            throw error
        }
        guard await socket.closeCode == .normalClosure else {
            throw MissingClosingHandshake()
        }
        self.state.withLock { $0.published[index].isComplete = true }
    }
}
