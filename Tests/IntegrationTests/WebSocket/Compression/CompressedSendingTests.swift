//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSockets

@Suite("sending compressed messages", .timeLimit(.minutes(1)))
struct CompressedSendingTests {
    private static let noTakeover = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"

    private let text = String(repeating: "to be, or not to be: ", count: 20)

    @Test("with context takeover a message refers to those before it", arguments: WebSocketRole.allCases)
    func takeover(role: WebSocketRole) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: "permessage-deflate") {
            socket,
            peer async throws in
            var history: [UInt8] = []
            var sizes: [Int] = []
            for message in [text, text, text + "that is the question"] {
                try await socket.send(message)
                let frame = try #require(try await peer.receive())
                #expect(frame.reservedBits == 4 && frame.isFinal && frame.opcode == 1)
                #expect(try frame.inflated(after: history) == Array(message.utf8))
                history += Array(message.utf8)
                sizes.append(frame.payload.count)
            }
            #expect(sizes[1] < sizes[0] / 2)
        }
    }

    @Test("without it each message stands alone, and none grows", arguments: WebSocketRole.allCases)
    func withoutTakeover(role: WebSocketRole) async throws {
        var generator = SeededGenerator(seed: 1)
        let random = generator.bytes(count: 1000)
        try await withSocket(as: role, compression: .enabled, extensions: Self.noTakeover) {
            socket,
            peer async throws in
            try await socket.send(text)
            try await socket.send(text)
            let first = try #require(try await peer.receive())
            #expect(try first.inflated() == Array(text.utf8))
            #expect(try await peer.receive() == first)
            try await socket.send(random)
            #expect(try await peer.receive() == .binary(random))
        }
    }

    @Test(
        "all sizes come through, from the minimum on compressed",
        arguments: WebSocketRole.allCases,
        ["permessage-deflate", noTakeover]
    )
    func sizes(role: WebSocketRole, extensions: String) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: extensions) { socket, peer async throws in
            var history: [UInt8] = []
            var generator = SeededGenerator(seed: 2)
            for size in [0, 1, 63, 64, 125, 126, 4000, 16_383, 16_384, 65_535, 65_536, 300_000] {
                // Half of the bits carry something, so that what results is about half as large.
                let message = generator.bytes(count: size).map { $0 & 0x0F }
                try await socket.send(message)
                let frame = try #require(try await peer.receive())
                #expect(frame.reservedBits == (size >= 64 ? 4 : 0), "\(size)")
                if frame.reservedBits == 4 {
                    let isSame = try frame.inflated(after: history) == message
                    #expect(isSame, "\(size)")
                    if extensions != Self.noTakeover { history += message }
                } else {
                    #expect(frame.payload == message)
                }
            }
        }
    }

    @Test("what is sent with compress: false goes as it is, and may come between", arguments: WebSocketRole.allCases)
    func compressFalse(role: WebSocketRole) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: "permessage-deflate") {
            socket,
            peer async throws in
            try await socket.send(text)
            try await socket.send(text, compress: false)
            try await socket.send(Array(text.utf8), compress: false)
            try await socket.enqueue(text, compress: false)
            try await socket.enqueue(Array(text.utf8), compress: false)
            try await socket.send(text)
            let first = try #require(try await peer.receive())
            #expect(try first.inflated() == Array(text.utf8))
            for frame in [WireFrame.text(text), .binary(Array(text.utf8)), .text(text), .binary(Array(text.utf8))] {
                #expect(try await peer.receive() == frame)
            }
            #expect(try await peer.receive()?.inflated(after: Array(text.utf8)) == Array(text.utf8))
        }
    }

    @Test("the level and the minimum size are those of the options", arguments: WebSocketRole.allCases)
    func options(role: WebSocketRole) async throws {
        var generator = SeededGenerator(seed: 3)
        let words = (0..<500).map { _ in "word\(Int.random(in: 0..<300, using: &generator))" }
        let message = words.joined(separator: " ")
        var sizes: [Int] = []
        for level in [1, 9] {
            let compression = WebSocket.Compression(level: level, minimumSize: 10)
            let size = try await withSocket(as: role, compression: compression, extensions: Self.noTakeover) {
                socket,
                peer async throws in
                try await socket.send(message)
                let frame = try #require(try await peer.receive())
                #expect(try frame.inflated() == Array(message.utf8))
                return frame.payload.count
            }
            sizes.append(size)
        }
        #expect(sizes[1] < sizes[0])
        try await withSocket(as: role, compression: WebSocket.Compression(minimumSize: 10), extensions: Self.noTakeover)
        {
            socket,
            peer async throws in
            try await socket.send("aaaaaaaaa")
            try await socket.send("aaaaaaaaaa")
            #expect(try await peer.receive() == .text("aaaaaaaaa"))
            #expect(try await peer.receive()?.reservedBits == 4)
        }
    }

    @Test(
        "the level may change between messages",
        arguments: WebSocketRole.allCases,
        ["permessage-deflate", noTakeover]
    )
    func level(role: WebSocketRole, extensions: String) async throws {
        var generator = SeededGenerator(seed: 6)
        let words = (0..<3000).map { _ in "word\(Int.random(in: 0..<300, using: &generator))" }
        let message = Array(words.joined(separator: " ").utf8)
        try await withSocket(as: role, compression: .enabled, extensions: extensions) { socket, peer async throws in
            var sizes: [Int] = []
            var history: [UInt8] = []
            for level in [1, 9, 6, 1] {
                await socket.setCompressionLevel(level)
                try await socket.send(message)
                let frame = try #require(try await peer.receive())
                #expect(try frame.inflated(after: history) == message)
                sizes.append(frame.payload.count)
                if extensions != Self.noTakeover { history += message }
            }
            #expect(sizes[1] < sizes[0])
            #expect(sizes[1] < sizes[3])
        }
    }

    @Test("a level beyond those that there are, as a request may ask for, counts as the nearest")
    func levelOutOfRange() async throws {
        try await withSocket(as: .server, compression: .enabled, extensions: Self.noTakeover) {
            socket,
            peer async throws in
            for (level, nearest) in [(0, 1), (Int.min, 1), (10, 9), (.max, 9)] {
                var frames: [WireFrame] = []
                for level in [level, nearest] {
                    await socket.setCompressionLevel(level)
                    try await socket.send(text)
                    frames.append(try #require(try await peer.receive()))
                }
                #expect(frames[0] == frames[1])
                #expect(try frames[0].inflated(after: []) == Array(text.utf8))
            }
        }
    }

    @Test("where nothing is compressed a level means nothing")
    func levelWithoutCompression() async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            await socket.setCompressionLevel(9)
            try await socket.send(text)
            #expect(try await peer.receive() == .text(text))
        }
    }

    @Test("the window that the peer asked for is honoured", arguments: WebSocketRole.allCases, 8...15)
    func window(role: WebSocketRole, bits: Int) async throws {
        var generator = SeededGenerator(seed: 4)
        let words = (0..<400).map { _ in generator.bytes(count: 12) }
        let messages = (0..<6).map { _ in
            (0..<1000).flatMap { _ in words[Int.random(in: 0..<words.count, using: &generator)] }
        }
        let parameter = role == .server ? "server_max_window_bits" : "client_max_window_bits"
        let extensions = "permessage-deflate; \(parameter)=\(bits)"
        try await withSocket(as: role, compression: .enabled, extensions: extensions) { socket, peer async throws in
            #expect(socket.deflateParameters?.maxWindowBits(role) == bits)
            var history: [UInt8] = []
            var greatest = 0
            for message in messages {
                try await socket.send(message)
                let frame = try #require(try await peer.receive())
                let reader = try DeflateReader(frame.payload + [0x00, 0x00, 0xFF, 0xFF], after: history)
                history = reader.output
                greatest = max(greatest, reader.maxDistance)
            }
            #expect(history == messages.flatMap { $0 })
            #expect(greatest <= 1 << bits)
            // It is made use of; what is looked ahead, 262 bytes, is a part of it.
            #expect(greatest > 1 << (min(bits, 12) - 2))
        }
    }

    @Test("a received message is sent on compressed anew", arguments: WebSocketRole.allCases)
    func echo(role: WebSocketRole) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: Self.noTakeover) {
            socket,
            peer async throws in
            let receiving = Task {
                try await socket.forEachMessage { message, socket in try socket.enqueue(message) }
            }
            let payload = Array(text.utf8)
            await peer.send(WireFrame(opcode: 1, payload: payload.compressed).compressed)
            #expect(try await peer.receive()?.inflated() == payload)
            await peer.send(.close(1000))
            try await receiving.value
        }
    }
}
