//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSockets

@Suite("a peer that does not read", .timeLimit(.minutes(1)))
struct BackpressureTests {
    /// More than the kernel's buffers take, so that output is pending until the peer reads.
    private static let flood = [UInt8](repeating: 0, count: 12 << 20)

    /// Runs `body` with a server's socket whose output is full.
    private func withFullSocket(
        _ configuration: WebSocket.Configuration = .patient,
        as role: WebSocketRole = .server,
        _ body: @Sendable (WebSocket, FramePeer) async throws -> Void
    ) async throws {
        try await withSocket(as: role, configuration) { socket, peer async throws in
            await peer.setReading(false)
            try await socket.enqueue(Self.flood)
            // Asked from another thread, this is a turn of the loop later: what the kernel takes it has taken.
            _ = await socket.pendingOutput
            #expect(await socket.pendingOutput > configuration.maxPendingOutput)
            try await body(socket, peer)
        }
    }

    @Test("send suspends until the peer reads", arguments: [WebSocketRole.server, .client])
    func suspension(role: WebSocketRole) async throws {
        try await withFullSocket(as: role) { socket, peer async throws in
            let isSent = Flag()
            let sending = Task {
                try await socket.send("after")
                isSent.set()
            }
            let before = await socket.pendingOutput
            for _ in 0..<10 { _ = await socket.pendingOutput }
            #expect(await socket.pendingOutput == before)
            #expect(!isSent.isSet)
            await peer.setReading(true)
            try await sending.value
            #expect(try await peer.receive()?.payload.count == Self.flood.count)
            #expect(try await peer.receive() == .text("after"))
        }
    }

    @Test("a send that waits can be cancelled, and its message is not sent")
    func cancellation() async throws {
        try await withFullSocket { socket, peer async throws in
            let (first, cancelled, last) = await socket.run { socket in
                let first = Task { try await socket.send("first") }
                await Task.yield()
                let cancelled = Task { try await socket.send("cancelled") }
                await Task.yield()
                let last = Task { try await socket.send("last") }
                await Task.yield()
                return (first, cancelled, last)
            }
            cancelled.cancel()
            await #expect(throws: CancellationError.self) { try await cancelled.value }
            await peer.setReading(true)
            try await first.value
            try await last.value
            #expect(try await peer.receive()?.payload.count == Self.flood.count)
            #expect(try await peer.receive() == .text("first"))
            #expect(try await peer.receive() == .text("last"))
            #expect(await socket.isOpen)
        }
    }

    @Test("a message that is prepared for many waits too", arguments: WebSocketRole.allCases)
    func prepared(role: WebSocketRole) async throws {
        try await withFullSocket(as: role) { socket, peer async throws in
            let isSent = Flag()
            let sending = Task {
                try await socket.send(WebSocket.PreparedMessage("after"))
                isSent.set()
            }
            for _ in 0..<10 { _ = await socket.pendingOutput }
            #expect(!isSent.isSet)
            await peer.setReading(true)
            try await sending.value
            try await socket.send(WebSocket.PreparedMessage("last"))
            #expect(try await peer.receive()?.payload.count == Self.flood.count)
            #expect(try await peer.receive() == .text("after"))
            #expect(try await peer.receive() == .text("last"))
        }
    }

    @Test("a send that waits too long is given up, and the connection stays good")
    func timeout() async throws {
        try await withFullSocket { socket, peer async throws in
            await expectFailure(.timedOut) { try await socket.send(.text("late"), timeout: .milliseconds(20)) }
            await peer.setReading(true)
            #expect(try await peer.receive()?.payload.count == Self.flood.count)
            try await socket.send(.text("in time"), timeout: .seconds(50))
            #expect(try await peer.receive() == .text("in time"))
        }
    }

    @Test("with the policy to wait, enqueue throws and the connection stays good")
    func waitPolicy() async throws {
        var configuration = WebSocket.Configuration.patient
        configuration.slowConsumerPolicy = .wait
        try await withFullSocket(configuration) { socket, peer async throws in
            let before = await socket.pendingOutput
            await expectFailure(.sendBufferFull) { try await socket.enqueue("no") }
            #expect(await socket.pendingOutput == before)
            await peer.setReading(true)
            #expect(try await peer.receive()?.payload.count == Self.flood.count)
            #expect(try await socket.enqueue("yes") == .accepted)
            #expect(try await peer.receive() == .text("yes"))
        }
    }

    @Test("with the policy to drop, enqueue says what it dropped")
    func dropPolicy() async throws {
        var configuration = WebSocket.Configuration.patient
        configuration.slowConsumerPolicy = .drop
        try await withFullSocket(configuration) { socket, peer async throws in
            let before = await socket.pendingOutput
            for _ in 0..<1000 { #expect(try await socket.enqueue("no") == .dropped) }
            #expect(await socket.pendingOutput == before)
            await peer.setReading(true)
            #expect(try await peer.receive()?.payload.count == Self.flood.count)
            #expect(try await socket.enqueue("yes") == .accepted)
            #expect(try await peer.receive() == .text("yes"))
        }
    }

    @Test("with the policy to close, the peer sees 1008 behind what was accepted")
    func closePolicy() async throws {
        try await withFullSocket { socket, peer async throws in
            let error = await expectFailure(.slowConsumer) { try await socket.enqueue("no") }
            #expect(error?.closeCode == .policyViolation)
            await expectFailure(.closed) { try await socket.enqueue("no") }
            await expectFailure(.slowConsumer) { try await socket.receive() }
            await peer.setReading(true)
            #expect(try await peer.receive()?.payload.count == Self.flood.count)
            #expect(try await peer.receive() == .close(1008, "too slow"))
            #expect(try await peer.receive() == nil)
        }
    }

    @Test("a peer that never reads its 1008 is dropped after the time for closing")
    func closePolicyNeverRead() async throws {
        var configuration = WebSocket.Configuration.patient
        configuration.closeTimeout = .milliseconds(50)
        try await withFullSocket(configuration) { socket, _ in
            await expectFailure(.slowConsumer) { try await socket.enqueue("no") }
            try await socket.close()
            #expect(await !socket.isOpen)
            #expect(await socket.remoteAddress == nil)
        }
    }

    @Test("what waits to be sent exceeds its limits by no more than one message")
    func bounds() async throws {
        var configuration = WebSocket.Configuration.patient
        configuration.slowConsumerPolicy = .drop
        configuration.highWaterMark = 32 * 1024
        configuration.maxPendingOutput = 256 * 1024
        let size = 10_000
        try await withSocket(as: .server, configuration) { [configuration] socket, peer in
            await peer.setReading(false)
            let (sent, dropped, most) = try await socket.run { socket in
                var (sent, dropped, most) = (0, 0, 0)
                while dropped < 1000 {
                    switch try socket.enqueue([UInt8](repeating: 1, count: size)) {
                    case .accepted: sent += 1
                    case .dropped: dropped += 1
                    }
                    most = max(most, socket.pendingOutput)
                    if dropped > 0, sent < 100 { await Task.yield() }
                }
                return (sent, dropped, most)
            }
            #expect(dropped == 1000)
            #expect(most <= configuration.maxPendingOutput + size + 14)
            await peer.setReading(true)
            for _ in 0..<sent { try #require(try await peer.receive()?.payload.count == size) }
            // And with send: the high-water mark is the bound.
            await peer.setReading(false)
            let sending = Task {
                while true { try await socket.send([UInt8](repeating: 2, count: size)) }
            }
            for _ in 0..<500 {
                #expect(await socket.pendingOutput <= configuration.highWaterMark + size + 14)
            }
            sending.cancel()
            await #expect(throws: CancellationError.self) { try await sending.value }
        }
    }

    @Test("pings are answered by one pong to the last of them", arguments: [WebSocketRole.server, .client])
    func coalescedPongs(role: WebSocketRole) async throws {
        try await withFullSocket(as: role) { socket, peer in
            let before = await socket.pendingOutput
            for number in 0..<2000 {
                await peer.send(.ping([UInt8(number >> 8), UInt8(number & 0xFF)] + [UInt8](repeating: 0, count: 123)))
            }
            await peer.send(.text("after"))
            #expect(try await socket.receive() == .text("after"))
            #expect(await socket.pendingOutput <= before)
            await peer.setReading(true)
            #expect(try await peer.receive()?.payload.count == Self.flood.count)
            #expect(try await peer.receive()?.payload.prefix(2) == [UInt8(1999 >> 8), UInt8(1999 & 0xFF)])
            try await socket.send("last")
            #expect(try await peer.receive() == .text("last"))
        }
    }

    @Test("closing ends the wait of senders, and sends what was accepted before")
    func closingWithWaitingSends() async throws {
        try await withFullSocket { socket, peer in
            let sending = (0..<3).map { number in Task { try await socket.send("\(number)") } }
            for _ in 0..<3 { _ = await socket.pendingOutput }
            let closing = Task { try await socket.close(code: .goingAway, reason: "bye") }
            for task in sending { await expectFailure(.closed) { try await task.value } }
            await peer.setReading(true)
            #expect(try await peer.receive()?.payload.count == Self.flood.count)
            #expect(try await peer.receive() == .close(1001, "bye"))
            await peer.send(.close(1001))
            try await closing.value
        }
    }

    /// How a connection ends while a task waits to send.
    enum Ending: CaseIterable {
        case drop
        case end
        case reset
    }

    @Test("a sender that waits learns of the end", arguments: Ending.allCases)
    func lost(ending: Ending) async throws {
        try await withFullSocket { socket, peer in
            let sending = Task { try await socket.send("never") }
            _ = await socket.pendingOutput
            switch ending {
            case .drop: await socket.closeNow()
            case .end: await peer.endOutput()
            case .reset: await peer.close()
            }
            await expectFailure(.closed) { try await sending.value }
        }
    }
}
