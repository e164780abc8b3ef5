//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketProtocol
import WebSockets

@Suite("the end of the messages", .timeLimit(.minutes(1)))
struct EndTests {
    /// A normal end: what the peer sends, and what we say of it.
    static let normalEnds: [(frame: WireFrame, code: UInt16, reason: String)] = [
        (.close(1000, "done"), 1000, "done"), (.close(1001), 1001, ""), (.close, 1005, ""),
    ]

    @Test("a normal close ends the sequence", arguments: normalEnds, [WebSocketRole.server, .client])
    func normal(end: (frame: WireFrame, code: UInt16, reason: String), role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer in
            await peer.send(.text("last"), end.frame)
            var messages: [WebSocket.Message] = []
            for try await message in socket { messages.append(message) }
            #expect(messages == [.text("last")])
            #expect(await socket.closeCode?.rawValue == end.code)
            #expect(await socket.closeReason == end.reason)
            #expect(try await peer.receive()?.payload == Array(end.frame.payload.prefix(2)))
            let error = await expectFailure(.closed) { try await socket.receive() }
            #expect(error?.closeCode?.rawValue == end.code)
        }
    }

    @Test(
        "another close code is thrown",
        arguments: [4000, 1011, 1008, 3000] as [UInt16],
        [WebSocketRole.server, .client]
    )
    func trouble(code: UInt16, role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            await peer.send(.text("last"), .close(code, "why"))
            #expect(try await socket.receive() == .text("last"))
            for _ in 0..<2 {
                let error = await expectFailure(.closedByPeer) { try await socket.receive() }
                #expect(error?.closeCode?.rawValue == code)
                #expect(error?.message.contains("why") == true)
            }
            #expect(await socket.closeCode?.rawValue == code)
            #expect(await socket.closeReason == "why")
        }
    }

    @Test("a reason cannot fool a log")
    func escapedReason() async throws {
        try await withSocket(as: .server) { socket, peer in
            await peer.send(.close(4000, "a\r\n\u{1B}[31mb"))
            let error = await expectFailure(.closedByPeer) { try await socket.receive() }
            #expect(error?.message.unicodeScalars.contains { $0.value < 32 } == false)
        }
    }

    /// How a connection ends without a closing handshake.
    enum Loss: CaseIterable {
        case end
        case endWithinFrame
        case reset
    }

    @Test(
        "a lost connection is thrown, after the messages before",
        arguments: Loss.allCases,
        [WebSocketRole.server, .client]
    )
    func lost(loss: Loss, role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer in
            await peer.send(.text("last"), .ping())
            #expect(try await peer.receive() == .pong())
            switch loss {
            case .end:
                await peer.endOutput()
            case .endWithinFrame:
                await peer.send([UInt8](WireFrame.text("not whole").bytes(from: peer.role).dropLast()))
                await peer.endOutput()
            case .reset:
                // Closing with something unread makes the kernel reset the connection.
                await peer.setReading(false)
                try await socket.send("never read")
                _ = await socket.pendingOutput
                await peer.close()
            }
            #expect(try await socket.receive() == .text("last"))
            for _ in 0..<2 {
                let error = await expectFailure(.connectionLost) { try await socket.receive() }
                #expect(error?.closeCode == .abnormalClosure)
            }
            #expect(await socket.closeCode == .abnormalClosure)
            #expect(await socket.isOpen == false)
        }
    }

    @Test("a waiting task learns of the end", arguments: Loss.allCases)
    func waiting(loss: Loss) async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            await peer.setReading(false)
            try await socket.send("never read")
            await socket.run { socket in
                let waiting = Task { try await socket.receive() }
                await Task.yield()
                switch loss {
                case .end:
                    await peer.endOutput()
                case .endWithinFrame:
                    await peer.send([0x81])
                    await peer.endOutput()
                case .reset:
                    await peer.close()
                }
                await expectFailure(.connectionLost) { try await waiting.value }
            }
        }
    }

    @Test("messages before a violation are received, then the violation", arguments: [WebSocketRole.server, .client])
    func violation(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            await peer.send(.text("1"), .text("2"), WireFrame(opcode: 3), .text("3"))
            #expect(try await socket.receive() == .text("1"))
            #expect(try await socket.receive() == .text("2"))
            let error = await expectFailure(.protocolViolation) { try await socket.receive() }
            #expect(error?.closeCode == .protocolError)
            #expect(error?.cause as? ProtocolViolation == .reservedOpcode(WebSocketOpcode(rawValue: 3)))
            #expect(try await peer.receiveToEnd() == [.close(1002)])
        }
    }
}
