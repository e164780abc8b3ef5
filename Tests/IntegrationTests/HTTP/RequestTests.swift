//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("Requests", .timeLimit(.minutes(1)))
struct RequestTests {
    @Test("GET is answered with status, length, date and body, and the connection stays")
    func get() async throws {
        try await withServer(makeServer()) { address in
            let connection = try await RawConnection(to: address)
            for _ in 0..<3 {
                let response = try await connection.exchange("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(response.lines.first == "HTTP/1.1 200 OK")
                #expect(response.text == "Hello World")
                #expect(response["Content-Length"] == "11")
                #expect(response["Content-Type"] == "text/plain; charset=utf-8")
                #expect(response["Date"]?.hasSuffix(" GMT") == true)
                #expect(response.values(of: "Connection").isEmpty)
            }
            await connection.close()
        }
    }

    @Test("HEAD is answered like GET, without the body")
    func head() async throws {
        try await withServer(makeServer()) { address in
            let connection = try await RawConnection(to: address)
            let response = try await connection.exchange(
                "HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n",
                hasBody: false
            )
            #expect(response.status == 200)
            #expect(response["Content-Length"] == "11")
            // If a body had come, it would stand before the next head.
            let next = try await connection.exchange("GET /method HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(next.text == "GET")
            let last = try await connection.exchange(
                "HEAD /method HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                hasBody: false
            )
            #expect(last["Content-Length"] == "4")
            #expect(try await connection.receiveToEnd() == [])
            await connection.close()
        }
    }

    @Test("a route of HEAD's own is preferred to that of GET")
    func ownHead() async throws {
        let server = makeServer()
        server.on(.head, "/hello") { _ in HTTP.Response(headers: ["X-Head": "own"]) }
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            let request = "HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"
            #expect(try await connection.exchange(request, hasBody: false)["X-Head"] == "own")
            await connection.close()
        }
    }

    @Test(
        "a body arrives whole, with a length or in chunks",
        arguments: [
            ("Content-Length: 5\r\n\r\nabcde", "abcde"),
            ("Content-Length: 0\r\n\r\n", ""),
            ("\r\n", ""),
            ("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n02;x=\"y\"\r\nde\r\n0\r\n\r\n", "abcde"),
            ("Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\nX-Trailer: 1\r\n\r\n", "abcde"),
            ("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", ""),
        ]
    )
    func bodies(rest: String, body: String) async throws {
        try await withServer(makeServer()) { address in
            let connection = try await RawConnection(to: address)
            let request = "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + rest
            #expect(try await connection.exchange(request).text == body)
            // One byte at a time it is the same, and what was before has left nothing behind.
            try await connection.send(pieces: request.utf8.map { [$0] })
            #expect(try await connection.receiveResponse().text == body)
            await connection.close()
        }
    }

    @Test("a body as large as allowed arrives")
    func largestBody() async throws {
        try await withServer(makeServer { $0.maxBodySize = largeBody.count }) { address in
            let connection = try await RawConnection(to: address)
            await connection.send(
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(largeBody.count)\r\n\r\n"
            )
            await connection.send(largeBody)
            #expect(try await connection.receiveResponse().body == largeBody)
            await connection.close()
        }
    }

    @Test("HTTP/1.0 is answered once, and for longer only if it asks to be")
    func http10() async throws {
        try await withServer(makeServer()) { address in
            // Host is optional there.
            #expect(try await lastAnswer(to: "GET /hello HTTP/1.0\r\n\r\n", at: address).text == "Hello World")

            let connection = try await RawConnection(to: address)
            let request = "GET /hello HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"
            for _ in 0..<2 {
                let response = try await connection.exchange(request)
                #expect(response.text == "Hello World")
                #expect(response["Connection"] == "keep-alive")
            }
            await connection.close()
        }
    }

    @Test("a client or a route that says close is closed", arguments: ["close", "Close", "keep-alive, close"])
    func connectionClose(value: String) async throws {
        let server = makeServer()
        server.get("/last") { _ in HTTP.Response(headers: ["Connection": value]) }
        try await withServer(server) { address in
            let request = "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: \(value)\r\n\r\n"
            let response = try await lastAnswer(to: request, at: address)
            #expect(response.text == "Hello World")
            #expect(
                try await lastAnswer(to: "GET /last HTTP/1.1\r\nHost: localhost\r\n\r\n", at: address).status == 200
            )
        }
    }

    @Test("a client that waits for 100 Continue gets it, and one that does not wait too")
    func expectContinue() async throws {
        try await withServer(makeServer()) { address in
            let connection = try await RawConnection(to: address)
            let head = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
            await connection.send(head)
            #expect(try await connection.receive(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            #expect(try await connection.exchange("abc").text == "abc")

            await connection.send(head + "def")
            #expect(try await connection.receive(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            #expect(try await connection.receiveResponse().text == "def")
            await connection.close()
        }
    }

    @Test("a response of 5 MB reaches a reader that begins late")
    func largeResponse() async throws {
        try await withServer(makeServer(), at: unixAddress()) { address in
            let connection = try await RawConnection(to: address)
            await connection.setReading(false)
            await connection.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
            // The answer on another connection shows that the server has had its turn.
            #expect(try await answer(to: "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", at: address).status == 200)
            await connection.setReading(true)
            #expect(try await connection.receiveResponse().body == largeBody)
            #expect(try await connection.exchange("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 200)
            await connection.close()
        }
    }

    @Test("a status without content is sent without a body, whatever the route returns", arguments: [204, 304])
    func noContent(status: Int) async throws {
        let server = makeServer()
        let code = try #require(HTTP.Status(rawValue: status))
        server.get("/none") { _ in HTTP.Response(status: code, text: "surplus") }
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            let response = try await connection.exchange("GET /none HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(response.status == status)
            #expect(response.values(of: "Content-Length").isEmpty)
            #expect(try await connection.exchange("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 200)
            await connection.close()
        }
    }

    @Test("a route cannot break the framing or split its response")
    func responseSplitting() async throws {
        let server = makeServer()
        server.get("/split") { request in
            var fields = HTTP.Fields()
            try fields.append("X-Value", request.queryItems.first?.value ?? "")
            return HTTP.Response(headers: fields)
        }
        server.get("/length") { _ in
            HTTP.Response(headers: ["Content-Length": "1", "Transfer-Encoding": "chunked"], body: [0x61, 0x62])
        }
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            func get(_ target: String) async throws -> RawResponse {
                try await connection.exchange("GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n")
            }
            #expect(try await get("/split?v=harmless")["X-Value"] == "harmless")
            for value in ["a%0D%0ASet-Cookie:%20x", "a%0Ab", "a%0Db", "a%7Fb"] {
                let response = try await get("/split?v=" + value)
                #expect(response.status == 500)
                #expect(response.values(of: "Set-Cookie").isEmpty)
            }
            let response = try await get("/length")
            #expect(response.text == "ab")
            #expect(response.values(of: "Content-Length") == ["2"])
            #expect(response.values(of: "Transfer-Encoding").isEmpty)
            await connection.close()
        }
    }
}
