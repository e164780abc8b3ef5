//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import Testing
import WebSockets

@Suite("forEachMessage()", .timeLimit(.minutes(1)))
struct FastLaneTests {
    private static let echo: @Sendable (borrowing WebSocket.MessageView, isolated WebSocket) throws -> Void = {
        message,
        socket in
        try socket.enqueue(message)
    }

    private struct Enough: Error {}

    @Test("messages are seen whole, however they arrive", arguments: [1, 7, 100, 1000])
    func split(size: Int) async throws {
        let messages = [0, 1, 125, 126, 300].map { String(repeating: "é", count: $0) }
        let frames = messages.flatMap { text -> [WireFrame] in
            // Each as one frame, and in two fragments cut within a character.
            let bytes = Array(text.utf8)
            let middle = bytes.count / 4 * 2 + (bytes.isEmpty ? 0 : 1)
            let first = WireFrame(opcode: 1, payload: Array(bytes[..<middle]), isFinal: false)
            return [.text(text), first, .ping(), .continuation(Array(bytes[middle...]))]
        }
        try await withSocket(as: .server) { socket, peer async throws in
            let receiving = Task {
                try await socket.forEachMessage { message, socket in try socket.enqueue(message.text ?? "not text") }
            }
            let bytes = frames.bytes(from: .client)
            for start in stride(from: 0, to: bytes.count, by: size) {
                await peer.send(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            for text in messages {
                for _ in 0..<2 {
                    var frame = try await peer.receive()
                    while frame?.opcode == 10 { frame = try await peer.receive() }
                    #expect(frame == .text(text))
                }
            }
            await peer.send(.close(1000))
            try await receiving.value
        }
    }

    @Test(
        "an error of the body ends the iteration, and the connection is still good",
        arguments: [WebSocketRole.server, .client]
    )
    func bodyThrows(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            let receiving = Task {
                try await socket.forEachMessage { message, _ in
                    if message.text == "2" { throw Enough() }
                }
            }
            await peer.send(.text("1"), .text("2"), .text("3"), .text("4"))
            await #expect(throws: Enough.self) { try await receiving.value }
            #expect(try await socket.receive() == .text("3"))
            await #expect(throws: Enough.self) { try await socket.forEachMessage { _, _ in throw Enough() } }
            try await socket.send("good")
            #expect(try await peer.receive() == .text("good"))
        }
    }

    @Test("cancelling ends the iteration, and the connection is still good")
    func cancellation() async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            let receiving = Task { try await socket.forEachMessage(Self.echo) }
            await peer.send(.text("1"))
            #expect(try await peer.receive() == .text("1"))
            receiving.cancel()
            await #expect(throws: CancellationError.self) { try await receiving.value }
            await peer.send(.text("2"))
            #expect(try await socket.receive() == .text("2"))
        }
    }

    @Test("nothing is lost when the lanes take turns")
    func handingOver() async throws {
        let count = 2000
        try await withSocket(as: .server) { socket, peer async throws in
            async let sent: Void = {
                for number in 0..<count { await peer.send(.text("\(number)")) }
            }()
            let received = Mutex<[String]>([])
            while received.withLock({ $0.count }) < count {
                guard case .text(let text) = try await socket.receive() else { break }
                let next = received.withLock { received in
                    received.append(text)
                    return received.count
                }
                guard next < count else { break }
                await #expect(throws: Enough.self) {
                    try await socket.forEachMessage { message, _ in
                        let text = message.text ?? "not text"
                        received.withLock { $0.append(text) }
                        if text.hasSuffix("3") || text.hasSuffix("7") || text == "\(count - 1)" { throw Enough() }
                    }
                }
            }
            await sent
            #expect(received.withLock { $0 } == (0..<count).map { "\($0)" })
        }
    }

    /// How the connection ends.
    static let ends: [(frame: WireFrame, code: WebSocket.Error.Code?)] = [
        (.close(1000), nil), (.close, nil), (.close(4000), .closedByPeer), (WireFrame(opcode: 3), .protocolViolation),
    ]

    @Test("the end comes after the messages before it", arguments: ends)
    func end(frame: WireFrame, code: WebSocket.Error.Code?) async throws {
        let (ends, ended) = AsyncStream<WebSocket.Error.Code?>.makeStream()
        let handler: WebSocket.Handler = { socket in
            do {
                try await socket.forEachMessage(Self.echo)
                ended.yield(nil)
            } catch let error as WebSocket.Error {
                ended.yield(error.code)
            }
        }
        try await withHandler(handler, .patient) { address in
            let peer = try await FramePeer(dialing: address)
            await peer.send(.text("1"), .text("2"), frame, .text("3"))
            #expect(try await peer.receive() == .text("1"))
            #expect(try await peer.receive() == .text("2"))
            #expect(try await peer.receive()?.opcode == 8)
            #expect(try await peer.receive() == nil)
            var iterator = ends.makeAsyncIterator()
            #expect(await iterator.next() == code)
        }
    }

    @Test(
        "more small messages than the output holds are answered from one segment",
        arguments: [WebSocketRole.server, .client]
    )
    func burst(role: WebSocketRole) async throws {
        let payload = [UInt8](repeating: 1, count: 100)
        let count = 2500
        try await withSocket(as: role) { socket, peer in
            async let received: Void = socket.forEachMessage(Self.echo)
            await peer.send([WireFrame](repeating: .binary(payload), count: count).bytes(from: peer.role))
            for _ in 0..<count { try #require(try await peer.receive()?.payload == payload) }
            await peer.send(.close(1000))
            #expect(try await peer.receive() == .close(1000))
            await peer.endOutput()
            try await received
        }
    }

    @Test("a peer that sends and never reads is not read from", arguments: [5000, 100_000])
    func backpressure(size: Int) async throws {
        let configuration = WebSocket.Configuration.patient
        let count = (16 << 20) / size
        try await withSocket(as: .server, configuration) { socket, peer in
            let most = Mutex(0)
            let (fulls, full) = AsyncStream<Void>.makeStream()
            let receiving = Task {
                try await socket.forEachMessage { message, socket in
                    try socket.enqueue(message)
                    most.withLock { $0 = max($0, socket.pendingOutput) }
                    if socket.pendingOutput > configuration.highWaterMark { full.yield() }
                }
            }
            await peer.setReading(false)
            let frames = [WireFrame](repeating: .binary([UInt8](repeating: 1, count: size)), count: count)
            let bytes = frames.bytes(from: .client)
            await peer.send(bytes)
            for await _ in fulls { break }
            // It is full again and again, as the kernel takes some; in the end nothing moves but what the peer reads.
            for _ in 0..<100 { _ = await socket.pendingOutput }
            #expect(await peer.pendingOutput > 0)
            await peer.setReading(true)
            for _ in 0..<count { try #require(try await peer.receive()?.payload.count == size) }
            await peer.send(.close(1000))
            try await receiving.value
            #expect(most.withLock { $0 } <= configuration.highWaterMark + size + 14)
        }
    }

    @Test("a connection that ends while messages wait for a full output ends the iteration", arguments: [false, true])
    func endWhileFull(isReset: Bool) async throws {
        var configuration = WebSocket.Configuration.patient
        configuration.closeTimeout = .milliseconds(100)
        try await withSocket(as: .server, configuration) { socket, peer in
            await peer.setReading(false)
            let (fulls, full) = AsyncStream<Void>.makeStream()
            let receiving = Task {
                try await socket.forEachMessage { message, socket in
                    if message.kind == .text {
                        try socket.enqueue([UInt8](repeating: 0, count: 12 << 20))
                        full.yield()
                    } else if socket.isOpen {
                        try socket.enqueue(message)
                    }
                }
            }
            await peer.send(.text("fill"), .binary([1]), .binary([2]))
            for await _ in fulls { break }
            if isReset {
                await peer.close()
            } else {
                await socket.closeNow()
            }
            if isReset {
                await expectFailure(.connectionLost) { try await receiving.value }
            } else {
                try await receiving.value
            }
        }
    }

    @Test("a cancelled iteration does not keep the connection from reading while the output is full")
    func cancellationWhileFull() async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            await peer.setReading(false)
            let (fulls, full) = AsyncStream<Void>.makeStream()
            let receiving = Task {
                try await socket.forEachMessage { _, socket in
                    try socket.enqueue([UInt8](repeating: 0, count: 12 << 20))
                    full.yield()
                }
            }
            await peer.send(.text("fill"))
            for await _ in fulls { break }
            receiving.cancel()
            await #expect(throws: CancellationError.self) { try await receiving.value }
            await peer.send(.text("after"))
            #expect(try await socket.receive() == .text("after"))
        }
    }
}
