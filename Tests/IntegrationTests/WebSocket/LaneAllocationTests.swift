//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CAllocationCounter
import LoopbackSupport
import Testing
import WebSockets

/// What a message costs the server's loop in allocations: those of the loop's thread, between two messages.
@Suite("Allocations for each message", .enabled(if: allocation_counter_is_available()), .timeLimit(.minutes(1)))
struct LaneAllocationTests {
    /// Exchanges enough messages with a server whose handler is `handler`.
    private func exchange(compression: WebSocket.Compression? = nil, _ handler: @escaping WebSocket.Handler)
        async throws
    {
        let server = HTTPServer(eventLoops: 1)
        server.webSocket("/", upgrader: Upgrader(compression: compression), handler)
        try await withServer(server) { address in
            try await Dialer(compression: compression).connect(to: "ws://\(address)/") { socket in
                for number in 0...AllocationMeter.messageCount {
                    let message = WebSocket.Message.binary(
                        [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 100)
                    )
                    try await socket.send(message)
                    try #require(try await socket.receive() == message)
                }
            }
        }
    }

    @Test("the fast lane makes none")
    func fastLane() async throws {
        let meter = AllocationMeter()
        try await self.exchange { socket in
            try await socket.forEachMessage { message, socket in
                meter.saw()
                try socket.enqueue(message)
            }
        }
        #expect(meter.allocationsPerMessage == 0)
    }

    @Test("the fast lane makes none for compressed messages either", arguments: [true, false])
    func compressed(hasContextTakeover: Bool) async throws {
        let compression = WebSocket.Compression(
            serverContextTakeover: hasContextTakeover,
            clientContextTakeover: hasContextTakeover
        )
        let meter = AllocationMeter()
        try await self.exchange(compression: compression) { socket in
            try await socket.forEachMessage { message, socket in
                meter.saw()
                try socket.enqueue(message)
            }
        }
        #expect(meter.allocationsPerMessage == 0)
    }

    @Test("the async lane makes one: the message's own storage")
    func asyncLane() async throws {
        let meter = AllocationMeter()
        try await self.exchange { socket in
            for try await message in socket {
                meter.saw()
                try await socket.send(message)
            }
        }
        #expect(meter.allocationsPerMessage == 1)
    }
}
