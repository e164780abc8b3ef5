//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("The fast lane, held back by its peer,", .timeLimit(.minutes(1)))
struct FastLaneBackpressureTests {
    /// Runs a fast-lane client against a server.
    ///
    /// - Parameters:
    ///   - configuration: The client's.
    ///   - handler: The server's.
    ///   - body: What the client does with each message.
    /// - Returns: How the client's messages ended; `nil` if normally.
    /// - Throws: What went wrong before.
    private func run(
        _ configuration: WebSocket.Configuration,
        against handler: @escaping WebSocket.Handler,
        _ body: @escaping @Sendable (borrowing WebSocket.MessageView, isolated WebSocket) throws -> Void
    ) async throws -> WebSocket.Error? {
        let server = HTTPServer(eventLoops: 1)
        server.webSocket("/") { socket in
            // What comes before the fast lane is entered would not find it full.
            _ = try await socket.receive()
            try await handler(socket)
        }
        return try await withServer(server) { address in
            try await Dialer(configuration: configuration).connect(to: "ws://\(address)/") { socket in
                try socket.enqueue("ready")
                do {
                    try await socket.forEachMessage(body)
                    return nil
                } catch let error as WebSocket.Error {
                    return error
                }
            }
        }
    }

    /// A client whose output is full with one message.
    private static var easilyFull: WebSocket.Configuration {
        var configuration = WebSocket.Configuration()
        configuration.highWaterMark = 1024
        configuration.maxPendingInput = 1024
        return configuration
    }

    @Test("answers what came before a Close, though the answers had to wait")
    func answersBeforeClose() async throws {
        let sent = [WebSocket.Message.binary([UInt8](repeating: 1, count: 10_000)), .text("small")]
        let (answers, continuation) = AsyncStream<[WebSocket.Message]>.makeStream()
        let error = try await self.run(Self.easilyFull) { socket in
            for message in sent { try socket.enqueue(message) }
            try socket.startClosingHandshake()
            var received: [WebSocket.Message] = []
            for try await message in socket { received.append(message) }
            continuation.yield(received)
        } _: { message, socket in
            try socket.enqueue(message)
        }
        #expect(error == nil)
        var iterator = answers.makeAsyncIterator()
        let isComplete = await iterator.next() == sent
        #expect(isComplete)
    }

    @Test("goes on with each of many messages that had to wait")
    func manyWaitingMessages() async throws {
        let sent = (0..<100).map { WebSocket.Message.binary([UInt8](repeating: $0, count: 10_000)) }
        let error = try await self.run(Self.easilyFull) { socket in
            for message in sent { try socket.enqueue(message) }
            for message in sent {
                let isSame = try await socket.receive() == message
                #expect(isSame)
            }
        } _: { message, socket in
            try socket.enqueue(message)
        }
        #expect(error == nil)
    }

    @Test("ends when the connection does, though messages still wait")
    func endsWithConnection() async throws {
        let error = try await self.run(Self.easilyFull) { socket in
            for _ in 0..<3 { try socket.enqueue([UInt8](repeating: 7, count: 10_000)) }
            for try await _ in socket {}
        } _: { message, socket in
            try socket.enqueue(message)
            // Runs when what came with this message has been taken in, and before the answer leaves.
            Task { socket.closeNow() }
        }
        // What waited could not be answered; if nothing did, it was a normal end.
        #expect(error == nil || error?.code == .closed)
    }
}
