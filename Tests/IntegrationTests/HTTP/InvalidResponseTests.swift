//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("Responses that cannot be sent", .timeLimit(.minutes(1)))
struct InvalidResponseTests {
    /// A server whose routes put what the query says into a header field.
    private static func makeServer(_ log: EventLog) -> HTTPServer {
        let server = IntegrationTests.makeServer { $0.onEvent = { log.append($0) } }
        func add(_ path: String, _ answer: @escaping @Sendable (HTTP.Request, String) throws -> HTTP.Response) {
            server.get(path) { request in try answer(request, request.queryItems.first?.value ?? "") }
        }
        add("/set") { _, value in
            var response = HTTP.Response(text: "set")
            response.headers["X-Reflected"] = "before"
            response.headers["X-Reflected"] = value
            return response
        }
        add("/literal") { _, value in HTTP.Response(headers: ["X-Reflected": value], body: [1]) }
        add("/redirect") { _, value in
            throw HTTP.Error(HTTP.Response(status: .found, headers: ["X-Reflected": value]))
        }
        add("/append") { _, value in
            var response = HTTP.Response()
            try response.headers.append("X-Reflected", value)
            return response
        }
        add("/upgrade") { request, value in
            try Upgrader().upgrade(request, headers: ["X-Reflected": value]) { _ in }
        }
        add("/upgraded") { request, value in
            var response = try Upgrader().upgrade(request) { _ in }
            response.headers["X-Reflected"] = value
            return response
        }
        add("/refusal") { request, value in
            var upgrader = Upgrader(checkOrigin: .custom { _ in false })
            upgrader.refusalResponse = { _, response in
                var response = response
                response.headers["X-Reflected"] = value
                return response
            }
            return try upgrader.upgrade(request) { _ in }
        }
        return server
    }

    @Test(
        "a field with a line break from the request becomes 500 and an event with its name, and the server goes on",
        arguments: ["/set", "/literal", "/redirect", "/append", "/upgrade", "/upgraded", "/refusal"],
        ["%0D%0AX-Evil:%201", "%0A", "a%0Db", "a%01", "%7F"]
    )
    func lineBreak(path: String, value: String) async throws {
        let log = EventLog()
        let server = Self.makeServer(log)
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            let head = "GET \(path)?v=\(value) HTTP/1.1\r\nHost: localhost\r\n\(handshakeFields)\r\n"
            let response = try await connection.exchange(head)
            #expect(response.status == 500)
            #expect(response["X-Reflected"] == nil)
            #expect(response["X-Evil"] == nil)
            #expect(response.text == "Internal Server Error\n")
            let next = try await connection.exchange("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(next.text == "Hello World")
            await connection.close()
        }
        let failures = log.events.filter { $0.level == .error }
        #expect(failures.count == 1)
        let reason = try #require(failures.first?.metadata["reason"])
        #expect(reason.contains("X-Reflected"))
        #expect(reason.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
        #expect(!reason.contains("X-Evil"))
        #expect(server.metrics.handlersFailed == 1)
    }

    @Test("a field whose name comes from the request becomes 500 too, and the event does not show the name")
    func name() async throws {
        let log = EventLog()
        let server = IntegrationTests.makeServer { $0.onEvent = { log.append($0) } }
        server.get("/name") { request in
            var response = HTTP.Response()
            for (name, value) in request.queryItems { response.headers[name] = value }
            return response
        }
        try await withServer(server) { address in
            for query in ["a%20secret=1", "=1", "ok=1&%C3%A4=2", "a:=1&b=2"] {
                let response = try await answer(
                    to: "GET /name?\(query) HTTP/1.1\r\nHost: localhost\r\n\r\n",
                    at: address
                )
                #expect(response.status == 500)
            }
            let response = try await answer(to: "GET /name?ok=1 HTTP/1.1\r\nHost: localhost\r\n\r\n", at: address)
            #expect(response["ok"] == "1")
        }
        let reasons = log.events.compactMap { $0.metadata["reason"] }
        #expect(reasons.count == 4)
        for reason in reasons {
            #expect(reason.contains("must be a token"))
            #expect(!reason.contains("secret"))
        }
    }

    @Test(
        "an interim status becomes 500 and an event with the status",
        arguments: [HTTP.Status.switchingProtocols, 199]
    )
    func interim(status: HTTP.Status) async throws {
        let log = EventLog()
        let server = IntegrationTests.makeServer { $0.onEvent = { log.append($0) } }
        server.get("/interim") { _ in HTTP.Response(status: status) }
        server.get("/changed") { request in
            var response = try Upgrader().upgrade(request) { _ in }
            response.status = .ok
            return response
        }
        try await withServer(server) { address in
            for path in ["/interim", "/changed"] {
                let head = "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(handshakeFields)\r\n"
                let response = try await answer(to: head, at: address)
                #expect(response.status == 500)
            }
        }
        let reasons = log.events.compactMap { $0.metadata["reason"] }
        #expect(reasons.count == 2)
        #expect(reasons.first?.contains("\(status.rawValue)") == true)
    }
}
