//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

/// An opening handshake for `/ws`, whose fields can be replaced.
struct OpeningFields: Sendable {
    private var fields = [
        ("Host", "localhost"),
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("Sec-WebSocket-Version", "13"),
    ]

    /// The RFC's example, with all lines of one name replaced by others.
    init(_ name: String = "X-Nothing", _ values: [String] = []) {
        self.fields.removeAll { $0.0.lowercased() == name.lowercased() }
        self.fields += values.map { (name, $0) }
    }

    /// The request, to its empty line.
    func request(_ start: String = "GET /ws HTTP/1.1") -> String {
        start + "\r\n" + self.fields.map { "\($0.0): \($0.1)\r\n" }.joined() + "\r\n"
    }
}

@Suite("Opening requests", .timeLimit(.minutes(1)))
struct UpgradeRequestTests {
    @Test(
        "a sound opening request is answered with 101",
        arguments: [
            ("X-Nothing", []),
            ("Upgrade", ["WebSocket"]),
            ("Upgrade", ["h2c, websocket"]),
            ("Connection", ["keep-alive, UPGRADE"]),
            ("Connection", ["keep-alive", "upgrade"]),
            ("Content-Length", ["0"]),
            ("Sec-WebSocket-Extensions", ["permessage-deflate; client_max_window_bits"]),
            ("Cookie", ["a=b"]),
            ("X-Long", [String(repeating: "x", count: 15_000)]),
        ]
    )
    func accepted(name: String, values: [String]) async throws {
        try await withServer(makeServer()) { address in
            let connection = try await RawConnection(to: address)
            await connection.send(OpeningFields(name, values).request())
            let response = try await connection.receiveResponse(hasBody: false)
            #expect(response.lines.first == "HTTP/1.1 101 Switching Protocols")
            #expect(response["Upgrade"] == "websocket")
            #expect(response["Connection"] == "Upgrade")
            #expect(response["Sec-WebSocket-Accept"] == handshakeAccept)
            for absent in ["Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", "Content-Length", "Transfer-Encoding"]
            {
                #expect(response.values(of: absent).isEmpty)
            }
            await connection.send(textFrame("hi"))
            #expect(try await connection.receive(4) == [0x81, 2, 0x68, 0x69])
            await connection.close()
        }
    }

    /// A field that makes the request one that is refused, and the answer.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let name: String
        let values: [String]
        let status: Int

        init(_ status: Int, _ name: String, _ values: [String]) {
            self.name = name
            self.values = values
            self.status = status
        }

        var testDescription: String { "\(self.name): \(self.values) is \(self.status)" }
    }

    static let refusals = [
        Refusal(400, "Host", []),
        Refusal(400, "Host", ["a", "a"]),
        Refusal(400, "Host", ["user@a"]),
        Refusal(426, "Upgrade", []),
        Refusal(426, "Upgrade", ["h2c"]),
        Refusal(426, "Upgrade", ["websockets"]),
        Refusal(426, "Connection", []),
        Refusal(426, "Connection", ["keep-alive"]),
        Refusal(400, "Sec-WebSocket-Key", []),
        Refusal(400, "Sec-WebSocket-Key", ["dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ=="]),
        Refusal(400, "Sec-WebSocket-Key", ["dGhlIHNhbXBsZSBub25jZQ"]),
        Refusal(400, "Sec-WebSocket-Key", ["dGhlIHNhbXBsZSBub25jZR=="]),
        Refusal(400, "Sec-WebSocket-Key", [""]),
        Refusal(400, "Sec-WebSocket-Version", []),
        Refusal(400, "Sec-WebSocket-Version", ["13", "13"]),
        Refusal(400, "Sec-WebSocket-Version", ["x"]),
        Refusal(426, "Sec-WebSocket-Version", ["8"]),
        Refusal(426, "Sec-WebSocket-Version", ["14"]),
        Refusal(400, "Sec-WebSocket-Protocol", ["a b"]),
        Refusal(400, "Sec-WebSocket-Protocol", ["a, a"]),
        Refusal(400, "Sec-WebSocket-Protocol", [(0..<65).map { "p\($0)" }.joined(separator: ",")]),
        Refusal(400, "Sec-WebSocket-Extensions", ["permessage-deflate; =1"]),
        Refusal(400, "Origin", ["http://a.example", "http://a.example"]),
        Refusal(400, "Transfer-Encoding", ["chunked"]),
    ]

    @Test("an opening request that is not sound is refused with its status and a reason", arguments: refusals)
    func refused(_ refusal: Refusal) async throws {
        try await withServer(makeServer()) { address in
            let connection = try await RawConnection(to: address)
            await connection.send(OpeningFields(refusal.name, refusal.values).request())
            if refusal.name == "Transfer-Encoding" {
                await connection.send("1\r\nx\r\n0\r\n\r\n")
            }
            let response = try await connection.receiveResponse()
            #expect(response.status == refusal.status)
            #expect(response.text.hasSuffix(".\n"))
            #expect(response.values(of: "Sec-WebSocket-Accept").isEmpty)
            if response.status == 426 {
                #expect(response["Upgrade"] == "websocket")
                #expect(response["Connection"] == "Upgrade")
            }
            if refusal.name == "Sec-WebSocket-Version" {
                #expect(response["Sec-WebSocket-Version"] == "13")
            }
            await connection.close()
        }
    }

    @Test(
        "so is one with the wrong method, version or a body",
        arguments: [
            ("POST /ws HTTP/1.1", "", 405, "GET, HEAD"),
            ("HEAD /ws HTTP/1.1", "", 405, "GET"),
            ("GET /ws HTTP/1.0", "", 505, nil),
            ("GET /none HTTP/1.1", "", 404, nil),
            ("GET /ws HTTP/1.1", "Content-Length: 3\r\n\r\nabc", 400, nil),
        ] as [(String, String, Int, String?)]
    )
    func refusedLine(start: String, rest: String, status: Int, allow: String?) async throws {
        try await withServer(makeServer()) { address in
            let connection = try await RawConnection(to: address)
            await connection.send(OpeningFields().request(start).dropLast(rest.isEmpty ? 0 : 1) + rest)
            let response = try await connection.receiveResponse(hasBody: false)
            #expect(response.status == status)
            #expect(response["Allow"] == allow)
            await connection.close()
        }
    }

    @Test("after a refusal the same connection can open a WebSocket")
    func refusedAndAccepted() async throws {
        try await withServer(makeServer()) { address in
            let connection = try await RawConnection(to: address)
            #expect(try await connection.exchange(OpeningFields("Upgrade").request()).status == 426)
            await connection.send(OpeningFields().request())
            #expect(try await connection.receiveResponse(hasBody: false).status == 101)
            await connection.close()
        }
    }

    @Test("what a refusal says can be the application's own, on a route and in a handler")
    func refusalResponse() async throws {
        var upgrader = Upgrader(checkOrigin: .custom { _ in false })
        upgrader.refusalResponse = { request, response in
            var response = response
            response.headers["X-Path"] = request.path
            response.body = Array("No \(response.status.rawValue)".utf8)
            return response
        }
        let server = makeServer()
        server.webSocket("/route", upgrader: upgrader) { _ in }
        server.get("/handler") { [upgrader] request in try upgrader.upgrade(request) { _ in } }
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            for path in ["/route", "/handler"] {
                let forbidden = try await connection.exchange(OpeningFields().request("GET \(path) HTTP/1.1"))
                #expect(forbidden.status == 403)
                #expect(forbidden["X-Path"] == path)
                #expect(forbidden.body == Array("No 403".utf8))
                let request = OpeningFields("Sec-WebSocket-Version", ["12"]).request("GET \(path) HTTP/1.1")
                let outdated = try await connection.exchange(request)
                #expect(outdated.status == 426)
                #expect(outdated["Sec-WebSocket-Version"] == "13")
                #expect(outdated.body == Array("No 426".utf8))
            }
            await connection.close()
        }
    }

    @Test("a handshake whose bytes come one after the other is accepted")
    func byteByByte() async throws {
        try await withServer(makeServer()) { address in
            let connection = try await RawConnection(to: address)
            let bytes = Array(OpeningFields().request().utf8) + textFrame("hi")
            try await connection.send(pieces: bytes.map { [$0] })
            #expect(try await connection.receiveResponse(hasBody: false).status == 101)
            #expect(try await connection.receive(4) == [0x81, 2, 0x68, 0x69])
            await connection.close()
        }
    }

    @Test("a handshake that takes too long is refused; one that has succeeded has all the time")
    func slowHandshake() async throws {
        try await withServer(makeServer { $0.headTimeout = .seconds(1) }) { address in
            let connection = try await RawConnection(to: address, sending: OpeningFields().request())
            #expect(try await connection.receiveResponse(hasBody: false).status == 101)

            let slow = try await RawConnection(to: address, sending: String(OpeningFields().request().dropLast()))
            #expect(try await slow.receiveResponse().status == 408)
            #expect(try await slow.receiveToEnd() == [])
            await slow.close()

            await connection.send(textFrame("hi"))
            #expect(try await connection.receive(4) == [0x81, 2, 0x68, 0x69])
            await connection.close()
        }
    }
}
