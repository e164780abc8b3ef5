//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import TestSupport
import Testing
import WebSockets

@Suite("receiving compressed messages", .timeLimit(.minutes(1)))
struct CompressedReceivingTests {
    /// Sends frames to a connection, however cut, and expects that it receives the messages.
    private func expect(
        _ messages: [WebSocket.Message],
        of frames: [WireFrame],
        as role: WebSocketRole,
        in lane: Lane,
        cutTo size: Int = .max,
        extensions: String = "permessage-deflate"
    ) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: extensions) { socket, peer async throws in
            let received = Mutex<[WebSocket.Message]>([])
            let receiving = Task {
                switch lane {
                case .async:
                    for try await message in socket { received.withLock { $0.append(message) } }
                case .fast:
                    try await socket.forEachMessage { view, _ in
                        let message = view.message
                        received.withLock { $0.append(message) }
                    }
                }
            }
            let bytes = (frames + [.close(1000)]).bytes(from: peer.role)
            var position = 0
            while position < bytes.count {
                let end = min(bytes.count, position + min(size, bytes.count))
                await peer.send(Array(bytes[position..<end]))
                position = end
            }
            try await receiving.value
            #expect(received.withLock { $0 } == messages)
        }
    }

    @Test(
        "all kinds come out, between others that are not compressed, however the bytes are cut",
        arguments: WebSocketRole.allCases,
        Lane.allCases
    )
    func kinds(role: WebSocketRole, lane: Lane) async throws {
        let numbers = (0..<3000).map { UInt8(truncatingIfNeeded: $0) }
        let frames: [WireFrame] = [
            WireFrame(opcode: 1, payload: .compressedHello).compressed,
            WireFrame(opcode: 1, payload: .compressedHelloAgain).compressed,
            .text("plain"),
            // Empty, and behind a block that is marked as the last (RFC 7692 §7.2.3.4, §7.2.3.6).
            WireFrame(opcode: 2, payload: [0x00]).compressed,
            WireFrame(opcode: 1, payload: [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00]).compressed,
            WireFrame(opcode: 2, payload: numbers.compressed).compressed,
        ]
        let messages: [WebSocket.Message] = [
            .text("Hello"), .text("Hello"), .text("plain"), .binary([]), .text("Hello"), .binary(numbers),
        ]
        for size in [1, 3, .max] {
            try await self.expect(messages, of: frames, as: role, in: lane, cutTo: size)
        }
    }

    @Test(
        "fragments are joined, with control frames and empty ones between",
        arguments: WebSocketRole.allCases,
        Lane.allCases
    )
    func fragments(role: WebSocketRole, lane: Lane) async throws {
        let hello = [UInt8].compressedHello
        for cut in 0...hello.count {
            let frames: [WireFrame] = [
                WireFrame(opcode: 1, payload: Array(hello[..<cut]), isFinal: false).compressed,
                .ping([1]), .continuation().notFinal, .pong([2]),
                .continuation(Array(hello[cut...])),
                WireFrame(opcode: 1, payload: .compressedHelloAgain).compressed,
            ]
            for size in [1, .max] {
                try await self.expect([.text("Hello"), .text("Hello")], of: frames, as: role, in: lane, cutTo: size)
            }
        }
    }

    @Test("without context takeover each message begins anew", arguments: WebSocketRole.allCases, Lane.allCases)
    func withoutTakeover(role: WebSocketRole, lane: Lane) async throws {
        let text = String(repeating: "the same words ", count: 200)
        let frame = WireFrame(opcode: 1, payload: Array(text.utf8).compressed).compressed
        try await self.expect(
            [WebSocket.Message](repeating: .text(text), count: 5),
            of: [WireFrame](repeating: frame, count: 5),
            as: role,
            in: lane,
            extensions: "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
        )
    }

    @Test("messages that nobody waits for are kept in order, compressed or not", arguments: WebSocketRole.allCases)
    func waiting(role: WebSocketRole) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: "permessage-deflate") {
            socket,
            peer async throws in
            await peer.send(
                WireFrame(opcode: 1, payload: .compressedHello).compressed,
                .text("1"),
                WireFrame(opcode: 1, payload: .compressedHelloAgain).compressed,
                .text("2"),
                .ping()
            )
            #expect(try await peer.receive() == .pong())
            for text in ["Hello", "1", "Hello", "2"] {
                #expect(try await socket.receive() == .text(text))
            }
        }
    }

    @Test("the largest limit there is holds no trap", arguments: WebSocketRole.allCases)
    func largestLimit(role: WebSocketRole) async throws {
        var configuration = WebSocket.Configuration.patient
        configuration.maxMessageSize = .max
        let extensions = "permessage-deflate"
        try await withSocket(as: role, configuration, compression: .enabled, extensions: extensions) {
            socket,
            peer async throws in
            for _ in 0..<2 {
                await peer.send(WireFrame(opcode: 1, payload: .compressedHello).compressed)
            }
            #expect(try await socket.receive() == .text("Hello"))
            let reader = try #require(try await socket.nextReader())
            var received: [UInt8] = []
            for try await piece in reader { received += piece }
            #expect(received == Array("Hello".utf8))
        }
    }
}
