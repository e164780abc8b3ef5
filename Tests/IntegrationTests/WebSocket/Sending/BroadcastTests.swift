//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("a broadcast", .timeLimit(.minutes(1)))
struct BroadcastTests {
    /// Runs `body` with a server of two loops that relays every message to all.
    private func withRelay(_ body: @Sendable (_ url: String, Broadcast) async throws -> Void) async throws {
        let server = HTTPServer(eventLoops: 2)
        let broadcast = Broadcast()
        server.webSocket("/") { socket in
            broadcast.add(socket)
            defer { broadcast.remove(socket) }
            try await socket.send("joined")
            try await socket.forEachMessage { message, _ in broadcast.publish(PreparedMessage(message.message)) }
        }
        try await withServer(server) { try await body("ws://\($0)/", broadcast) }
    }

    /// Opens a connection that hears what is published.
    private func join(_ url: String) async throws -> WebSocket {
        let socket = try await Dialer().dial(url)
        #expect(try await socket.receive() == .text("joined"))
        return socket
    }

    @Test("reaches everybody on every loop, in order and whatever the size")
    func everybody() async throws {
        try await withRelay { url, broadcast in
            var sockets: [WebSocket] = []
            for _ in 0..<8 {
                sockets.append(try await self.join(url))
            }
            let messages: [Message] = [
                .text("Grüße"), .binary([]), .binary([UInt8](repeating: 7, count: 100_000)), .text("z"),
            ]
            for message in messages {
                try await sockets[0].send(message)
            }
            for socket in sockets {
                for message in messages {
                    #expect(try await socket.receive() == message)
                }
            }
            // From a task that lives on none of the loops.
            broadcast.publish(PreparedMessage(.text("from outside")))
            for socket in sockets {
                #expect(try await socket.receive() == .text("from outside"))
                await socket.closeNow()
            }
        }
    }

    @Test("goes on without those who leave")
    func leaving() async throws {
        try await withRelay { url, _ in
            let (first, second, third) = (try await self.join(url), try await self.join(url), try await self.join(url))
            try await first.close()
            await second.closeNow()
            for number in 0..<100 {
                try await third.send("\(number)")
                #expect(try await third.receive() == .text("\(number)"))
            }
            try await third.close()
        }
    }

    @Test("a client sends a prepared message masked, and again with another key")
    func client() async throws {
        try await withSocket(as: .client) { socket, peer in
            let message = PreparedMessage(.text("the same"))
            try await socket.enqueue(message)
            try await socket.enqueue(message)
            #expect(try await peer.receive() == .text("the same"))
            #expect(try await peer.receive() == .text("the same"))
        }
    }
}
