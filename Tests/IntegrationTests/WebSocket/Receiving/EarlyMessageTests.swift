//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSockets

@Suite("messages right behind the opening handshake", .timeLimit(.minutes(1)))
struct EarlyMessageTests {
    private static let handler: WebSocket.Handler = { socket in
        for try await message in socket { try await socket.send(message) }
    }

    private static let fastHandler: WebSocket.Handler = { socket in
        try await socket.forEachMessage { message, socket in try socket.enqueue(message) }
    }

    @Test("the server delivers what comes in the same segment as the request", arguments: [false, true])
    func withRequest(isFast: Bool) async throws {
        let frames: [WireFrame] = [.text("one"), .binary([2]), .close(1000)]
        try await withHandler(isFast ? Self.fastHandler : Self.handler) { address in
            let peer = try await FramePeer(dialing: address, early: frames.bytes(from: .client))
            #expect(try await peer.receiveToEnd() == frames)
        }
    }

    @Test("a message that begins in the segment of the request is completed", arguments: [1, 2, 5, 6, 8])
    func begunWithRequest(count: Int) async throws {
        let bytes = WireFrame.text("one").bytes(from: .client)
        try await withHandler(Self.handler) { address in
            let peer = try await FramePeer(dialing: address, early: Array(bytes[..<count]))
            await peer.send(Array(bytes[count...]))
            #expect(try await peer.receive() == .text("one"))
            await peer.close()
        }
    }

    @Test("a violation right behind the request is answered")
    func violationWithRequest() async throws {
        try await withHandler(Self.handler) { address in
            let frames: [WireFrame] = [.text("one"), .pong([1]), WireFrame(opcode: 7)]
            let peer = try await FramePeer(dialing: address, early: frames.bytes(from: .client))
            #expect(try await peer.receiveToEnd() == [.text("one"), .close(1002)])
        }
    }

    @Test("the server's first messages, sent with its response, are delivered")
    func withResponse() async throws {
        let frames: [WireFrame] = [.text("one"), .binary([2]), .close(4001, "enough")]
        try await withFramePeers { address, peers in
            async let dialed = Dialer().dial("ws://\(address)/")
            var iterator = peers.makeAsyncIterator()
            let peer = try #require(await iterator.next())
            try await peer.accept(early: frames.bytes(from: .server))
            let socket = try await dialed
            #expect(try await socket.receive() == .text("one"))
            #expect(try await socket.receive() == .binary([2]))
            await expectFailure(.closedByPeer) { try await socket.receive() }
            #expect(try await peer.receive() == .close(4001))
            await peer.close()
        }
    }

    @Test("a server may send before it receives")
    func serverFirst() async throws {
        let handler: WebSocket.Handler = { socket in
            try await socket.send("welcome")
            #expect(try await socket.receive() == .text("thanks"))
        }
        try await withHandler(handler) { address in
            try await Dialer().connect(to: "ws://\(address)/") { socket in
                #expect(try await socket.receive() == .text("welcome"))
                try await socket.send("thanks")
            }
        }
    }

    @Test("a client that ends its side behind its first message is answered before the end is seen")
    func endBehindRequest() async throws {
        let (ends, ended) = AsyncStream<WebSocket.Error.Code?>.makeStream()
        let handler: WebSocket.Handler = { socket in
            do {
                for try await message in socket { #expect(message == .text("one")) }
            } catch let error as WebSocket.Error {
                ended.yield(error.code)
            }
        }
        try await withHandler(handler) { address in
            let peer = try await FramePeer(dialing: address, early: WireFrame.text("one").bytes(from: .client))
            await peer.endOutput()
            var iterator = ends.makeAsyncIterator()
            #expect(await iterator.next() == .connectionLost)
            await peer.close()
        }
    }
}
