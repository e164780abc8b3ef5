//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("the end of a handler", .timeLimit(.minutes(1)))
struct HandlerEndTests {
    private struct Trouble: Error {}

    @Test("a handler that returns closes with 1000")
    func returns() async throws {
        try await withHandler({ _ in }, .patient) { address in
            let peer = try await FramePeer(dialing: address)
            #expect(try await peer.receive() == .close(1000))
            await peer.send(.close(1000))
            #expect(try await peer.receive() == nil)
        }
    }

    @Test("a handler that throws closes with 1011, and tells no more")
    func throwsError() async throws {
        try await withHandler({ _ in throw Trouble() }, .patient) { address in
            let peer = try await FramePeer(dialing: address)
            #expect(try await peer.receive() == .close(1011))
            await peer.send(.close(1011))
            #expect(try await peer.receive() == nil)
        }
    }

    @Test("what a handler sent before it ended is sent before the Close", arguments: [false, true])
    func sentBefore(fails: Bool) async throws {
        let handler: WebSocket.Handler = { socket in
            try await socket.send("1")
            try await socket.send([UInt8](repeating: 2, count: 1 << 20))
            if fails { throw Trouble() }
        }
        try await withHandler(handler, .patient) { address in
            let peer = try await FramePeer(dialing: address)
            #expect(try await peer.receive() == .text("1"))
            #expect(try await peer.receive()?.payload.count == 1 << 20)
            #expect(try await peer.receive() == .close(fails ? 1011 : 1000))
            await peer.close()
        }
    }

    @Test("a server that is cancelled closes with 1001, and returns when its connections have ended")
    func serverCancelled() async throws {
        var configuration = HTTPServer.Configuration()
        configuration.eventLoops = 2
        configuration.webSocket = .patient
        let server = HTTPServer(configuration: configuration)
        server.webSocket("/") { socket in
            for try await message in socket { try await socket.send(message) }
        }
        server.webSocket("/fast") { socket in
            try await socket.forEachMessage { message, socket in try socket.enqueue(message) }
        }
        let (addresses, listening) = AsyncStream<NetworkAddress>.makeStream()
        let running = Task { try await server.run(at: .tcp(host: "127.0.0.1", port: 0)) { listening.yield($0) } }
        var iterator = addresses.makeAsyncIterator()
        let address = try #require(await iterator.next())
        var peers: [FramePeer] = []
        for path in ["/", "/fast", "/", "/fast"] {
            let peer = try await FramePeer(dialing: address, path: path)
            await peer.send(.text("hello"))
            #expect(try await peer.receive() == .text("hello"))
            peers.append(peer)
        }
        running.cancel()
        for peer in peers {
            #expect(try await peer.receive() == .close(1001))
            await peer.send(.close(1001))
            #expect(try await peer.receive() == nil)
        }
        try await running.value
    }

    @Test("a handler with a message in hand does not hold the end back", arguments: [false, true])
    func promptEnd(closes: Bool) async throws {
        let handler: WebSocket.Handler = { socket in
            let message = try await socket.receive()
            try await socket.send(message)
            if closes { try await socket.close() }
        }
        try await withHandler(handler, .patient) { address async throws in
            let clock = ContinuousClock()
            let start = clock.now
            // Were each held back for the time an answer may take, this would take 20 seconds.
            for _ in 0..<20 {
                let peer = try await FramePeer(dialing: address, early: WireFrame.text("hello").bytes(from: .client))
                #expect(try await peer.receive() == .text("hello"))
                #expect(try await peer.receive() == .close(1000))
                await peer.send(.close(1000))
                #expect(try await peer.receive() == nil)
            }
            #expect(clock.now - start < .seconds(15))
        }
    }

    @Test("what connect() is given to do ends the connection", arguments: [1000, 1011, 1001] as [UInt16])
    func connect(code: UInt16) async throws {
        try await withFramePeers { address, peers async throws in
            let connecting = Task {
                try await Dialer(configuration: .patient).connect(to: "ws://\(address)/") { socket async throws in
                    let isOpen = socket.isOpen
                    // It may have been cancelled already.
                    #expect(isOpen || code == 1001)
                    if code == 1011 { throw Trouble() }
                    if code == 1001 { _ = try await socket.receive() }
                    return 7
                }
            }
            var iterator = peers.makeAsyncIterator()
            let peer = try #require(await iterator.next())
            try await peer.accept()
            if code == 1001 { connecting.cancel() }
            let frame = try await peer.receive()
            // A cancelled attempt may have ended before it was a connection.
            #expect(frame == .close(code) || (frame == nil && code == 1001))
            await peer.send(.close(code))
            await peer.endOutput()
            switch code {
            case 1000: #expect(try await connecting.value == 7)
            case 1011: await #expect(throws: Trouble.self) { try await connecting.value }
            default: await #expect(throws: CancellationError.self) { try await connecting.value }
            }
        }
    }

    @Test("a violation's Close comes behind the answers to what came before it", arguments: [false, true])
    func answersBeforeClose(isFast: Bool) async throws {
        let handler: WebSocket.Handler = { socket in
            if isFast {
                try await socket.forEachMessage { message, socket in try socket.enqueue(message) }
            } else {
                for try await message in socket { try await socket.send(message) }
            }
        }
        try await withHandler(handler, .patient) { address in
            let endings: [(WireFrame, WireFrame)] = [
                (WireFrame(opcode: 5), .close(1002)), (.close(4000), .close(4000)), (.text("\u{0}"), .close(1002)),
            ]
            for (last, close) in endings {
                let peer = try await FramePeer(dialing: address)
                var frames: [WireFrame] = (0..<20).map { .text("\($0)") }
                let answers = frames
                if last.opcode == 1 {
                    frames += [.continuation()]
                } else {
                    frames += [last]
                }
                await peer.send(frames.bytes(from: .client))
                #expect(try await peer.receiveToEnd() == answers + [close])
            }
        }
    }
}
