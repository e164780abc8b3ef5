//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("keepalive", .timeLimit(.minutes(1)))
struct KeepAliveTests {
    private static func configuration(interval: Int, timeout: Int) -> WebSocket.Configuration {
        var configuration = WebSocket.Configuration.patient
        configuration.pingInterval = .milliseconds(interval)
        configuration.pongTimeout = .milliseconds(timeout)
        return configuration
    }

    @Test("the peer is pinged, and its pong tells the latency", arguments: [WebSocketRole.server, .client])
    func latency(role: WebSocketRole) async throws {
        try await withSocket(as: role, Self.configuration(interval: 20, timeout: 30_000)) { socket, peer in
            #expect(await socket.latency == nil)
            for _ in 0..<5 {
                let ping = try #require(try await peer.receive())
                #expect(ping.opcode == 9)
                await peer.send(.pong(ping.payload), .text("answered"))
                #expect(try await socket.receive() == .text("answered"))
                let latency = try #require(await socket.latency)
                #expect(latency > .zero && latency < .seconds(30))
            }
        }
    }

    @Test("a pong to another ping is no answer")
    func wrongPong() async throws {
        try await withSocket(as: .server, Self.configuration(interval: 20, timeout: 30_000)) { socket, peer in
            let ping = try #require(try await peer.receive())
            await peer.send(.pong(), .pong([1, 2, 3]), .pong(ping.payload.reversed()), .text("not answered"))
            #expect(try await socket.receive() == .text("not answered"))
            #expect(await socket.latency == nil)
        }
    }

    @Test("a silent peer is given up, and told so with 1011", arguments: [WebSocketRole.server, .client])
    func silence(role: WebSocketRole) async throws {
        try await withSocket(as: role, Self.configuration(interval: 20, timeout: 50)) { socket, peer async throws in
            let error = await expectFailure(.keepAliveTimedOut) { try await socket.receive() }
            #expect(error?.closeCode == .internalServerError)
            #expect(try await peer.receiveToEnd().last == .close(1011, "keepalive ping timed out"))
            await expectFailure(.closed) { try await socket.send("too late") }
            await expectFailure(.keepAliveTimedOut) { try await socket.receive() }
        }
    }

    @Test("a peer that vanished is dropped after the time for closing")
    func vanished() async throws {
        var configuration = Self.configuration(interval: 20, timeout: 50)
        configuration.closeTimeout = .milliseconds(50)
        try await withSocket(as: .server, configuration) { socket, peer in
            await peer.setReading(false)
            await expectFailure(.keepAliveTimedOut) { try await socket.receive() }
            try await socket.close()
            #expect(await socket.remoteAddress == nil)
        }
    }

    @Test("messages prove as well as pongs that a peer is alive")
    func messagesCount() async throws {
        try await withSocket(as: .server, Self.configuration(interval: 20, timeout: 20_000)) { socket, peer in
            _ = try await peer.receive()
            for _ in 0..<10 {
                await peer.send(.text("alive"))
                #expect(try await socket.receive() == .text("alive"))
            }
            #expect(await socket.isOpen)
            // And while one ping is out, no second follows.
            try await socket.send("last")
            #expect(try await peer.receive() == .text("last"))
        }
    }

    @Test("that we do not read is not held against the peer")
    func pausedReading() async throws {
        var configuration = Self.configuration(interval: 20, timeout: 500)
        configuration.maxPendingInput = 1
        let (starts, start) = AsyncStream<Never>.makeStream()
        let handler: WebSocket.Handler = { socket in
            for await _ in starts {}
            for try await message in socket { try await socket.send(message) }
        }
        // As the messages come with the opening request, the connection begins with a full inbox.
        let frames: [WireFrame] = [.text("1"), .text("2")]
        try await withHandler(handler, configuration) { [configuration] address in
            let peer = try await FramePeer(dialing: address, early: frames.bytes(from: .client))
            #expect(try await peer.receive()?.opcode == 9)
            // It does not answer. Meanwhile silent peers are given up, one after another: enough time passes for this one.
            for _ in 0..<2 {
                try await withSocket(as: .server, configuration) { other, _ in
                    await expectFailure(.keepAliveTimedOut) { try await other.receive() }
                }
            }
            await peer.send(.close(1000))
            start.finish()
            #expect(try await peer.receiveToEnd().filter { $0.opcode != 9 } == frames + [.close(1000)])
        }
    }

    @Test("a peer that has gone is noticed, though its messages wait for a handler that does not receive")
    func goneUnheard() async throws {
        let (ends, end) = AsyncStream<Never>.makeStream()
        let server = makeServer()
        var configuration = Self.configuration(interval: 20, timeout: 20)
        configuration.maxPendingInput = 1
        configuration.closeTimeout = .milliseconds(50)
        server.webSocket("/deaf", upgrader: Upgrader(configuration: configuration)) { _ in
            for await _ in ends {}
        }
        try await withServer(server) { address in
            let peer = try await FramePeer(dialing: address, path: "/deaf")
            await peer.send(.text("1"), .text("2"), .text("3"))
            #expect(try await peer.receive()?.opcode == 9)
            await peer.close()
            while server.metrics.connectionsOpen > 0 { await Task.yield() }
            end.finish()
        }
    }

    @Test("a peer that takes nothing of what it asked for is given up, though we do not read from it any more")
    func deafPeer() async throws {
        var configuration = Self.configuration(interval: 20, timeout: 200)
        configuration.maxPendingOutput = 64 << 20
        let (ends, end) = AsyncStream<WebSocket.Error.Code?>.makeStream()
        let handler: WebSocket.Handler = { socket in
            do {
                try await socket.forEachMessage { message, socket in
                    // More than the kernel keeps for a peer.
                    for _ in 0..<32 { try socket.enqueue([UInt8](repeating: 0, count: 1 << 20)) }
                }
                end.yield(nil)
            } catch {
                end.yield((error as? WebSocket.Error)?.code)
            }
        }
        try await withHandler(handler, configuration) { address in
            let peer = try await FramePeer(dialing: address)
            await peer.setReading(false)
            await peer.send(.text("more"))
            var codes = ends.makeAsyncIterator()
            #expect(await codes.next() == .keepAliveTimedOut)
            await peer.close()
        }
    }

    @Test("without an interval there are no pings")
    func turnedOff() async throws {
        try await withSocket(as: .server, .patient) { socket, peer in
            try await withSocket(as: .server, Self.configuration(interval: 20, timeout: 50)) { other, _ in
                await expectFailure(.keepAliveTimedOut) { try await other.receive() }
            }
            try await socket.send("first")
            #expect(try await peer.receive() == .text("first"))
            #expect(await socket.latency == nil)
        }
    }
}
