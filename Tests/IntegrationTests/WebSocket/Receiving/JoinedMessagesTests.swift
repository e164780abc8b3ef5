//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSockets

@Suite("messages joined to one stream", .timeLimit(.minutes(1)))
struct JoinedMessagesTests {
    private static func all(_ messages: JoinedMessages) async throws -> String {
        var bytes: [UInt8] = []
        for try await piece in messages {
            #expect(!piece.isEmpty)
            bytes += piece
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("each is followed by the terminator, however it was cut", arguments: WebSocketRole.allCases, ["", "\r\n"])
    func joined(role: WebSocketRole, terminator: String) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            let all = Task { try await Self.all(socket.joinedMessages(terminator: terminator)) }
            await peer.send(.text("one"), WireFrame.binary(Array("t".utf8)).notFinal, .ping())
            await peer.send(WireFrame.continuation().notFinal, .continuation(Array("wo".utf8)), .text(""), .text("4"))
            await peer.send(.close(1000))
            #expect(try await all.value == ["one", "two", "", "4", ""].joined(separator: terminator))
        }
    }

    @Test("the stream begins before the first message is whole, and may be left between pieces")
    func pieces() async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            var pieces = socket.joinedMessages(terminator: "|").makeAsyncIterator()
            await peer.send(WireFrame.text("on").notFinal)
            #expect(try await pieces.next() == Array("on".utf8))
            await peer.send(.continuation(Array("e".utf8)), .text("two"))
            #expect(try await pieces.next() == Array("e".utf8))
            #expect(try await pieces.next() == Array("|".utf8))
            #expect(try await socket.receive() == .text("two"))
        }
    }

    @Test("it ends as the connection does")
    func failure() async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            let all = Task { try await Self.all(socket.joinedMessages()) }
            await peer.send(WireFrame.text("half").notFinal)
            await peer.close()
            await expectFailure(.connectionLost) { try await all.value }
        }
    }
}
