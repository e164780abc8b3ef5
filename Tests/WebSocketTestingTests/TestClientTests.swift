//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketTesting
import WebSockets

@Suite("a server that is tested in memory", .timeLimit(.minutes(1)))
struct TestClientTests {
    /// A server as an application has it.
    private static func makeServer() -> HTTPServer {
        var configuration = HTTPServer.Configuration()
        configuration.webSocket.pingInterval = .seconds(20)
        configuration.webSocket.pongTimeout = .seconds(10)
        let server = HTTPServer(configuration: configuration)
        server.get("/hello/{name}") { request in HTTP.Response(text: "Hello \(request.parameters["name"] ?? "")") }
        server.post("/size") { request in HTTP.Response(text: "\(request.body.count)") }
        server.webSocket("/echo", upgrader: Upgrader(subprotocols: ["chat"])) { socket in
            for try await message in socket { try await socket.send(message) }
        }
        server.webSocket("/impatient") { socket in
            _ = try await socket.receive(timeout: .seconds(5))
        }
        return server
    }

    @Test("a client exchanges messages with a handler, and closes")
    func messages() async throws {
        try await Self.makeServer().test { client in
            let socket = try await client.webSocket("/echo", dialer: Dialer(subprotocols: ["chat"]))
            #expect(socket.subprotocol == "chat")
            try await socket.send("hi")
            #expect(try await socket.receive() == .text("hi"))
            try await socket.close()
            #expect(await socket.closeCode == .normalClosure)
        }
    }

    @Test("requests are answered, also those that find nothing or have a body")
    func requests() async throws {
        try await Self.makeServer().test { client in
            let response = try await client.get("/hello/you", headers: ["Accept": "text/plain"])
            #expect(response.status == .ok && response.body == Array("Hello you".utf8))
            #expect(try await client.get("/nowhere").status == .notFound)
            let size = try await client.request(.post, "/size", body: [UInt8](repeating: 1, count: 100_000))
            #expect(size.body == Array("100000".utf8))
            #expect(try await client.request(.head, "/hello/you").body.isEmpty)
        }
    }

    @Test("a handshake that is refused is an error with the server's answer")
    func refused() async throws {
        try await Self.makeServer().test { client in
            let error = await #expect(throws: WebSocket.Error.self) {
                try await client.webSocket("/echo", headers: ["Origin": "https://evil.example"])
            }
            #expect(error?.response?.status == .forbidden)
        }
    }

    @Test("keepalive and timeouts go by the clock alone")
    func clock() async throws {
        try await Self.makeServer().test { client in
            let socket = try await client.webSocket("/echo")
            await client.clock.advance(by: .seconds(3600))
            // It has answered 180 pings.
            #expect(await socket.isOpen)
            await socket.faults.stall()
            await client.clock.advance(by: .seconds(31))
            await socket.faults.stall(false)
            let error = await #expect(throws: WebSocket.Error.self) { try await socket.receive() }
            #expect(error?.closeCode == .internalServerError)

            let impatient = try await client.webSocket("/impatient")
            await client.clock.advance(by: .seconds(5))
            let other = await #expect(throws: WebSocket.Error.self) { try await impatient.receive() }
            #expect(other?.closeCode == .internalServerError)
        }
    }

    @Test("what can go wrong on the way goes wrong when it is asked for")
    func faults() async throws {
        try await Self.makeServer().test { client in
            let socket = try await client.webSocket("/echo")
            await socket.faults.split(every: 1)
            try await socket.send(String(repeating: "ä", count: 1000))
            #expect(try await socket.receive() == .text(String(repeating: "ä", count: 1000)))
            await socket.faults.cut()
            let error = await #expect(throws: WebSocket.Error.self) { try await socket.receive() }
            #expect(error?.code == .connectionLost)
        }
    }

    @Test("code that dials by itself reaches the server, and is closed with 1001 when the test ends")
    func dialing() async throws {
        let end = try await Self.makeServer().test { client in
            let dialer = client.connecting(Dialer())
            let socket = try await dialer.dial("wss://chat.example.com/echo")
            try await socket.send("a")
            #expect(try await socket.receive() == .text("a"))
            return Task { for try await _ in socket {} }
        }
        try await end.value
    }

    @Test("what the test throws is thrown behind the server's end")
    func failure() async throws {
        struct Failure: Error {}
        let server = Self.makeServer()
        await #expect(throws: Failure.self) {
            try await server.test { client in
                _ = try await client.webSocket("/echo")
                throw Failure()
            }
        }
        #expect(server.metrics.webSocketsOpen == 0 && server.metrics.webSocketsTotal == 1)
    }
}
