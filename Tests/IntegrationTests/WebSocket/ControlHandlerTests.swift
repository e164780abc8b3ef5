//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import Testing
import WebSockets

/// What handlers were told, in order.
private final class Log: Sendable {
    private let entries = Mutex<[String]>([])

    func add(_ entry: String) {
        self.entries.withLock { $0.append(entry) }
    }

    var all: [String] { self.entries.withLock { $0 } }
}

@Suite("ping, pong and close handlers", .timeLimit(.minutes(1)))
struct ControlHandlerTests {
    @Test("pings and pongs are told in order, whether or not anybody receives", arguments: WebSocketRole.allCases)
    func pingsAndPongs(role: WebSocketRole) async throws {
        let log = Log()
        try await withSocket(as: role) { socket, peer async throws in
            await socket.onPing { payload, _ in log.add("ping \(payload)") }
            await socket.onPong { payload, _ in log.add("pong \(payload)") }
            await peer.send(.ping([1]), .pong([2, 3]), .ping(), .text("end"))
            #expect(try await socket.receive() == .text("end"))
            #expect(log.all == ["ping [1]", "pong [2, 3]", "ping []"])
            #expect(try await peer.receive() == .pong([1]))
            #expect(try await peer.receive() == .pong())

            await socket.onPing(nil)
            await peer.send(.ping([4]), .pong([5]), .text("end"))
            #expect(try await socket.receive() == .text("end"))
            #expect(log.all.suffix(2) == ["ping []", "pong [5]"])
            #expect(try await peer.receive() == .pong([4]))
        }
    }

    @Test("a handler may send, and close")
    func sending() async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            await socket.onPing { payload, socket in _ = try? socket.enqueue(payload) }
            await socket.onPong { _, socket in socket.closeNow() }
            await peer.send(.ping([7]))
            #expect(try await peer.receive() == .pong([7]))
            #expect(try await peer.receive() == .binary([7]))
            await peer.send(.pong(), .ping([8]), .text("lost"))
            #expect(try await peer.receiveToEnd() == [])
            await expectFailure(.closed) { try await socket.receive() }
        }
    }

    @Test(
        "the peer's Close is told once, before the messages in front of it are received",
        arguments: WebSocketRole.allCases
    )
    func close(role: WebSocketRole) async throws {
        let log = Log()
        let (closes, closed) = AsyncStream<Void>.makeStream()
        try await withSocket(as: role) { socket, peer async throws in
            await socket.onClose { code, reason, _ in
                log.add("\(code.rawValue) \(reason)")
                closed.yield()
            }
            await peer.send(.text("last"), .close(4001, "bye"))
            for await _ in closes { break }
            #expect(await socket.closeCode?.rawValue == 4001)
            #expect(try await socket.receive() == .text("last"))
            await expectFailure(.closedByPeer) { try await socket.receive() }
            #expect(try await peer.receive() == .close(4001))
            await peer.endOutput()
            try await socket.close()
            #expect(log.all == ["4001 bye"])
        }
    }

    @Test("a connection that ends without a Close is told with 1006", arguments: WebSocketRole.allCases)
    func lost(role: WebSocketRole) async throws {
        let log = Log()
        try await withSocket(as: role) { socket, peer async throws in
            await socket.onClose { code, reason, _ in log.add("\(code.rawValue) \(reason)") }
            await peer.close()
            await expectFailure(.connectionLost) { try await socket.receive() }
            #expect(log.all == ["1006 "])
        }
    }

    @Test("the answer to our own Close is told too, and who comes late is told at once")
    func ourClose() async throws {
        let log = Log()
        try await withSocket(as: .server) { socket, peer async throws in
            await socket.onClose { code, _, _ in log.add("first \(code.rawValue)") }
            async let closed: Void = socket.close(code: .goingAway)
            #expect(try await peer.receive() == .close(1001))
            await peer.send(.close(1001))
            await peer.endOutput()
            try await closed
            #expect(log.all == ["first 1001"])
            await socket.onClose { code, _, _ in log.add("late \(code.rawValue)") }
            #expect(log.all == ["first 1001", "late 1001"])
        }
    }
}
