//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

/// Our server and Python's client.
@Suite(.timeLimit(.minutes(1)))
struct PythonClientTests {
    /// The ways of a handler to answer.
    static let lanes = ["/echo", "/echo-fast"]

    private func makeServer() -> HTTPServer {
        let server = HTTPServer(eventLoops: 1)
        let upgrader = Upgrader(compression: .enabled)
        server.webSocket("/echo", upgrader: upgrader) { socket in
            for try await message in socket { try await socket.send(message) }
        }
        server.webSocket("/echo-fast", upgrader: upgrader) { socket in
            try await socket.forEachMessage { message, socket in try socket.enqueue(message) }
        }
        return server
    }

    /// Lets the client do a scenario against a server, and expects that all it checked was right.
    private func check(_ scenario: String, _ path: String, on server: HTTPServer, count: Int) async throws {
        let reports = try await withServer(server) { address in
            try await PythonPeer.runClient(scenario, "ws://\(address)\(path)")
        }
        #expect(reports.count == count)
        for report in reports {
            #expect(report.ok == true, "\(report.name)")
        }
    }

    @Test("every kind and size of message comes back, whole or in fragments", arguments: lanes)
    func echo(path: String) async throws {
        try await self.check("echo", path, on: self.makeServer(), count: 9)
    }

    @Test("a thousand messages come back in order while more are sent", arguments: lanes)
    func pipeline(path: String) async throws {
        try await self.check("pipeline", path, on: self.makeServer(), count: 1)
    }

    @Test("a thousand messages that are sent before an answer is read come back in order", arguments: lanes)
    func burst(path: String) async throws {
        try await self.check("burst", path, on: self.makeServer(), count: 1)
    }

    @Test("messages come back compressed with every combination of takeover and windows", arguments: lanes)
    func compression(path: String) async throws {
        try await self.check("compression", path, on: self.makeServer(), count: 2 * 2 * 8 * 7)
    }

    @Test("pings are answered with their payload while the application echoes", arguments: lanes)
    func ping(path: String) async throws {
        try await self.check("ping", path, on: self.makeServer(), count: 3)
    }

    @Test("the client's keepalive is answered", arguments: lanes)
    func clientsKeepalive(path: String) async throws {
        try await self.check("keepalive", path, on: self.makeServer(), count: 1)
    }

    @Test("our keepalive is answered, and tells the latency")
    func ourKeepalive() async throws {
        var configuration = HTTPServer.Configuration()
        configuration.webSocket.pingInterval = .milliseconds(50)
        configuration.webSocket.pongTimeout = .seconds(20)
        let server = HTTPServer(configuration: configuration)
        server.webSocket("/") { socket in
            while socket.latency == nil {
                do {
                    _ = try await socket.receive(timeout: .milliseconds(20))
                } catch let error as WebSocket.Error where error.code == .timedOut {
                    continue
                }
            }
            try await socket.send("answered")
        }
        let reports = try await withServer(server) { address in
            try await PythonPeer.runClient("receive", "ws://\(address)/")
        }
        #expect(reports == [.init(name: "message", value: "answered"), .init(name: "closed", code: 1000, reason: "")])
    }

    @Test("code and reason of the client's close arrive, and the code comes back")
    func clientCloses() async throws {
        let server = HTTPServer(eventLoops: 1)
        let (ends, continuation) = AsyncStream<(error: WebSocket.Error?, code: CloseCode?, reason: String)>.makeStream()
        server.webSocket("/") { socket in
            do {
                for try await _ in socket {}
                continuation.yield((nil, socket.closeCode, socket.closeReason))
            } catch let error as WebSocket.Error {
                continuation.yield((error, socket.closeCode, socket.closeReason))
            }
        }
        let reports = try await withServer(server) { address in
            try await PythonPeer.runClient("close", "ws://\(address)/")
        }
        #expect(reports == [.init(name: "closed", code: 4001, reason: "")])
        let end = await ends.first { _ in true }
        #expect(end?.error?.code == .closedByPeer)
        #expect(end?.error?.closeCode?.rawValue == 4001)
        #expect(end?.code?.rawValue == 4001)
        #expect(end?.reason == "tschüß")
    }

    @Test("code and reason of our close arrive", arguments: [1000, 1001, 1008, 3000, 4999] as [UInt16])
    func weClose(code: UInt16) async throws {
        let server = HTTPServer(eventLoops: 1)
        let closeCode = CloseCode(rawValue: code)
        server.webSocket("/") { socket in
            try await socket.send("last")
            try await socket.close(code: closeCode, reason: "bye 👋")
        }
        let reports = try await withServer(server) { address in
            try await PythonPeer.runClient("receive", "ws://\(address)/")
        }
        #expect(
            reports == [.init(name: "message", value: "last"), .init(name: "closed", code: Int(code), reason: "bye 👋")]
        )
    }

    @Test("a handler's end and its failure are told by the close code", arguments: [(false, 1000), (true, 1011)])
    func handlerEnds(fails: Bool, code: Int) async throws {
        let server = HTTPServer(eventLoops: 1)
        server.webSocket("/") { _ in
            if fails { throw HTTP.Error(.internalServerError) }
        }
        let reports = try await withServer(server) { address in
            try await PythonPeer.runClient("receive", "ws://\(address)/")
        }
        #expect(reports == [.init(name: "closed", code: code, reason: "")])
    }

    @Test("both sides agree on a subprotocol and see each other's fields")
    func handshake() async throws {
        let server = HTTPServer(eventLoops: 1)
        let upgrader = Upgrader(subprotocols: ["chat.v2", "chat.v1"])
        server.get("/") { request in
            let seen = "\(request.headers["X-Asked"] ?? "") \(request.headers["Cookie"] ?? "")"
            var headers: HTTP.Fields = ["X-Answered": "yes"]
            try headers.append("Set-Cookie", "a=1")
            try headers.append("Set-Cookie", "b=2")
            return try upgrader.upgrade(request, headers: headers) { socket in
                try await socket.send("\(seen) \(socket.subprotocol ?? "none")")
            }
        }
        let reports = try await withServer(server) { address in
            try await PythonPeer.runClient("handshake", "ws://\(address)/")
        }
        #expect(
            reports == [
                .init(name: "subprotocol", value: "chat.v2"), .init(name: "field", value: "yes"),
                .init(name: "cookies", value: "a=1 b=2"), .init(name: "seen", value: "a, b c=1 chat.v2"),
            ]
        )
    }

    @Test("pages of other origins are refused by default, and let in on request", arguments: [false, true])
    func origins(areAllAllowed: Bool) async throws {
        let server = HTTPServer(eventLoops: 1)
        let upgrader = areAllAllowed ? Upgrader(checkOrigin: .allowAnyOriginUnsafe) : Upgrader()
        server.webSocket("/echo", upgrader: upgrader) { socket in
            for try await message in socket { try await socket.send(message) }
        }
        let reports = try await withServer(server) { address in
            try await PythonPeer.runClient("origins", "ws://\(address)/echo")
        }
        let refusal = areAllAllowed ? 101 : 403
        #expect(reports.map(\.code) == [101, 101, refusal, refusal, refusal, refusal])
    }

    @Test("a path without a WebSocket is answered in HTTP")
    func refusals() async throws {
        let server = HTTPServer(eventLoops: 1)
        server.get("/page") { _ in HTTP.Response(text: "a page") }
        let reports = try await withServer(server) { address in
            try await PythonPeer.runClient("refusals", "ws://\(address)")
        }
        #expect(reports == [.init(name: "/page", code: 200), .init(name: "/nowhere", code: 404)])
    }
}
