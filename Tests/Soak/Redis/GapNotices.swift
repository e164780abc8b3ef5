//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WebSocketHub
import WebSockets

/// The sockets of a hub node, which the node tells when its hub has missed messages of others, and the backplane events so far.
final class GapNotices: Sendable {
    /// The text of a notice: messages of any topic may be missing before it.
    static let text = "gap"

    private let state = Mutex((sockets: [HTTP.ConnectionID: WebSocket](), events: [String]()))

    /// The events, the oldest first.
    var events: [String] { self.state.withLock { $0.events } }

    func add(_ socket: WebSocket) {
        self.state.withLock { $0.sockets[socket.id] = socket }
    }

    func remove(_ socket: WebSocket) {
        _ = self.state.withLock { $0.sockets.removeValue(forKey: socket.id) }
    }

    /// Records an event, and sends a notice to all sockets if messages are missing.
    func take(_ event: Hub.BackplaneEvent) {
        let sockets = self.state.withLock { state in
            state.events.append("\(event)")
            return Array(state.sockets.values)
        }
        guard case .restored(let gaps) = event, gaps > 0 else { return }
        for socket in sockets {
            Task { try? await socket.send(.text(Self.text)) }
        }
    }
}
