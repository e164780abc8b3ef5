//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSockets

@Suite("close()", .timeLimit(.minutes(1)))
struct ClosingTests {
    @Test(
        "performs the closing handshake, and both sides see code and reason",
        arguments: [WebSocketRole.server, .client]
    )
    func handshake(role: WebSocketRole) async throws {
        try await withSocket(as: role, .patient) { socket, peer in
            async let closed: Void = socket.close(code: CloseCode(rawValue: 4000), reason: "überdrüssig")
            #expect(try await peer.receive() == .close(4000, "überdrüssig"))
            #expect(await !socket.isOpen)
            await peer.send(.close(4000, "seen"))
            if role == .client {
                await peer.endOutput()
            }
            #expect(try await peer.receive() == nil)
            try await closed
            #expect(await socket.closeCode?.rawValue == 4000)
            #expect(await socket.closeReason == "seen")
            #expect(await socket.remoteAddress == nil)
        }
    }

    @Test("of both sides at once is one handshake", arguments: [WebSocketRole.server, .client])
    func crossing(role: WebSocketRole) async throws {
        try await withSocket(as: role, .patient) { socket, peer in
            await peer.send(.close(4001))
            if role == .client {
                await peer.endOutput()
            }
            try await socket.run { socket in
                // Whether ours goes out before the peer's comes in is open; either way there is one of each.
                try await socket.close(code: CloseCode(rawValue: 4002))
            }
            let frames = try await peer.receiveToEnd()
            #expect(frames == [.close(4002)] || frames == [.close(4001)])
            #expect(await socket.closeCode?.rawValue == 4001)
        }
    }

    @Test("between our server and our client ends both well", arguments: [WebSocketRole.server, .client])
    func bothOurs(closer: WebSocketRole) async throws {
        let (ends, ended) = AsyncStream<String>.makeStream()
        let code = CloseCode(rawValue: 3999)
        let handler: WebSocket.Handler = { socket in
            if closer == .server {
                try await socket.close(code: code, reason: "from the server")
            } else {
                await expectFailure(.closedByPeer) { try await socket.receive() }
            }
            ended.yield("\(socket.closeCode?.rawValue ?? 0) \(socket.closeReason)")
        }
        try await withHandler(handler) { address in
            try await Dialer().connect(to: "ws://\(address)/") { socket in
                if closer == .client {
                    try await socket.close(code: code, reason: "from the client")
                } else {
                    await expectFailure(.closedByPeer) { try await socket.receive() }
                }
                #expect(socket.closeCode == code)
                #expect(socket.closeReason == (closer == .server ? "from the server" : ""))
            }
            var iterator = ends.makeAsyncIterator()
            #expect(await iterator.next() == (closer == .client ? "3999 from the client" : "3999 "))
        }
    }

    static let invalidArguments: [(code: UInt16, reason: String)] =
        [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535].map { ($0, "") }
        + [(1000, String(repeating: "x", count: 124)), (1000, String(repeating: "é", count: 62))]

    @Test("with a code or reason that may not be sent throws and closes nothing", arguments: invalidArguments)
    func invalid(code: UInt16, reason: String) async throws {
        try await withSocket(as: .client) { socket, peer in
            await expectFailure(.invalidArgument) {
                try await socket.close(code: CloseCode(rawValue: code), reason: reason)
            }
            try await socket.send("still open")
            #expect(try await peer.receive() == .text("still open"))
        }
    }

    @Test("takes a reason of 123 bytes")
    func longestReason() async throws {
        try await withSocket(as: .server, .patient) { socket, peer async throws in
            let reason = String(repeating: "é", count: 61) + "!"
            async let closed: Void = socket.close(code: .goingAway, reason: reason)
            #expect(try await peer.receive() == .close(1001, reason))
            await peer.send(.close(1001))
            try await closed
        }
    }

    @Test("twice, and by many tasks, is fine")
    func twice() async throws {
        try await withSocket(as: .server, .patient) { socket, peer async throws in
            let closing = (0..<10).map { number in
                Task { try await socket.close(code: CloseCode(rawValue: UInt16(4000 + number))) }
            }
            let frame = try #require(try await peer.receive())
            #expect(frame.opcode == 8)
            await peer.send(frame)
            for task in closing { try await task.value }
            #expect(try await peer.receive() == nil)
            try await socket.close()
            await socket.closeNow()
            try await socket.close(code: .goingAway)
        }
    }

    @Test("a peer that never answers is dropped in time", arguments: [WebSocketRole.server, .client])
    func noAnswer(role: WebSocketRole) async throws {
        var configuration = WebSocket.Configuration()
        configuration.closeTimeout = .milliseconds(50)
        try await withSocket(as: role, configuration) { socket, peer async throws in
            try await socket.close()
            #expect(await socket.closeCode == .abnormalClosure)
            #expect(try await peer.receiveToEnd() == [.close(1000)])
        }
    }

    @Test("a server that closes and never ends its side is dropped in time")
    func noEnd() async throws {
        var configuration = WebSocket.Configuration()
        configuration.closeTimeout = .milliseconds(50)
        try await withSocket(as: .client, configuration) { socket, peer async throws in
            await peer.send(.close(1000))
            #expect(try await peer.receive() == .close(1000))
            try await socket.close()
            #expect(await socket.remoteAddress == nil)
            #expect(await socket.closeCode == .normalClosure)
        }
    }

    @Test("the server ends its side first, the client waits for that")
    func whoEndsFirst() async throws {
        try await withSocket(as: .server, .patient) { socket, peer async throws in
            await peer.send(.close(1000))
            #expect(try await peer.receive() == .close(1000))
            // The peer ends nothing before it has seen our end.
            #expect(try await peer.receive() == nil)
            await expectFailure(.closed) { try await socket.receive() }
        }
        try await withSocket(as: .client, .patient) { socket, peer async throws in
            await peer.send(.close(1000))
            #expect(try await peer.receive() == .close(1000))
            await expectFailure(.closed) { try await socket.receive() }
            #expect(await socket.remoteAddress != nil)
            await peer.endOutput()
            #expect(try await peer.receive() == nil)
        }
    }

    @Test("closeNow() drops the connection", arguments: [WebSocketRole.server, .client])
    func now(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            await peer.send(.text("before"), .ping())
            #expect(try await peer.receive() == .pong())
            await socket.closeNow()
            #expect(try await peer.receiveToEnd() == [])
            #expect(await socket.closeCode == .abnormalClosure)
            #expect(try await socket.receive() == .text("before"))
            await expectFailure(.closed) { try await socket.receive() }
        }
    }

    @Test("data behind a Close is ignored", arguments: [WebSocketRole.server, .client])
    func dataBehindClose(role: WebSocketRole) async throws {
        try await withSocket(as: role, .patient) { socket, peer in
            await peer.send(
                .text("before"),
                .close(1000),
                .text("behind"),
                .ping([1]),
                .close(4000),
                WireFrame(opcode: 3)
            )
            if role == .client {
                await peer.endOutput()
            }
            var messages: [WebSocket.Message] = []
            for try await message in socket { messages.append(message) }
            #expect(messages == [.text("before")])
            #expect(try await peer.receiveToEnd() == [.close(1000)])
            #expect(await socket.closeCode == .normalClosure)
        }
    }

    @Test("pings behind our own Close are not answered")
    func pingBehindOurClose() async throws {
        try await withSocket(as: .server, .patient) { socket, peer in
            async let closed: Void = socket.close()
            #expect(try await peer.receive() == .close(1000))
            await peer.send(.ping([1]), .text("late"), .close(1000))
            #expect(try await peer.receive() == nil)
            try await closed
        }
    }

    /// How a connection ended before it is used.
    enum Ending: CaseIterable {
        case close
        case closedByPeer
        case lost
        case now
    }

    @Test(
        "using a connection after its end throws, and never traps",
        arguments: Ending.allCases,
        [WebSocketRole.server, .client]
    )
    func useAfterEnd(ending: Ending, role: WebSocketRole) async throws {
        try await withSocket(as: role, .patient) { socket, peer in
            switch ending {
            case .close:
                async let closed: Void = socket.close()
                _ = try await peer.receive()
                await peer.send(.close(1000))
                await peer.endOutput()
                try await closed
            case .closedByPeer:
                await peer.send(.close(1000))
                _ = try await peer.receive()
                await peer.endOutput()
                try await socket.close()
            case .lost:
                await peer.close()
                await expectFailure(.connectionLost) { try await socket.receive() }
            case .now:
                await socket.closeNow()
            }
            await expectFailure(.closed) { try await socket.send("text") }
            await expectFailure(.closed) { try await socket.send([UInt8](repeating: 1, count: 100_000)) }
            await expectFailure(.closed) { try await socket.enqueue("text") }
            await expectFailure(.closed) { try await socket.enqueue([1]) }
            await expectFailure(.closed) { try await socket.ping() }
            await #expect(throws: (any Error).self) { try await socket.receive(timeout: .zero) }
            let isLost = ending == .lost
            await expectFailure(isLost ? .connectionLost : .closed) { try await socket.receive() }
            if isLost {
                await expectFailure(.connectionLost) { try await socket.forEachMessage { _, _ in } }
            } else {
                try await socket.forEachMessage { _, _ in }
                for try await _ in socket { Issue.record("There is no message.") }
            }
            try await socket.close()
            await socket.closeNow()
            #expect(await !socket.isOpen)
            #expect(await socket.pendingOutput == 0)
            #expect(await socket.localAddress == nil)
            #expect(await socket.closeCode != nil)
        }
    }
}
