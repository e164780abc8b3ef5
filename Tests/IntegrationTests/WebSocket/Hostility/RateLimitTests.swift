//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("rates and lifetimes", .timeLimit(.minutes(1)))
struct RateLimitTests {
    private static func configuration(_ change: (inout WebSocket.Configuration) -> Void) -> WebSocket.Configuration {
        var configuration = WebSocket.Configuration.patient
        change(&configuration)
        return configuration
    }

    @Test(
        "more messages than allowed close with 1008, and those before are received",
        arguments: [WebSocketRole.server, .client]
    )
    func messages(role: WebSocketRole) async throws {
        let configuration = Self.configuration { $0.messageRate = WebSocket.RateLimit(perSecond: 1, burst: 5) }
        try await withSocket(as: role, configuration) { socket, peer async throws in
            let frames = (0..<20).map { WireFrame.text("\($0)") }
            await peer.send(frames.bytes(from: peer.role))
            for index in 0..<5 {
                #expect(try await socket.receive() == .text("\(index)"))
                try await socket.send("\(index)")
            }
            let error = await expectFailure(.rateLimited) { try await socket.receive() }
            #expect(error?.closeCode == .policyViolation)
            // What was accepted is answered, and the Close comes behind that.
            let answers = (0..<5).map { WireFrame.text("\($0)") }
            #expect(try await peer.receiveToEnd() == answers + [.close(1008, "too fast")])
        }
    }

    @Test("fragments and control frames are no messages")
    func fragments() async throws {
        let configuration = Self.configuration { $0.messageRate = WebSocket.RateLimit(perSecond: 1, burst: 2) }
        try await withSocket(as: .server, configuration) { socket, peer async throws in
            var frames = [WireFrame.text("a").notFinal]
            for _ in 0..<10 { frames += [WireFrame.continuation([0x61]).notFinal, .ping(), .pong()] }
            await peer.send((frames + [.continuation([0x61])]).bytes(from: peer.role))
            #expect(try await socket.receive() == .text(String(repeating: "a", count: 12)))
            await peer.send(.text("second"))
            #expect(try await socket.receive() == .text("second"))
        }
    }

    @Test("more bytes than allowed close with 1008, in whatever frames", arguments: [WebSocketRole.server, .client])
    func bytes(role: WebSocketRole) async throws {
        let configuration = Self.configuration { $0.byteRate = WebSocket.RateLimit(perSecond: 1, burst: 10_000) }
        try await withSocket(as: role, configuration) { socket, peer async throws in
            await peer.send(.text("before"))
            #expect(try await socket.receive() == .text("before"))
            await peer.send(.binary([UInt8](repeating: 0, count: 10_000)))
            await expectFailure(.rateLimited) { try await socket.receive() }
            #expect(try await peer.receiveToEnd() == [.close(1008, "too fast")])
        }
    }

    @Test(
        "more pings and pongs than allowed close with 1008, by default, too",
        arguments: [WebSocketRole.server, .client],
        [9, 10]
    )
    func controlFrames(role: WebSocketRole, opcode: UInt8) async throws {
        let configuration = Self.configuration { $0.controlFrameRate = WebSocket.Configuration().controlFrameRate }
        try await withSocket(as: role, configuration) { socket, peer async throws in
            let frames = (0..<1000).map { _ in WireFrame(opcode: opcode) }
            await peer.send(frames.bytes(from: peer.role))
            await peer.send(.text("still here"))
            #expect(try await socket.receive() == .text("still here"))
            // In one write, so that no time passes.
            await peer.send(frames.bytes(from: peer.role))
            await expectFailure(.rateLimited) { try await socket.receive() }
            #expect(try await peer.receiveToEnd().last == .close(1008, "too fast"))
        }
    }

    @Test("as many pings as one likes are answered where there is no limit")
    func noLimit() async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            for _ in 0..<5 {
                await peer.send((0..<1000).map { _ in WireFrame.ping() }.bytes(from: peer.role))
            }
            await peer.send(.text("still here"))
            #expect(try await socket.receive() == .text("still here"))
        }
    }

    @Test("answers to keepalive do not count")
    func keepAlive() async throws {
        let configuration = Self.configuration { configuration in
            configuration.pingInterval = .milliseconds(1)
            configuration.controlFrameRate = WebSocket.RateLimit(perSecond: 1, burst: 1)
        }
        try await withSocket(as: .server, configuration) { socket, peer async throws in
            for _ in 0..<20 {
                let ping = try #require(try await peer.receive())
                #expect(ping.opcode == 9)
                await peer.send(.pong(ping.payload))
            }
            await peer.send(.text("still here"))
            #expect(try await socket.receive() == .text("still here"))
            // One is allowed that nobody has asked for; after the next the peer is gone.
            await peer.send(.pong([1]), .pong([2]))
            await expectFailure(.rateLimited) { try await socket.receive() }
        }
    }

    @Test("a connection that has lived long enough is closed with 1013, and what had come is received")
    func lifetime() async throws {
        let server = makeServer { configuration in
            configuration.webSocket = Self.configuration { $0.maxLifetime = .milliseconds(100) }
        }
        try await withServer(server) { address in
            let socket = try await Dialer().dial("ws://\(address)/ws")
            var answers = 0
            let error = await expectFailure(.closedByPeer) {
                while true {
                    try await socket.send("\(answers)")
                    let answer = try await socket.receive()
                    #expect(answer == .text("\(answers)"))
                    answers += 1
                }
            }
            #expect(error?.closeCode == .tryAgainLater)
            #expect(error?.isTransient == true)
            #expect(answers > 0)
        }
        #expect(server.metrics.limited == [.lifetime: 1])
        #expect(server.metrics.closings == [.tryAgainLater: 1])
    }

    @Test(
        "an upgrader without a configuration of its own has the server's limits, one with a configuration has its own"
    )
    func inherited() async throws {
        let server = makeServer { configuration in
            configuration.webSocket = Self.configuration {
                $0.messageRate = WebSocket.RateLimit(perSecond: 1, burst: 2)
            }
        }
        let handler: WebSocket.Handler = { socket in for try await message in socket { try await socket.send(message) }
        }
        let upgrader = Upgrader(subprotocols: ["chat"])
        server.webSocket("/route", upgrader: upgrader, handler)
        server.get("/request") { request in try upgrader.upgrade(request, handler) }
        server.webSocket("/own", upgrader: Upgrader(configuration: .patient), handler)
        try await withServer(server) { address in
            for (path, isLimited) in [("/route", true), ("/request", true), ("/own", false)] {
                let peer = try await FramePeer(dialing: address, path: path)
                let frames = (0..<3).map { WireFrame.text("\($0)") }
                await peer.send((frames + [.close(1000, "")]).bytes(from: .client))
                let end = isLimited ? [.close(1008, "too fast")] : [frames[2], .close(1000, "")]
                #expect(try await peer.receiveToEnd() == frames.prefix(2) + end, "\(path)")
                await peer.close()
            }
        }
    }

    @Test("the limits of a server are counted by their names")
    func counted() async throws {
        let log = EventLog()
        let server = makeServer { configuration in
            configuration.onEvent = { log.append($0) }
            configuration.webSocket = Self.configuration { configuration in
                configuration.messageRate = WebSocket.RateLimit(perSecond: 1, burst: 10)
                configuration.byteRate = WebSocket.RateLimit(perSecond: 1, burst: 1000)
                configuration.controlFrameRate = WebSocket.RateLimit(perSecond: 1, burst: 10)
            }
        }
        try await withServer(server) { address in
            for frame in [WireFrame.text(""), .binary([UInt8](repeating: 0, count: 200)), .ping()] {
                let peer = try await FramePeer(dialing: address, path: "/ws")
                await peer.send((0..<11).map { _ in frame }.bytes(from: .client))
                await peer.waitForEnd()
                await peer.close()
            }
        }
        #expect(log.limits == [.messageRate, .byteRate, .controlFrameRate])
        #expect(server.metrics.limited == [.messageRate: 1, .byteRate: 1, .controlFrameRate: 1])
        #expect(server.metrics.closings == [.policyViolation: 3])
    }
}
