//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WSTransport
import WebSockets

/// What arrives while an event loop does not run, as its process is stopped or starved, counts as if it had been read in time.
@Suite("a loop that did not run for a time", .timeLimit(.minutes(1)))
struct LateLoopTests {
    private static let hello = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"

    @Test("a pong that arrived meanwhile keeps the connection, and the message behind it arrives")
    func keepAlive() async throws {
        var configuration = WebSocket.Configuration.patient
        configuration.pingInterval = .milliseconds(20)
        configuration.pongTimeout = .seconds(2)
        try await withSocket(as: .server, configuration) { socket, peer in
            let ping = try #require(try await peer.receive())
            #expect(ping.opcode == 9)
            await LoopHold.during(socket.loop, for: 2200) {
                await peer.send(.pong(ping.payload), .text("kept"))
                await peer.flush()
            }
            #expect(try await socket.receive() == .text("kept"))
        }
    }

    @Test("as many messages are allowed meanwhile as at any other time, though they are read at once")
    func rate() async throws {
        var configuration = WebSocket.Configuration.patient
        configuration.messageRate = WebSocket.RateLimit(perSecond: 20, burst: 1)
        try await withSocket(as: .server, configuration) { socket, peer async throws in
            await LoopHold.during(socket.loop, for: 500) {
                await peer.send((0..<10).map { WireFrame.text("\($0)") }.bytes(from: .client))
                await peer.flush()
            }
            for number in 0..<10 {
                #expect(try await socket.receive() == .text("\(number)"))
            }
        }
    }

    @Test("a message that arrived meanwhile is received, though the time for it is over")
    func receiving() async throws {
        let begun = Signal()
        let release = Signal()
        let (results, result) = AsyncStream<WebSocket.Message?>.makeStream()
        let handler: WebSocket.Handler = { socket in
            // What is posted to the loop runs when the handler waits.
            let hold = LoopHold(socket.loop, for: 150) { begun.send() }
            Task.detached {
                await release.wait()
                hold.end()
            }
            result.yield(try? await socket.receive(timeout: .milliseconds(50)))
        }
        try await withHandler(handler) { address in
            let peer = try await FramePeer(dialing: address)
            await begun.wait()
            await peer.send(.text("in time"))
            await peer.flush()
            release.send()
            var iterator = results.makeAsyncIterator()
            #expect(await iterator.next() == .text("in time"))
            await peer.close()
        }
    }

    @Test("a Close that arrived meanwhile ends the closing handshake, though the time for it is over")
    func closing() async throws {
        var configuration = WebSocket.Configuration.patient
        configuration.closeTimeout = .milliseconds(50)
        let closing = Signal()
        let begun = Signal()
        let release = Signal()
        let (results, result) = AsyncStream<CloseCode?>.makeStream()
        let handler: WebSocket.Handler = { socket in
            await closing.wait()
            let hold = LoopHold(socket.loop, for: 150) { begun.send() }
            Task.detached {
                await release.wait()
                hold.end()
            }
            try? await socket.close()
            result.yield(socket.closeCode)
        }
        try await withHandler(handler, configuration) { address in
            let peer = try await FramePeer(dialing: address)
            closing.send()
            await begun.wait()
            await peer.send(.close(1000))
            await peer.flush()
            release.send()
            var iterator = results.makeAsyncIterator()
            #expect(await iterator.next() == .normalClosure)
            await peer.close()
        }
    }

    @Test("a request that arrived meanwhile on an idle connection is answered")
    func idleConnection() async throws {
        let server = makeServer { $0.idleTimeout = .seconds(2) }
        try await self.withLoop(server) { address, loop in
            let connection = try await RawConnection(to: address)
            #expect(try await connection.exchange(Self.hello).status == 200)
            await LoopHold.during(loop, for: 2200) {
                await connection.send(Self.hello)
                while await connection.pendingOutput > 0 {}
            }
            #expect(try await connection.receiveResponse().status == 200)
            await connection.close()
        }
    }

    @Test("the rest of a request's head and its body, if it has one, that arrived meanwhile are taken")
    func request() async throws {
        let server = makeServer { configuration in
            configuration.headTimeout = .seconds(5)
            configuration.bodyTimeout = .seconds(1)
        }
        try await self.withLoop(server) { address, loop in
            let bodies = ["", String(repeating: "b", count: 100_000)]
            var connections: [RawConnection] = []
            for _ in bodies {
                let connection = try await RawConnection(to: address)
                #expect(try await connection.exchange(Self.hello).status == 200)
                await connection.send("POST /echo HTTP/1.1\r\nHost: localhost\r\n")
                connections.append(connection)
            }
            // It has arrived when the answers to others have.
            for _ in 0..<3 {
                #expect(try await answer(to: Self.hello, at: address).status == 200)
            }
            await LoopHold.during(loop, for: 5200) {
                for (connection, body) in zip(connections, bodies) {
                    await connection.send("Content-Length: \(body.utf8.count)\r\n\r\n" + body)
                    while await connection.pendingOutput > 0 {}
                }
            }
            for (connection, body) in zip(connections, bodies) {
                #expect(try await connection.receiveResponse().text == body)
                await connection.close()
            }
        }
    }

    @Test("a response to the opening handshake that arrived meanwhile opens the connection")
    func dialing() async throws {
        var dialer = Dialer(configuration: .patient)
        dialer.eventLoops = Dialer.EventLoops(count: 1)
        var hastyDialer = dialer
        hastyDialer.handshakeTimeout = .seconds(2)
        let arrived = Signal()
        let answering = Signal()
        let answered = Signal()
        try await withRawServer { connection in
            let request = try await connection.receive(through: "\r\n\r\n")
            arrived.send()
            await answering.wait()
            await connection.send(try RawAnswer().bytes(to: request))
            while await connection.pendingOutput > 0 {}
            answered.send()
            _ = await connection.receiveUntilGone()
        } _: { [dialer, hastyDialer] address in
            // The first tells which loop it is.
            answering.send()
            let first = try await dialer.dial("ws://\(address)/")
            await arrived.wait()
            await answered.wait()
            async let second = hastyDialer.dial("ws://\(address)/")
            await arrived.wait()
            await LoopHold.during(first.loop, for: 2200) {
                answering.send()
                await answered.wait()
            }
            #expect(try await second.isOpen)
            try await second.closeNow()
            await first.closeNow()
        }
    }

    /// Runs a server on one loop for the time of `body`.
    private func withLoop(
        _ server: HTTPServer,
        _ body: @Sendable (NetworkAddress, EventLoop) async throws -> Void
    ) async throws {
        let (loops, continuation) = AsyncStream<EventLoop>.makeStream()
        server.webSocket("/loop") { continuation.yield($0.loop) }
        try await withServer(server) { address in
            let peer = try await FramePeer(dialing: address, path: "/loop")
            var iterator = loops.makeAsyncIterator()
            let loop = try #require(await iterator.next())
            await peer.close()
            try await body(address, loop)
        }
    }
}
