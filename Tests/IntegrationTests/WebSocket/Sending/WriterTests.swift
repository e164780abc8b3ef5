//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSockets

@Suite("sending a message piece by piece", .timeLimit(.minutes(1)))
struct WriterTests {
    private static let extensions = [
        nil, "permessage-deflate", "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
    ]

    /// Receives fragments up to the last and returns their joined payload, and the first of them.
    private func receiveMessage(_ peer: FramePeer) async throws -> (first: WireFrame, payload: [UInt8]) {
        let first = try #require(try await peer.receive())
        var payload = first.payload
        var isFinal = first.isFinal
        while !isFinal {
            let next = try #require(try await peer.receive())
            #expect(next.opcode == 0 && next.reservedBits == 0)
            payload += next.payload
            isFinal = next.isFinal
        }
        return (first, payload)
    }

    @Test("each piece leaves as a fragment, and the end says that there are no more", arguments: WebSocketRole.allCases)
    func fragments(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            let writer = try await socket.nextWriter(.text)
            try await writer.write("Grüße")
            #expect(try await peer.receive() == WireFrame.text("Grüße").notFinal)
            try await writer.write("")
            try await writer.write(Array(" an alle".utf8))
            await peer.send(.ping([1]))
            #expect(try await peer.receive() == WireFrame.continuation(Array(" an alle".utf8)).notFinal)
            #expect(try await peer.receive() == .pong([1]))
            try await writer.finish()
            #expect(try await peer.receive() == .continuation())
            try await socket.nextWriter(.binary).finish()
            #expect(try await peer.receive() == .binary([]))
        }
    }

    @Test("pieces of all sizes come through, compressed or not", arguments: WebSocketRole.allCases, extensions)
    func sizes(role: WebSocketRole, extensions: String?) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: extensions) { socket, peer async throws in
            var generator = SeededGenerator(seed: 1)
            var history: [UInt8] = []
            for _ in 0..<3 {
                let pieces = [1, 125, 126, 20_000, 100_000, 0, 3].map { size in
                    generator.bytes(count: size).map { $0 & 0x0F }
                }
                let writer = try await socket.nextWriter(.binary)
                for piece in pieces { try await writer.write(piece) }
                try await writer.finish()
                let (first, payload) = try await self.receiveMessage(peer)
                #expect(first.opcode == 2 && first.reservedBits == (extensions == nil ? 0 : 4))
                let message = Array(pieces.joined())
                guard extensions != nil else {
                    #expect(payload == message)
                    continue
                }
                #expect(payload.count < message.count * 3 / 4)
                let isSame = try WireFrame.binary(payload).inflated(after: history) == message
                #expect(isSame)
                if extensions == "permessage-deflate" { history += message }
                // A message in one piece may refer to it.
                try await socket.send(message)
                let frame = try #require(try await peer.receive())
                let isSameAgain = try frame.inflated(after: history) == message
                #expect(isSameAgain)
                if extensions == "permessage-deflate" { history += message }
            }
            try await socket.nextWriter(.text).finish()
            #expect(try await peer.receive() == .text(""))
            let writer = try await socket.nextWriter(.text, compress: false)
            try await writer.write("plain")
            try await writer.finish()
            #expect(try await peer.receive() == WireFrame.text("plain").notFinal)
        }
    }

    @Test("all else waits until the message is whole, in order, but control frames", arguments: WebSocketRole.allCases)
    func others(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            let writer = try await socket.nextWriter(.text)
            try await writer.write("a")
            try await socket.enqueue("1")
            try await socket.enqueue(WebSocket.PreparedMessage("2"))
            let sending = Task { try await socket.send("3") }
            let next = Task {
                let writer = try await socket.nextWriter(.text)
                try await writer.write("4")
                try await writer.finish()
            }
            try await socket.ping([7])
            #expect(try await peer.receive() == WireFrame.text("a").notFinal)
            #expect(try await peer.receive() == .ping([7]))
            try await writer.finish()
            #expect(try await peer.receive() == .continuation())
            #expect(try await peer.receive() == .text("1"))
            #expect(try await peer.receive() == .text("2"))
            var others: Set<WireFrame> = []
            for _ in 0..<2 { others.insert(try #require(try await peer.receive())) }
            if others.contains(.continuation()) || !others.contains(.text("3")) {
                others.insert(try #require(try await peer.receive()))
            } else {
                #expect(try await peer.receive() == .continuation())
                others.insert(.continuation())
            }
            #expect(others == [.text("3"), WireFrame.text("4").notFinal, .continuation()])
            try await sending.value
            try await next.value
        }
    }

    @Test("a writer that is released before its end fails the connection", arguments: WebSocketRole.allCases)
    func abandoned(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            // One that has sent nothing does no harm.
            _ = try await socket.nextWriter(.text)
            try await socket.send("before")
            #expect(try await peer.receive() == .text("before"))
            let waiting = Task { try await socket.receive() }
            try await socket.nextWriter(.text).write("half a mess")
            #expect(
                try await peer.receiveToEnd() == [
                    WireFrame.text("half a mess").notFinal, .close(1011, "message abandoned"),
                ]
            )
            await expectFailure(.messageAbandoned) { try await waiting.value }
            await expectFailure(.closed) { try await socket.send("behind") }
        }
    }

    @Test("a writer is of no use after its end or the connection's", arguments: WebSocketRole.allCases)
    func finished(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            let first = try await socket.nextWriter(.binary)
            try await first.finish()
            await expectFailure(.invalidArgument) { try await first.write([1]) }
            await expectFailure(.invalidArgument) { try await first.finish() }
            let second = try await socket.nextWriter(.binary)
            try await second.write([1])
            let waiting = Task { try await socket.nextWriter(.binary) }
            try await socket.startClosingHandshake()
            await expectFailure(.closed) { try await second.write([2]) }
            await expectFailure(.closed) { try await second.finish() }
            await expectFailure(.closed) { try await waiting.value }
            await expectFailure(.closed) { try await socket.nextWriter(.binary) }
            #expect(try await peer.receive() == .binary([]))
            #expect(try await peer.receive() == WireFrame.binary([1]).notFinal)
            #expect(try await peer.receive() == .close(1000))
        }
    }

    @Test("a text message has to be UTF-8 as a whole", arguments: WebSocketRole.allCases, extensions)
    func text(role: WebSocketRole, extensions: String?) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: extensions) { socket, peer async throws in
            let writer = try await socket.nextWriter(.text)
            try await writer.write([0xE2, 0x82])
            await expectFailure(.invalidArgument) { try await writer.write([0x61]) }
            await expectFailure(.invalidArgument) { try await writer.write("a") }
            await expectFailure(.invalidArgument) { try await writer.finish() }
            try await writer.write([0xAC])
            try await writer.finish()
            let payload = try await self.receiveMessage(peer).payload
            #expect(
                try extensions == nil
                    ? payload == Array("€".utf8) : WireFrame.binary(payload).inflated() == Array("€".utf8)
            )
        }
    }

    @Test("a piece waits for room, and cancelling that leaves the message as it was", arguments: WebSocketRole.allCases)
    func room(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            await peer.setReading(false)
            let writer = try await socket.nextWriter(.binary)
            let piece = [UInt8](repeating: 7, count: 1 << 20)
            let written = Flag()
            let writing = Task {
                var count = 0
                do {
                    while true {
                        try await writer.write(piece)
                        count += 1
                        written.set()
                    }
                } catch {
                    return (count, error is CancellationError)
                }
            }
            while await socket.pendingOutput < 1 << 16 { await Task.yield() }
            writing.cancel()
            let (count, wasCancelled) = await writing.value
            #expect(wasCancelled && written.isSet)
            let finishing = Task {
                try await writer.write([1, 2, 3])
                try await writer.finish()
            }
            await peer.setReading(true)
            try await finishing.value
            let payload = try await self.receiveMessage(peer).payload
            #expect(payload.count == count << 20 + 3)
            #expect(payload.suffix(4) == [7, 1, 2, 3])
        }
    }
}
