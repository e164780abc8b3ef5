//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// Relays what each member says to all of them.
actor ChatRoom {
    private var members: [ObjectIdentifier: WebSocket] = [:]

    /// Relays the messages of a connection until it is closed.
    func serve(_ socket: WebSocket) async throws {
        self.members[ObjectIdentifier(socket)] = socket
        defer { self.members[ObjectIdentifier(socket)] = nil }
        for try await message in socket {
            await self.relay(message)
        }
    }

    /// Sends a message to every member, the one who said it included.
    ///
    /// Nobody waits for a slow member: what it does not take is enqueued up to a limit, beyond which its connection is
    /// closed. Two members may see the messages of two others in different orders, but those of one in its order.
    private func relay(_ message: Message) async {
        for (id, member) in self.members {
            do {
                try await member.enqueue(message)
            } catch {
                self.members[id] = nil
            }
        }
    }
}
