//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// Who is in which room.
actor Hub {
    private var rooms: [String: Set<ObjectIdentifier>] = [:]
    private var sockets: [ObjectIdentifier: WebSocket] = [:]

    /// Lets somebody take part in a room until the connection is closed.
    func serve(_ socket: WebSocket, name: String, in room: String) async throws {
        let id = ObjectIdentifier(socket)
        self.sockets[id] = socket
        self.rooms[room, default: []].insert(id)
        await self.publish("\(name) has come.", in: room)
        let end: Result<Void, any Error>
        do {
            for try await case .text(let text) in socket {
                await self.publish("\(name): \(text)", in: room)
            }
            end = .success(())
        } catch {
            end = .failure(error)
        }
        self.sockets[id] = nil
        self.rooms[room]?.remove(id)
        if self.rooms[room]?.isEmpty == true {
            self.rooms[room] = nil
        }
        await self.publish("\(name) has gone.", in: room)
        try end.get()
    }

    /// Tells everybody in a room.
    private func publish(_ text: String, in room: String) async {
        // Encoded once for all of them.
        let message = PreparedMessage(text)
        for socket in (self.rooms[room] ?? []).compactMap({ self.sockets[$0] }) {
            // Nobody waits for somebody who is slow: by default a connection that a megabyte waits for is closed.
            _ = try? await socket.enqueue(message)
        }
    }
}
