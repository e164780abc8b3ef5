//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("Refused requests", .timeLimit(.minutes(1)))
struct RefusalTests {
    /// Bytes that are no request, and what they are answered with before the connection is closed.
    struct BadRequest: Sendable, CustomTestStringConvertible {
        let text: String
        let status: Int

        init(_ status: Int, _ text: String) {
            self.text = text
            self.status = status
        }

        var testDescription: String { "\(self.status): \(self.text.prefix(100).debugDescription)" }
    }

    static let badRequests = [
        BadRequest(400, "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\r\n\r\n"),
        BadRequest(400, "hello\r\n\r\n"),
        BadRequest(400, "GET /hello\r\n\r\n"),
        BadRequest(400, "GET  /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        BadRequest(400, "GET hello HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        BadRequest(400, "GET /hello HTTP/1.1\nHost: a\n\n"),
        BadRequest(400, "GET /hello HTTP/1.1\r\n\r\n"),
        BadRequest(400, "GET /hello HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n"),
        BadRequest(400, "GET /hello HTTP/1.1\r\nHost: a b\r\n\r\n"),
        BadRequest(400, "GET /hello HTTP/1.1\r\nHost: localhost\r\nX y: 1\r\n\r\n"),
        BadRequest(400, "GET /hello HTTP/1.1\r\nHost: localhost\r\nX: \u{0}\r\n\r\n"),
        BadRequest(400, "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        BadRequest(400, "GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        BadRequest(400, "GET /%ff HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        BadRequest(413, "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048577\r\n\r\n"),
        BadRequest(413, "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(UInt64.max)\r\n\r\n"),
        BadRequest(
            413,
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(String(repeating: "9", count: 99))\r\n\r\n"
        ),
        BadRequest(413, "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n"),
        BadRequest(
            413,
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n"
        ),
        BadRequest(414, "GET /\(String(repeating: "a", count: 8192)) HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        BadRequest(414, "GET /\(String(repeating: "a", count: 20_000))"),
        BadRequest(417, "POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 200-ok\r\nContent-Length: 1\r\n\r\na"),
        BadRequest(431, "GET /hello HTTP/1.1\r\nHost: localhost\r\nX: \(String(repeating: "a", count: 16_384))"),
        BadRequest(431, "GET /hello HTTP/1.1\r\nHost: localhost\r\n\(String(repeating: "X: 1\r\n", count: 100))\r\n"),
        BadRequest(
            431,
            "GET /hello HTTP/1.1\r\nHost: localhost\r\n\(String(repeating: "X: 1\r\n", count: 10_000))\r\n"
        ),
        BadRequest(501, "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        BadRequest(501, "\(String(repeating: "A", count: 33)) / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        BadRequest(505, "GET /hello HTTP/2.0\r\nHost: localhost\r\n\r\n"),
        BadRequest(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ]

    /// Shapes that two recipients could understand differently, so that one takes for a request what the other takes
    /// for a body.
    static let smuggling = [
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nabcde",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5, 5\r\n\r\nabcde",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: +5\r\n\r\nabcde",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0x5\r\n\r\nabcde",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length : 5\r\n\r\nabcde",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length:\r\n 5\r\n\r\nabcde",
        "POST /echo HTTP/1.1\r\n Content-Length: 5\r\nHost: localhost\r\n\r\nabcde",
        "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: \u{b}chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding:chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3 \r\nabc\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcde\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3;a\nb\r\nabc\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nX: 1\rContent-Length: 5\r\n\r\nabcde",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nX: 1\nContent-Length: 5\r\n\r\nabcde",
    ]

    @Test("what is no request is answered with its status, and the connection closed", arguments: badRequests)
    func refused(_ request: BadRequest) async throws {
        try await withServer(makeServer()) { address in
            let response = try await lastAnswer(to: request.text, at: address)
            #expect(response.status == request.status)
            #expect(response.text.hasSuffix(".\n"))
        }
    }

    @Test("an ambiguous message is refused, and a request hidden behind it is not answered", arguments: smuggling)
    func ambiguous(_ request: String) async throws {
        try await withServer(makeServer()) { address in
            let hidden = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"
            let response = try await lastAnswer(to: request + hidden, at: address)
            #expect(response.status == 400 || response.status == 501)
        }
    }

    @Test("a request that is refused does not take the answer from those before it")
    func refusedBehindGood() async throws {
        try await withServer(makeServer()) { address in
            let connection = try await RawConnection(to: address)
            await connection.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\nGET /hello HTTP/9.9\r\n\r\n")
            #expect(try await connection.receiveResponse().text == "Hello World")
            #expect(try await connection.receiveResponse().status == 505)
            #expect(try await connection.receiveToEnd() == [])
            await connection.close()
        }
    }

    @Test("a body in chunks is refused when it grows beyond the limit, and not before")
    func chunkedTooLarge() async throws {
        try await withServer(makeServer { $0.maxBodySize = 1000 }) { address in
            let connection = try await RawConnection(to: address)
            let head = "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            let chunk = "1f4\r\n\(String(repeating: "x", count: 500))\r\n"
            let response = try await connection.exchange(head + chunk + chunk + "0\r\n\r\n")
            #expect(response.status == 200)
            #expect(response.body.count == 1000)
            await connection.send(head + chunk + chunk)
            #expect(try await connection.exchange("1\r\n").status == 413)
            await connection.close()
        }
    }

    @Test("a client that goes on sending a body that was refused can read why")
    func refusedWhileSending() async throws {
        try await withServer(makeServer(), at: unixAddress()) { address in
            let connection = try await RawConnection(to: address)
            await connection.send(
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(largeBody.count)\r\n\r\n"
            )
            await connection.send(largeBody)
            let response = try await connection.receiveResponse()
            #expect(response.status == 413)
            #expect(response["Connection"] == "close")
            #expect(try await connection.receiveToEnd() == [])
            await connection.close()
        }
    }

    @Test("an unknown path, a method that the path has not, and one that nobody has, keep the connection")
    func routes() async throws {
        let server = makeServer()
        server.on(.delete, "/{name}") { _ in HTTP.Response() }
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            func status(_ method: String, _ path: String) async throws -> RawResponse {
                try await connection.exchange(
                    "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
                )
            }
            #expect(try await status("GET", "/").status == 404)
            #expect(try await status("GET", "/hello/").status == 404)
            #expect(try await status("GET", "//hello").status == 404)
            #expect(try await status("GET", "/HELLO").status == 405)
            #expect(try await status("OPTIONS", "*").status == 404)
            let response = try await status("POST", "/hello")
            #expect(response.status == 405)
            #expect(response["Allow"] == "GET, HEAD, DELETE")
            #expect(try await status("PUT", "/echo")["Allow"] == "GET, HEAD, POST, DELETE")
            #expect(try await status("PUT", "/only-delete")["Allow"] == "DELETE")
            #expect(try await status("get", "/hello").status == 501)
            #expect(try await status("BREW", "/hello").status == 501)
            #expect(try await status("DELETE", "/hello").status == 200)
            await connection.close()
        }
    }
}
