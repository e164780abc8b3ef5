//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("Routing", .timeLimit(.minutes(1)))
struct RoutingTests {
    /// Says which pattern matched, and what its parameters are.
    private static func makeServer() -> HTTPServer {
        let server = HTTPServer(eventLoops: 1)
        let patterns = [
            "/", "/a", "/a/", "/users/{id}", "/users/me", "/users/{id}/posts", "/users/me/{what}", "/{x}/posts/{y}",
            "/with space", "/ünï/{x}", "/..", "/a/b",
        ]
        for pattern in patterns {
            server.get(pattern) { request in
                let parameters = request.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                return HTTP.Response(text: ([pattern] + parameters).joined(separator: " "))
            }
        }
        return server
    }

    @Test(
        "the most literal pattern wins, whatever the order, and parameters are decoded",
        arguments: [
            ("/", "/"),
            ("/a", "/a"),
            ("/a/", "/a/"),
            ("/a?b=/users/1", "/a"),
            ("http://localhost/a", "/a"),
            ("/users/1", "/users/{id} id=1"),
            ("/users/me", "/users/me"),
            ("/users/%6de", "/users/me"),
            ("/users/Me", "/users/{id} id=Me"),
            ("/users/1/posts", "/users/{id}/posts id=1"),
            ("/users/me/posts", "/users/me/{what} what=posts"),
            ("/users/posts/1", "/{x}/posts/{y} x=users y=1"),
            ("/others/posts/1", "/{x}/posts/{y} x=others y=1"),
            ("/users/posts/posts", "/users/{id}/posts id=posts"),
            ("/users/", "404"),
            ("/users/1/", "404"),
            ("/users//posts", "404"),
            ("/users/a%2Fb", "/users/{id} id=a/b"),
            ("/users/a%20b+c", "/users/{id} id=a b+c"),
            ("/users/%C3%BC", "/users/{id} id=ü"),
            ("/users/%7Bid%7D", "/users/{id} id={id}"),
            ("/with%20space", "/with space"),
            ("/%C3%BCn%C3%AF/1", "/ünï/{x} x=1"),
            ("/users/%7B%7D", "/users/{id} id={}"),
            // The same letters to look at, but other bytes.
            ("/u%CC%88ni%CC%88/1", "404"),
        ]
    )
    func patterns(target: String, expected: String) async throws {
        try await withServer(Self.makeServer()) { address in
            let response = try await answer(to: "GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n", at: address)
            #expect(response.status == 200 ? response.text == expected : "\(response.status)" == expected)
        }
    }

    @Test("routes whose paths only look alike stand beside each other, and slashes divide them whatever is beside them")
    func lookalikes() async throws {
        let server = HTTPServer(eventLoops: 1)
        // The second is the first in another normal form; in the others a mark or a prepended character is beside a slash.
        let paths = ["/caf\u{E9}", "/cafe\u{301}", "/a/\u{301}b", "/a\u{600}/b"]
        for path in paths {
            server.get(path) { HTTP.Response(text: "\(path) \($0.parameters.count)") }
        }
        server.get("/{x}/\u{301}") { HTTP.Response(text: "x=\($0.parameters["x"] ?? "-")") }
        let targets = [
            ("/caf%C3%A9", "/caf\u{E9} 0"), ("/cafe%CC%81", "/cafe\u{301} 0"), ("/a/%CC%81b", "/a/\u{301}b 0"),
            ("/a%D8%80/b", "/a\u{600}/b 0"), ("/a%2F%CC%81b", "404"), ("/z/%CC%81", "x=z"),
        ]
        try await withServer(server) { address in
            for (target, expected) in targets {
                let response = try await answer(to: "GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n", at: address)
                let text = response.status == 200 ? response.text : "\(response.status)"
                #expect(text.utf8.elementsEqual(expected.utf8), "\(target): \(text)")
            }
        }
    }

    @Test(
        "segments of points are segments like others, escaped or not",
        arguments: [
            ("/users/..", "/users/{id} id=.."),
            ("/users/%2e%2E", "/users/{id} id=.."),
            ("/users/.", "/users/{id} id=."),
            ("/users/..%2F..%2Fetc", "/users/{id} id=../../etc"),
            ("/users/../a", "404"),
            ("/x/../a", "404"),
            ("/..", "/.."),
            ("/./a", "404"),
            ("/%2e%2e/posts/..", "/{x}/posts/{y} x=.. y=.."),
        ]
    )
    func points(target: String, expected: String) async throws {
        try await withServer(Self.makeServer()) { address in
            let response = try await answer(to: "GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n", at: address)
            #expect(response.status == 200 ? response.text == expected : "\(response.status)" == expected)
        }
    }

    @Test("a route sees the request as it was sent")
    func request() async throws {
        let server = HTTPServer(eventLoops: 1)
        server.on("PROPFIND", "/{x}/b") { request in
            let items = request.queryItems.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
            let values = request.headers.values(of: "x-twice").joined(separator: "+")
            let body = String(decoding: request.body, as: UTF8.self)
            let hasAddress = request.remoteAddress != nil
            return HTTP.Response(
                text:
                    "\(request.method) \(request.path) \(request.query ?? "-") \(items) \(values) \(body) \(hasAddress)"
            )
        }
        try await withServer(server) { address in
            let response = try await answer(
                to: "PROPFIND /%61/b?x=%20y&z=+ HTTP/1.1\r\nHost: localhost\r\nX-Twice: 1\r\nx-twice: 2\r\n"
                    + "Content-Length: 4\r\n\r\nbody",
                at: address
            )
            #expect(response.text == "PROPFIND /%61/b x=%20y&z=+ x= y&z=  1+2 body true")
        }
    }

    @Test(
        "a name or a value of the query that cannot be decoded stays as it was sent, and the others are decoded",
        arguments: [
            ("a=%41&b=%zz&c=x+y", "a=A|b=%zz|c=x y"), ("b=%&a=1", "b=%|a=1"), ("b=%4&a=1", "b=%4|a=1"),
            ("b=%00&a=1", "b=%00|a=1"), ("b=%ff&a=%C3%A4", "b=%ff|a=ä"), ("%zz=%41&a=1", "%zz=A|a=1"),
            ("a+%=%41", "a+%=A"), ("a=1&b=%zz+", "a=1|b=%zz+"),
        ]
    )
    func queryItems(query: String, items: String) async throws {
        let server = HTTPServer(eventLoops: 1)
        server.get("/") { request in
            HTTP.Response(text: request.queryItems.map { "\($0.name)=\($0.value)" }.joined(separator: "|"))
        }
        try await withServer(server) { address in
            let request = "GET /?\(query) HTTP/1.1\r\nHost: localhost\r\n\r\n"
            let response = try await answer(to: request, at: address)
            #expect(response.text == items)
        }
    }

    @Test("what a route throws is answered: an HTTP.Error as it says, anything else with 500 and no detail")
    func errors() async throws {
        struct Secret: Error {}
        let server = HTTPServer(eventLoops: 1)
        server.get("/teapot") { _ in throw HTTP.Error(418, "short and stout") }
        server.get("/phrase") { _ in throw HTTP.Error(.forbidden) }
        server.get("/own") { _ in throw HTTP.Error(HTTP.Response(status: .found, headers: ["Location": "/teapot"])) }
        server.get("/secret") { _ in throw Secret() }
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            func get(_ target: String) async throws -> RawResponse {
                try await connection.exchange("GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n")
            }
            let teapot = try await get("/teapot")
            #expect(teapot.status == 418)
            #expect(teapot.text == "short and stout\n")
            #expect(try await get("/phrase").text == "Forbidden\n")
            let own = try await get("/own")
            #expect(own.status == 302)
            #expect(own["Location"] == "/teapot")
            let secret = try await get("/secret")
            #expect(secret.status == 500)
            #expect(secret.text == "Internal Server Error\n")
            await connection.close()
        }
    }

    @Test("routes can be added while the server runs")
    func routesWhileRunning() async throws {
        let server = HTTPServer(eventLoops: 1)
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            let request = "GET /late/1 HTTP/1.1\r\nHost: localhost\r\n\r\n"
            #expect(try await connection.exchange(request).status == 404)
            server.get("/late/{x}") { _ in HTTP.Response(text: "first") }
            #expect(try await connection.exchange(request).text == "first")
            await connection.close()
        }
    }

    @Test(
        "a pattern that could match nothing that it means is the caller's mistake",
        arguments: [
            "hello", "", "{x}", "/a/{b", "/a/b}", "/a{b}c", "/{b}c", "/a{b}", "/{}", "/{", "/}", "/}{", "/{{a}}",
            "/{a}{b}",
            "/{a}/{a}", "/{a}/b/{c}/{a}", "/*", "/a/*", "/a*b", "/{*}", "/{rest*}", "/\u{301}{x}", "/{y}\u{301}",
            "/{a\u{301}}/{a\u{301}}",
        ]
    )
    func invalidPattern(pattern: String) async {
        await #expect(processExitsWith: .failure) { [pattern] in
            HTTPServer(eventLoops: 1).get(pattern) { _ in HTTP.Response() }
        }
    }

    @Test("a second route for the same requests is the caller's mistake")
    func duplicates() async {
        await #expect(processExitsWith: .failure) {
            let server = HTTPServer(eventLoops: 1)
            server.get("/a/{x}") { _ in HTTP.Response() }
            server.get("/a/{y}") { _ in HTTP.Response() }
        }
        await #expect(processExitsWith: .failure) {
            let server = HTTPServer(eventLoops: 1)
            server.on("PUT", "/a") { _ in HTTP.Response() }
            server.on("PUT", "/a") { _ in HTTP.Response() }
        }
        await #expect(processExitsWith: .failure) {
            let server = HTTPServer(eventLoops: 1)
            server.webSocket("/a") { _ in }
            server.webSocket("/a", upgrader: Upgrader(subprotocols: ["chat"])) { _ in }
        }
    }

    @Test("a path may have a GET route and a WebSocket route, in either order", arguments: [true, false])
    func webSocketBesideGet(webSocketIsFirst: Bool) async throws {
        let server = HTTPServer(eventLoops: 1)
        if webSocketIsFirst {
            server.webSocket("/rooms/{name}") { _ in }
        }
        server.get("/rooms/{room}") { HTTP.Response(text: "page of \($0.parameters["room"] ?? "-")\n") }
        server.post("/rooms/{room}") { _ in HTTP.Response(text: "posted\n") }
        if !webSocketIsFirst {
            server.webSocket("/rooms/{name}") { _ in }
        }
        server.webSocket("/rooms/only") { _ in }
        try await withServer(server) { address in
            func status(_ method: String, _ path: String, _ fields: String = "") async throws -> Int {
                let head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n\(fields)Content-Length: 0\r\n\r\n"
                let connection = try await RawConnection(to: address)
                let response = try await connection.exchange(head, hasBody: method != "HEAD")
                await connection.close()
                return response.status
            }
            #expect(try await status("GET", "/rooms/7") == 200)
            #expect(try await status("HEAD", "/rooms/7") == 200)
            #expect(try await status("POST", "/rooms/7") == 200)
            #expect(try await status("PUT", "/rooms/7") == 405)
            // An upgrade to something else is ignored (RFC 9110 §7.8).
            #expect(try await status("GET", "/rooms/7", "Connection: Upgrade\r\nUpgrade: h2c\r\n") == 200)
            // One that is malformed is told so.
            #expect(try await status("GET", "/rooms/7", "Connection: Upgrade\r\nUpgrade: websocket\r\n") == 400)
            #expect(try await status("GET", "/rooms/only") == 426)
            let connection = try await RawConnection(to: address)
            let opening = "GET /rooms/7 HTTP/1.1\r\nHost: localhost\r\n\(handshakeFields)\r\n"
            #expect(try await connection.exchange(opening, hasBody: false).status == 101)
            await connection.close()
        }
    }

    @Test("names of parameters in two normal forms are two")
    func parameterNames() async throws {
        let server = HTTPServer(eventLoops: 1)
        server.get("/{\u{E9}}/{e\u{301}}") { HTTP.Response(text: "\($0.parameters.count)") }
        try await withServer(server) { address in
            let response = try await answer(to: "GET /a/b HTTP/1.1\r\nHost: localhost\r\n\r\n", at: address)
            #expect(response.status == 200)
        }
    }
}
