//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("WebSockets over channels that are no sockets", .timeLimit(.minutes(1)))
struct ChannelTests {
    /// Runs a handler at one end of a channel and `body` at the other.
    private func withChannel<Result: Sendable>(
        _ handler: @escaping WebSocket.Handler,
        _ body:
            @Sendable (_ socket: isolated WebSocket, _ ends: (client: MemoryChannel, server: MemoryChannel))
            async throws
            -> Result
    ) async throws -> Result {
        let ends = MemoryChannel.pair()
        let server = Task {
            let request = try await OtherHTTPServer.receive { try await ends.1.read() }
            let response = try Upgrader().upgrade(try request.request, handler)
            try await response.runWebSocket(over: .channel(ends.1), early: request.early)
        }
        var dialer = Dialer()
        dialer.netDial = { _, _ in .channel(ends.0) }
        let result = try await dialer.connect(to: "ws://in.memory/") { socket in
            try await body(socket, (client: ends.0, server: ends.1))
        }
        _ = await server.result
        #expect(ends.0.timesClosed == 1)
        #expect(ends.1.timesClosed == 1)
        return result
    }

    @Test("messages of any size come back, and the connection closes well", arguments: [0, 1, 999, 70_000, 1_000_000])
    func echo(size: Int) async throws {
        let code = try await withChannel { socket in
            for try await message in socket { try await socket.send(message) }
        } _: { socket, _ in
            let message = WebSocket.Message.binary((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) })
            for _ in 0..<3 {
                try await socket.send(message)
                let reply = try await socket.receive()
                #expect(reply == message)
            }
            try await socket.close()
            return socket.closeCode
        }
        #expect(code == .normalClosure)
    }

    @Test("a peer that does not read holds the sender back")
    func backpressure() async throws {
        let (reading, mayRead) = AsyncStream<Void>.makeStream()
        let count = try await withChannel { socket in
            for await _ in reading {}
            var count = 0
            for try await message in socket { count += message.byteCount }
            #expect(count == 100 * 10_000)
        } _: { socket, _ in
            var sent = 0
            // Full is what may wait in the socket, the channel and the reader.
            while socket.pendingOutput <= 64 * 1024 {
                try await socket.send([UInt8](repeating: 1, count: 10_000))
                sent += 1
            }
            mayRead.finish()
            for _ in sent..<100 {
                try await socket.send([UInt8](repeating: 1, count: 10_000))
            }
            try await socket.close()
            return sent
        }
        #expect(count < 100, "the sender was never held back")
    }

    @Test("a channel that breaks is a connection that is lost, and the error is its cause")
    func broken() async throws {
        try await withChannel { socket in
            for try await _ in socket {}
        } _: { socket, ends in
            try await socket.send("before")
            ends.client.breakDown()
            let error = await expectFailure(.connectionLost) { try await socket.receive() }
            #expect(error?.cause is MemoryChannel.Broken)
            #expect(socket.networkConnection == nil)
        }
    }

    @Test("a channel whose peer ends without a Close is a connection that is lost")
    func ended() async throws {
        try await withChannel { socket in
            _ = try await socket.receive()
            socket.closeNow()
        } _: { socket, _ in
            try await socket.send("end")
            await expectFailure(.connectionLost) { try await socket.receive() }
            #expect(socket.closeCode == .abnormalClosure)
        }
    }

    @Test("the channel is what is underneath, and it has no addresses")
    func underneath() async throws {
        try await withChannel { socket in
            for try await _ in socket {}
        } _: { socket, ends in
            guard case .channel(let channel)? = socket.networkConnection else {
                Issue.record("there is no channel")
                return
            }
            #expect(channel as? MemoryChannel === ends.client)
            #expect(socket.localAddress == nil)
            #expect(socket.remoteAddress == nil)
        }
    }
}
