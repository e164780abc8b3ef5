//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSockets

@Suite("receive()", .timeLimit(.minutes(1)))
struct ReceivingTests {
    @Test("messages come whole and in order, however they are fragmented", arguments: [WebSocketRole.server, .client])
    func order(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            await peer.send(.text("one"), .binary([2]), .text("").notFinal, .ping(), .continuation(Array("three".utf8)))
            await peer.send(.text("é").notFinal, .continuation().notFinal, .continuation(Array("!".utf8)), .binary([]))
            #expect(try await socket.receive() == .text("one"))
            #expect(try await socket.receive() == .binary([2]))
            #expect(try await socket.receive() == .text("three"))
            #expect(try await socket.receive() == .text("é!"))
            #expect(try await socket.receive() == .binary([]))
        }
    }

    @Test("a cancelled wait leaves the next message to the next call", arguments: [WebSocketRole.server, .client])
    func cancellation(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer in
            await socket.run { socket in
                let waiting = Task { try await socket.receive() }
                await Task.yield()
                waiting.cancel()
                await #expect(throws: CancellationError.self) { try await waiting.value }
            }
            await peer.send(.text("after"))
            #expect(try await socket.receive() == .text("after"))
            try await socket.send("good")
            #expect(try await peer.receive() == .text("good"))
        }
    }

    @Test("a task that is cancelled already does not wait")
    func cancelledBefore() async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            let task = Task {
                // The task is not used beyond the call.
                unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                return try await socket.receive()
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            await peer.send(.text("after"))
            #expect(try await socket.receive() == .text("after"))
        }
    }

    @Test("no message is lost between a cancellation and its arrival")
    func cancellationRace() async throws {
        let count = 500
        try await withSocket(as: .server) { socket, peer in
            var received: [WebSocket.Message] = []
            for number in 0..<count {
                let waiting = Task { try await socket.receive() }
                async let sent: Void = peer.send(.text("\(number)"))
                async let cancelled: Void = waiting.cancel()
                _ = await (sent, cancelled)
                do {
                    received.append(try await waiting.value)
                } catch is CancellationError {}
            }
            while received.count < count {
                received.append(try await socket.receive())
            }
            #expect(received == (0..<count).map { .text("\($0)") })
        }
    }

    @Test("time that runs out leaves the connection good", arguments: [WebSocketRole.server, .client])
    func timeout(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            await expectFailure(.timedOut) { try await socket.receive(timeout: .milliseconds(30)) }
            await expectFailure(.timedOut) { try await socket.receive(timeout: .zero) }
            await peer.send(.text("after"))
            #expect(try await socket.receive(timeout: .seconds(50)) == .text("after"))
            #expect(await socket.isOpen)
        }
    }

    @Test("a second task that receives is told so, and the first is unharmed")
    func concurrentReceive() async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            try await socket.run { socket async throws in
                let first = Task { try await socket.receive() }
                await Task.yield()
                await expectFailure(.concurrentReceive) { try await socket.receive() }
                await expectFailure(.concurrentReceive) { try await socket.receive(timeout: .zero) }
                await expectFailure(.concurrentReceive) { try await socket.forEachMessage { _, _ in } }
                await peer.send(.text("first"))
                #expect(try await first.value == .text("first"))
            }
        }
    }

    @Test("messages are kept for an application that is not there yet")
    func inbox() async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            for number in 0..<1000 {
                await peer.send(.text("\(number)"))
            }
            await peer.send(.ping())
            #expect(try await peer.receive() == .pong())
            var number = 0
            while number < 1000 {
                #expect(try await socket.receive() == .text("\(number)"))
                number += 1
            }
        }
    }
}
