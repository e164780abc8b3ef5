//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("Answers of the upgrader", .timeLimit(.minutes(1)))
struct UpgradeResponseTests {
    private func exchange(_ server: HTTPServer, _ fields: String = "") async throws -> RawResponse {
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            let response = try await connection.exchange(
                "GET /ws HTTP/1.1\r\nHost: localhost\r\n\(fields)\(handshakeFields)\r\n",
                hasBody: false
            )
            await connection.close()
            return response
        }
    }

    @Test(
        "the subprotocol is the first in common, in the order of whose preference counts",
        arguments: [
            ("b, a", SubprotocolPreference.server, "a"),
            ("b, a", .client, "b"),
            ("x, y", .server, nil),
            ("x, y", .client, nil),
            ("x, c", .server, "c"),
            ("A, B", .server, nil),
            (nil, .server, nil),
        ] as [(String?, SubprotocolPreference, String?)]
    )
    func subprotocols(offered: String?, preference: SubprotocolPreference, expected: String?) async throws {
        let server = HTTPServer(eventLoops: 1)
        let upgrader = Upgrader(subprotocols: ["a", "b", "c"], subprotocolPreference: preference)
        server.webSocket("/ws", upgrader: upgrader) { socket in try await socket.send(socket.subprotocol ?? "none") }
        let field = offered.map { "Sec-WebSocket-Protocol: \($0)\r\n" } ?? ""
        let response = try await self.exchange(server, field)
        #expect(response.status == 101)
        #expect(response["Sec-WebSocket-Protocol"] == expected)

        // The dialer sees the same, and so does the handler.
        let list = offered?.split(separator: ", ").map(String.init) ?? []
        try await withServer(server) { address in
            try await Dialer(subprotocols: list).connect(to: "ws://\(address)/ws") { socket in
                #expect(socket.subprotocol == expected)
                let message = try await socket.receive()
                #expect(message == .text(expected ?? "none"))
            }
        }
    }

    @Test("fields of the route's own stand in the answer, cookies more than once")
    func headers() async throws {
        let server = HTTPServer(eventLoops: 1)
        server.get("/ws") { request in
            let headers: HTTP.Fields = [
                "Set-Cookie": "a=1", "Set-Cookie": "b=2; Path=/", "X-Own": "yes", "Server": "s",
            ]
            return try Upgrader().upgrade(request, headers: headers) { _ in }
        }
        let response = try await self.exchange(server)
        #expect(response.status == 101)
        #expect(response.values(of: "Set-Cookie") == ["a=1", "b=2; Path=/"])
        #expect(response["X-Own"] == "yes")
        #expect(response["Server"] == "s")
        #expect(response["Sec-WebSocket-Accept"] == handshakeAccept)
    }

    @Test(
        "the handshake's own fields cannot be set: that is an error in the route, and 500 on the wire",
        arguments: [
            "Upgrade", "connection", "Sec-WebSocket-Accept", "SEC-WEBSOCKET-PROTOCOL", "Sec-WebSocket-Extensions",
            "Sec-WebSocket-Anything", "Content-Length", "Transfer-Encoding", "Trailer",
        ]
    )
    func reservedHeaders(name: String) async throws {
        let server = HTTPServer(eventLoops: 1)
        server.get("/ws") { request in
            var headers = HTTP.Fields()
            try headers.append(name, "1")
            let error = #expect(throws: WebSocket.Error.self) {
                try Upgrader().upgrade(request, headers: headers) { _ in }
            }
            #expect(error?.code == .invalidArgument)
            #expect(error?.message.contains(name) == true)
            return try Upgrader().upgrade(request, headers: headers) { _ in }
        }
        let response = try await self.exchange(server)
        #expect(response.status == 500)
        #expect(response.values(of: "Sec-WebSocket-Accept").isEmpty)
    }

    @Test("a route can refuse before it upgrades, and read the path's parameters after")
    func ownRoute() async throws {
        let server = HTTPServer(eventLoops: 1)
        server.get("/rooms/{room}") { request in
            guard request.headers["Authorization"] == "Bearer good" else {
                throw HTTP.Error(HTTP.Response(status: .unauthorized, headers: ["WWW-Authenticate": "Bearer"]))
            }
            let room = request.parameters["room"] ?? ""
            return try Upgrader().upgrade(request) { socket in try await socket.send("welcome to " + room) }
        }
        try await withServer(server) { address in
            let url = "ws://\(address)/rooms/caf%C3%A9"
            let error = await #expect(throws: WebSocket.Error.self) { try await Dialer().dial(url) }
            #expect(error?.response?.status == .unauthorized)
            #expect(error?.response?.headers["WWW-Authenticate"] == "Bearer")
            try await Dialer(headers: ["Authorization": "Bearer good"]).connect(to: url) { socket in
                let message = try await socket.receive()
                #expect(message == .text("welcome to café"))
            }
        }
    }
}
