//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSockets

@Suite("receiving a message piece by piece", .timeLimit(.minutes(1)))
struct ReaderTests {
    private static let takeover = "permessage-deflate"
    private static let extensions = [
        nil, takeover, "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
    ]

    /// A message as frames, cut into pieces of a size, with pings between.
    private func frames(_ message: [UInt8], cutTo size: Int, _ extensions: String?, opcode: UInt8 = 2) -> [WireFrame] {
        let payload = extensions == nil ? message : message.compressed
        var frames: [WireFrame] = []
        for start in stride(from: 0, to: max(1, payload.count), by: size) {
            let end = min(start + size, payload.count)
            var frame = WireFrame(
                opcode: start == 0 ? opcode : 0,
                payload: Array(payload[start..<end]),
                isFinal: end == payload.count
            )
            if start == 0, extensions != nil { frame = frame.compressed }
            frames += [frame, .ping()]
        }
        return frames
    }

    private static func joined(_ reader: WebSocket.MessageReader) async throws -> [UInt8] {
        var message: [UInt8] = []
        for try await piece in reader {
            #expect(!piece.isEmpty)
            message += piece
        }
        return message
    }

    @Test("pieces are handed out as they come, before the message is whole", arguments: WebSocketRole.allCases)
    func pieces(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            let reading = Task { try await socket.nextReader() }
            await peer.send(WireFrame.text("one").notFinal)
            let reader = try #require(try await reading.value)
            #expect(reader.kind == .text)
            let iterator = reader.makeAsyncIterator()
            #expect(try await iterator.next() == Array("one".utf8))
            await peer.send(WireFrame.continuation([0xC3]).notFinal, .ping(), WireFrame.continuation().notFinal)
            #expect(try await iterator.next() == [0xC3])
            await peer.send(.continuation([0xBC]), .binary([1]))
            #expect(try await iterator.next() == [0xBC])
            #expect(try await iterator.next() == nil)
            #expect(try await iterator.next() == nil)
            #expect(try await socket.receive() == .binary([1]))
            await peer.send(.close(1000))
            #expect(try await socket.nextReader() == nil)
        }
    }

    @Test(
        "messages of all sizes come out, compressed or not, however they are cut",
        arguments: WebSocketRole.allCases,
        extensions
    )
    func sizes(role: WebSocketRole, extensions: String?) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: extensions) { socket, peer async throws in
            var generator = SeededGenerator(seed: 3)
            let messages = [0, 1, 3000, 65_536, 65_537, 300_000, 1 << 20].map { size in
                [UInt8](
                    generator.bytes(count: size / 10 + 1).flatMap { [UInt8](repeating: $0, count: 10) }.prefix(size)
                )
            }
            let receiving = Task {
                var received: [[UInt8]] = []
                while let reader = try await socket.nextReader() { received.append(try await Self.joined(reader)) }
                return received
            }
            for message in messages {
                for size in [100, 5000, .max >> 1] where message.count / size < 2000 {
                    await peer.send(self.frames(message, cutTo: size, extensions).bytes(from: peer.role))
                }
            }
            await peer.send(.close(1000))
            let received = try await receiving.value
            let expected = messages.flatMap { message in
                [[UInt8]](repeating: message, count: [100, 5000, .max >> 1].count { message.count / $0 < 2000 })
            }
            let isSame = received == expected
            #expect(isSame)
        }
    }

    @Test(
        "a message that has begun, or come, before it is asked for is received from its beginning",
        arguments: WebSocketRole.allCases,
        extensions
    )
    func early(role: WebSocketRole, extensions: String?) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: extensions) { socket, peer async throws in
            let message = Array(String(repeating: "some words ", count: 100).utf8)
            let parts = self.frames(message, cutTo: extensions == nil ? 700 : 10, extensions, opcode: 1)
            await peer.send(
                (self.frames(message, cutTo: .max >> 1, extensions) + parts.dropLast(2)).bytes(from: peer.role)
            )
            for _ in 0..<parts.count / 2 { #expect(try await peer.receive() == .pong()) }
            let first = try #require(try await socket.nextReader())
            #expect(first.kind == .binary)
            #expect(try await Self.joined(first) == message)
            let reading = Task { try await socket.nextReader() }
            await peer.send(Array(parts.suffix(2)).bytes(from: peer.role))
            let second = try #require(try await reading.value)
            #expect(second.kind == .text)
            #expect(try await Self.joined(second) == message)
        }
    }

    @Test(
        "what is left of a message is discarded when the next is asked for",
        arguments: WebSocketRole.allCases,
        extensions
    )
    func abandoned(role: WebSocketRole, extensions: String?) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: extensions) { socket, peer async throws in
            let hello = Array("Hello".utf8)
            let parts = self.frames(hello, cutTo: 2, extensions, opcode: 1)
            // Refers to what is discarded.
            let again =
                extensions == Self.takeover
                ? WireFrame(opcode: 1, payload: .compressedHelloAgain).compressed : WireFrame.text("Hello")
            for round in 0..<3 {
                let reading = Task { try await socket.nextReader() }
                await peer.send(Array(parts.prefix(2)).bytes(from: peer.role))
                var reader = try await reading.value
                #expect(reader != nil)
                if round == 1 { reader = nil }
                let next = Task {
                    round == 2
                        ? try await Self.joined(#require(try await socket.nextReader()))
                        : Array(try await socket.receive().text.utf8)
                }
                await peer.send((parts.dropFirst(2) + [again]).bytes(from: peer.role))
                #expect(try await next.value == hello)
                if let reader {
                    await expectFailure(.concurrentReceive) { try await Self.joined(reader) }
                }
            }
        }
    }

    @Test("a wait that is cancelled loses nothing", arguments: WebSocketRole.allCases, extensions)
    func cancelled(role: WebSocketRole, extensions: String?) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: extensions) { socket, peer async throws in
            let message = Array("some words".utf8)
            let parts = self.frames(message, cutTo: 3, extensions)
            let waiting = Task { try await socket.nextReader() }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { _ = try await waiting.value }
            await peer.send(Array(parts.prefix(2)).bytes(from: peer.role))
            #expect(try await peer.receive() == .pong())
            let reading = Task { try await socket.nextReader() }
            await peer.send(Array(parts[2...3]).bytes(from: peer.role))
            let reader = try #require(try await reading.value)
            let piece = Task { try await Self.joined(reader) }
            piece.cancel()
            await #expect(throws: CancellationError.self) { _ = try await piece.value }
            await peer.send(.close(1000))
        }
    }

    @Test(
        "a connection that ends within a message is an error, behind the pieces before",
        arguments: WebSocketRole.allCases
    )
    func lost(role: WebSocketRole) async throws {
        for (frames, code) in [
            ([] as [WireFrame], WebSocket.Error.Code.connectionLost), ([.close(1000)], .closed),
            ([.close(4000)], .closedByPeer),
            ([.text("within")], .protocolViolation),
        ] {
            try await withSocket(as: role) { socket, peer async throws in
                let reading = Task { try await socket.nextReader() }
                await peer.send(WireFrame.text("half").notFinal)
                let reader = try #require(try await reading.value)
                let iterator = reader.makeAsyncIterator()
                #expect(try await iterator.next() == Array("half".utf8))
                await peer.send(frames.bytes(from: peer.role))
                if frames.isEmpty { await peer.endOutput() }
                await expectFailure(code) { try await iterator.next() }
            }
        }
    }

    @Test(
        "bad data fails the connection when it is come upon",
        arguments: WebSocketRole.allCases,
        [
            ([UInt8](repeating: 0, count: 2 << 20).compressed, 2, 1009), ([0xF2, 0x48, 0x07], 2, 1007),
            ([0x61, 0xFF].compressed, 1, 1007), ([0xE2, 0x82].compressed, 1, 1007), ([0xF2, 0x48, 0xCD], 1, 1007),
        ] as [([UInt8], UInt8, UInt16)]
    )
    func bad(role: WebSocketRole, message: (payload: [UInt8], opcode: UInt8, code: UInt16)) async throws {
        for extensions in Self.extensions.compactMap(\.self) {
            try await withSocket(as: role, compression: .enabled, extensions: extensions) { socket, peer async throws in
                let middle = message.payload.count / 2
                await peer.send(
                    WireFrame(opcode: message.opcode, payload: Array(message.payload[..<middle]), isFinal: false)
                        .compressed,
                    .continuation(Array(message.payload[middle...]))
                )
                let error = await expectFailure(message.code == 1009 ? .messageTooBig : .protocolViolation) {
                    let reader = try #require(try await socket.nextReader())
                    _ = try await Self.joined(reader)
                }
                #expect(error?.closeCode?.rawValue == message.code)
                #expect(try await peer.receiveToEnd().last == .close(message.code))
            }
        }
    }

    @Test("a reader that takes nothing holds the peer back", arguments: WebSocketRole.allCases)
    func backpressure(role: WebSocketRole) async throws {
        var configuration = WebSocket.Configuration.patient
        configuration.maxMessageSize = 1 << 30
        try await withSocket(as: role, configuration) { socket, peer async throws in
            let piece = WireFrame.continuation([UInt8](repeating: 1, count: 1 << 20)).notFinal
            let reading = Task { try await socket.nextReader() }
            await peer.send(WireFrame.binary([1]).notFinal)
            let reader = try #require(try await reading.value)
            // More than the kernel and the connection hold.
            for _ in 0..<64 { await peer.send(piece) }
            await peer.send(.continuation())
            while await peer.pendingOutput == 0 { await Task.yield() }
            var size = 0
            for try await piece in reader { size += piece.count }
            #expect(size == 64 << 20 + 1)
            #expect(await peer.pendingOutput == 0)
        }
    }

    @Test("messages can be joined to one stream, however they are cut", arguments: WebSocketRole.allCases)
    func concatenated(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            let joined = Task {
                var bytes: [UInt8] = []
                while let reader = try await socket.nextReader() {
                    for try await piece in reader { bytes += piece }
                    bytes.append(UInt8(ascii: "|"))
                }
                return bytes
            }
            await peer.send(.text("one"), WireFrame.binary(Array("t".utf8)).notFinal, .ping())
            await peer.send(WireFrame.continuation().notFinal, .continuation(Array("wo".utf8)), .text(""), .text("4"))
            await peer.send(.close(1000))
            #expect(try await joined.value == Array("one|two||4|".utf8))
        }
    }

    @Test("a wait for the next message that is over in time loses nothing", arguments: WebSocketRole.allCases)
    func timeout(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            await expectFailure(.timedOut) { try await socket.nextReader(timeout: .milliseconds(1)) }
            let reading = Task { try await socket.nextReader(timeout: .seconds(1000)) }
            await peer.send(WireFrame.text("a").notFinal, .continuation(Array("b".utf8)), .text("c"))
            #expect(try await Self.joined(#require(try await reading.value)) == Array("ab".utf8))
            #expect(try await socket.receive(timeout: .zero) == .text("c"))
            await expectFailure(.timedOut) { try await socket.nextReader(timeout: .zero) }
            await expectFailure(.timedOut) { try await socket.receive(json: Int.self, timeout: .zero) }
            await peer.send(.text("1"))
            #expect(try await socket.receive(json: Int.self, timeout: .seconds(1000)) == 1)
        }
    }
}

extension WebSocket.Message {
    /// The text, or a note that it is none.
    fileprivate var text: String {
        switch self {
        case .text(let text): text
        case .binary: "binary"
        }
    }
}
