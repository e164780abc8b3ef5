//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSocketHub
import WebSockets

@Suite("what a handler publishes last", .timeLimit(.minutes(1)))
struct LastPublicationTests {
    /// How a client ends its side behind its messages.
    enum End: Sendable {
        case close
        case stream
        case none
    }

    /// A masked frame with a key of zeros.
    private static func frame(_ firstByte: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [firstByte, 0x80 | UInt8(payload.count), 0, 0, 0, 0] + payload
    }

    private static let messages = (1...3).map { Array("message \($0)".utf8) }
    private static let answers: [UInt8] = Self.messages.flatMap { [0x81, UInt8($0.count)] + $0 }
    private static let normalClose: [UInt8] = [0x88, 0x02, 0x03, 0xE8]

    /// Opens a WebSocket, sends three messages and ends, all in one write; returns what comes back.
    private static func replies(ending end: End, _ address: NetworkAddress) async throws -> [UInt8] {
        let request =
            "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        let frames = Self.messages.flatMap { Self.frame(0x81, $0) }
        let close = end == .close ? Self.frame(0x88, [0x03, 0xE8]) : []
        let peer = try await RawConnection(to: address)
        await peer.send(Array(request.utf8) + frames + close)
        if end == .stream { await peer.endOutput() }
        _ = try await peer.receive(through: "\r\n\r\n")
        // A server that closes first waits for its client's Close.
        let replies =
            try await end == .none ? peer.receive(Self.answers.count + Self.normalClose.count) : peer.receiveToEnd()
        await peer.close()
        return replies
    }

    /// Runs a server whose handlers subscribe to a topic and run `handler`, and expects that a client that ends behind its
    /// messages gets them back, again and again.
    private static func expectAnswers(
        _ topic: String,
        _ end: End,
        then close: [UInt8],
        _ handler: @escaping @Sendable (Hub, isolated WebSocket) async throws -> Void
    ) async throws {
        var configuration = Hub.Configuration()
        configuration.history = [Hub.HistoryRule(of: "kept")]
        let hub = Hub(configuration: configuration)
        let server = HTTPServer(eventLoops: 1)
        server.webSocket("/") { socket in
            try await hub.subscribe(socket, to: topic)
            try await handler(hub, socket)
        }
        try await withServer(server) { address in
            for _ in 0..<20 {
                let replies = try await Self.replies(ending: end, address)
                #expect(replies == Self.answers + close)
            }
        }
    }

    @Test(
        "reaches its own client, which has ended its side behind its messages",
        arguments: ["kept", "other"],
        [End.close, .stream]
    )
    func peerEnds(topic: String, end: End) async throws {
        try await Self.expectAnswers(topic, end, then: end == .close ? Self.normalClose : []) { hub, socket in
            for try await message in socket { try hub.publish(message, to: topic) }
        }
    }

    @Test("reaches its own client by the fast lane, too", arguments: ["kept", "other"], [End.close, .stream])
    func fastLane(topic: String, end: End) async throws {
        try await Self.expectAnswers(topic, end, then: end == .close ? Self.normalClose : []) { hub, socket in
            try await socket.forEachMessage { message, _ in try hub.publish(message.message, to: topic) }
        }
    }

    @Test("reaches its own client when the handler returns at once", arguments: ["kept", "other"])
    func handlerReturns(topic: String) async throws {
        try await Self.expectAnswers(topic, .none, then: Self.normalClose) { hub, socket in
            for _ in 0..<3 { try hub.publish(try await socket.receive(), to: topic) }
        }
    }
}
