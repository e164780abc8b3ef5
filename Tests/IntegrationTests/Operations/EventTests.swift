//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("Events for a log", .timeLimit(.minutes(1)))
struct EventTests {
    /// What a handler throws that has received something.
    private struct Failure: Error {
        let text: String
    }

    private func kinds(_ events: [HTTPServer.Event]) -> [String] {
        events.map { String("\($0.kind)".prefix { $0 != "(" }) }
    }

    @Test("the life of a server and of a WebSocket is told of, each event of it with the connection's number")
    func life() async throws {
        let log = EventLog()
        let server = makeServer { $0.onEvent = { log.append($0) } }
        let (numbers, opened) = AsyncStream<HTTP.ConnectionID>.makeStream()
        server.get("/upgraded") { request in
            let connection = request.connection
            return try Upgrader(subprotocols: ["chat"]).upgrade(request) { socket in
                #expect(socket.id == connection)
                opened.yield(socket.id)
            }
        }
        try await withServer(server) { address in
            let socket = try await Dialer(subprotocols: ["chat"]).dial("ws://\(address)/upgraded")
            for try await _ in socket {}
            await socket.closeNow()
        }
        opened.finish()
        var iterator = numbers.makeAsyncIterator()
        let number = try #require(await iterator.next())
        let events = log.events
        #expect(
            self.kinds(events) == [
                "listening", "connectionOpened", "webSocketOpened", "stopping", "webSocketClosed", "stopped",
            ]
                || self.kinds(events) == [
                    "listening", "connectionOpened", "webSocketOpened", "webSocketClosed", "stopping", "stopped",
                ]
        )
        #expect(events.allSatisfy { $0.level == .debug })
        let ofConnection = events.filter { $0.connection != nil }
        #expect(ofConnection.count == 3)
        #expect(ofConnection.allSatisfy { $0.connection == number })
        let first = try #require(ofConnection.first)
        #expect(first.metadata["connection"] == "\(number)")
        #expect(first.metadata["client"]?.hasPrefix("127.0.0.1:") == true)
        #expect(ofConnection[1].metadata["subprotocol"] == "chat")
        #expect(ofConnection[2].metadata["code"] == "1000")
    }

    @Test("connections have numbers that differ, at both ends")
    func numbers() async throws {
        try await withServer(makeServer()) { address in
            let sockets = [
                try await Dialer().dial("ws://\(address)/ws"), try await Dialer().dial("ws://\(address)/ws"),
            ]
            #expect(sockets[0].id != sockets[1].id)
            for socket in sockets { await socket.closeNow() }
        }
    }

    @Test("what goes wrong is told of, and how much it matters")
    func failures() async throws {
        let log = EventLog()
        let server = makeServer { $0.onEvent = { log.append($0) } }
        server.get("/thrown") { _ in throw Failure(text: "") }
        server.webSocket("/thrown-later") { _ in throw Failure(text: "") }
        try await withServer(server) { address in
            let request = "GET /thrown HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            #expect(try await lastAnswer(to: request, at: address).status == 500)
            #expect(try await lastAnswer(to: "nonsense\r\n\r\n", at: address).status == 400)
            await expectFailure(.handshakeFailed) { try await Dialer().dial("ws://\(address)/hello") }
            await expectFailure(.closedByPeer) {
                try await Dialer().connect(to: "ws://\(address)/thrown-later") { socket in
                    for try await _ in socket {}
                }
            }
            let violating = try await FramePeer(dialing: address, path: "/ws")
            await violating.send([0xFF, 0xFF])
            await violating.waitForEnd()
            await violating.close()
        }
        let events = log.events.filter { $0.level > .debug }
        #expect(
            self.kinds(events) == [
                "handlerFailed", "requestRefused", "handshakeRefused", "handlerFailed", "webSocketClosed",
            ]
        )
        #expect(events.map(\.level) == [.error, .info, .info, .error, .info])
        let metadata = events.map(\.metadata)
        #expect(metadata.allSatisfy { $0["connection"] != nil })
        #expect(metadata[0]["error"]?.hasSuffix(".Failure") == true)
        #expect(metadata[1]["status"] == "400")
        #expect(metadata[2]["status"] == "200")
        #expect(metadata[4]["code"] == "1002")
        #expect(metadata[4]["error"] == "protocolViolation")
    }

    @Test("no event says anything that a peer has sent")
    func secrets() async throws {
        let log = EventLog()
        let server = makeServer { $0.onEvent = { log.append($0) } }
        server.webSocket("/fails/{token}") { socket in
            throw Failure(text: "\(try await socket.receive())")
        }
        server.get("/fails") { throw Failure(text: "\($0.headers)") }
        try await withServer(server) { address in
            var dialer = Dialer()
            dialer.headers["Authorization"] = "Bearer secret"
            dialer.headers["Cookie"] = "id=secret"
            dialer.headers["Origin"] = "http://user:secret@host"
            await expectFailure(.handshakeFailed) { [dialer] in try await dialer.dial("ws://\(address)/ws?secret") }
            dialer.headers["Origin"] = nil
            for path in ["fails", "fails?token=secret", "secret"] {
                await expectFailure(.handshakeFailed) { [dialer] in try await dialer.dial("ws://\(address)/\(path)") }
            }
            let socket = try await dialer.dial("ws://\(address)/fails/secret")
            try await socket.send("secret")
            await expectFailure(.closedByPeer) { try await socket.receive() }
            let closing = try await dialer.dial("ws://\(address)/ws")
            try await closing.close(code: CloseCode(rawValue: 4000), reason: "secret")
            for bytes in ["GET /secret SECRET\r\n\r\n", "GET / HTTP/1.1\r\nsecret secret\r\n\r\n"] {
                #expect(try await lastAnswer(to: bytes, at: address).status == 400)
            }
        }
        let events = log.events
        #expect(events.count { $0.level > .debug } >= 8)
        for event in events {
            #expect(!event.description.lowercased().contains("secret"))
            #expect(!event.message.lowercased().contains("secret"))
            #expect(!event.metadata.description.lowercased().contains("secret"))
        }
    }
}
