//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// Makes sure that all connections hear what one says, before it counts.
///
/// A server takes a connection among the listeners some time after the opening handshake, which nothing tells. So the
/// one says something until all have heard it at least once.
struct Rehearsal {
    private static let rounds = 6

    let publisher: WebSocket
    let listeners: [WebSocket]
    let probe: WebSocket.Message
    let errors: ErrorLog

    /// Rehearses.
    ///
    /// - Returns: Whether all have heard it.
    func run() async -> Bool {
        var deaf = self.listeners
        for round in 1...Self.rounds where !Task.isCancelled {
            do {
                try await self.publisher.enqueue(self.probe)
                deaf = try await Self.deaf(among: deaf, timeout: .milliseconds(200 * round))
                if deaf.isEmpty { return true }
            } catch is CancellationError {
                return false
            } catch {
                self.errors.add("\(error)")
                return false
            }
        }
        if !Task.isCancelled {
            self.errors.add(
                "\(deaf.count) of \(self.listeners.count) connections do not hear what the first one sends: "
                    + "the server has to send every message to all of them."
            )
        }
        return false
    }

    /// The connections to which nothing came in time.
    private static func deaf(among sockets: [WebSocket], timeout: Duration) async throws -> [WebSocket] {
        try await withThrowingTaskGroup(of: WebSocket?.self) { group in
            for socket in sockets {
                group.addTask { try await socket.isDeaf(for: timeout) ? socket : nil }
            }
            return try await group.reduce(into: []) { deaf, socket in
                if let socket { deaf.append(socket) }
            }
        }
    }
}

extension WebSocket {
    /// Whether no message comes within a time.
    fileprivate func isDeaf(for timeout: Duration) async throws -> Bool {
        do {
            _ = try await self.receive(timeout: timeout)
            return false
        } catch let error as WebSocket.Error where error.code == .timedOut {
            return true
        }
    }
}
