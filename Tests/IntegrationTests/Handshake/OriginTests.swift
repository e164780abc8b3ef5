//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("Origins", .timeLimit(.minutes(1)))
struct OriginTests {
    private static func makeServer(_ onEvent: (@Sendable (HTTPServer.Event) -> Void)? = nil) -> HTTPServer {
        var configuration = HTTPServer.Configuration()
        configuration.onEvent = onEvent
        configuration.eventLoops = 1
        configuration.allowedHosts = .any
        let server = HTTPServer(configuration: configuration)
        func add(_ path: String, _ check: Upgrader.OriginCheck?) {
            let upgrader = check.map { Upgrader(checkOrigin: $0) } ?? Upgrader()
            server.webSocket(path, upgrader: upgrader) { _ in }
        }
        add("/default", nil)
        add("/same", .sameOrigin)
        add("/any", .allowAnyOriginUnsafe)
        add("/some", .origins("https://friend.example", "https://*.friends.example:8443"))
        add("/custom", .custom { $0.headers["X-User"] != nil && $0.path == "/custom" && $0.remoteAddress != nil })
        add("/some-custom", .origins("https://friend.example").and { $0.headers["X-User"] != nil })
        add("/alone", .allowAnyOriginUnsafe.and { $0.headers["Origin"] == "https://friend.example" })
        add("/twice", .custom { $0.headers["X-User"] != nil }.and { $0.headers["X-User"] == "ann" })
        return server
    }

    private func status(
        _ path: String,
        host: String = "a.example",
        origin: String?,
        user: String? = nil
    ) async throws -> Int {
        try await withServer(Self.makeServer()) { address in
            let connection = try await RawConnection(to: address)
            let originField = origin.map { "Origin: \($0)\r\n" } ?? ""
            let userField = user.map { "X-User: \($0)\r\n" } ?? ""
            let response = try await connection.exchange(
                "GET \(path) HTTP/1.1\r\nHost: \(host)\r\n\(originField)\(userField)\(handshakeFields)\r\n",
                hasBody: false
            )
            await connection.close()
            return response.status
        }
    }

    @Test(
        "pages of the same origin and clients without one may come in",
        arguments: [
            ("a.example", nil),
            ("a.example", "http://a.example"),
            ("a.example", "http://a.example:80"),
            ("a.example:80", "http://a.example"),
            ("A.Example", "http://a.EXAMPLE"),
            ("a.example:8080", "http://a.example:8080"),
            ("[::1]:8080", "http://[::1]:8080"),
            ("[0:0::1]:8080", "http://[::1]:8080"),
        ] as [(String, String?)]
    )
    func same(host: String, origin: String?) async throws {
        for path in ["/default", "/same", "/any"] {
            #expect(try await self.status(path, host: host, origin: origin) == 101)
        }
    }

    @Test(
        "pages of any other may not, unless all may",
        arguments: [
            ("a.example", "http://b.example"),
            ("a.example", "http://a.example:8080"),
            ("a.example:8080", "http://a.example"),
            ("a.example", "https://a.example"),
            ("a.example", "ftp://a.example"),
            ("a.example", "http://sub.a.example"),
            ("a.example", "http://a.example.evil.example"),
            ("a.example", "http://evil.example/a.example"),
            ("a.example", "http://a.example@evil.example"),
            ("a.example", "http://evil.example@a.example"),
            ("a.example", "http://a.example/"),
            ("a.example", "http://a.example, http://a.example"),
            ("a.example", "http://a.example."),
            ("a.example", "a.example"),
            ("a.example", "//a.example"),
            ("a.example", "http://"),
            ("a.example", "null"),
            ("a.example", ""),
            ("null", "null"),
            ("127.0.0.1", "http://0x7f.1"),
            ("127.0.0.1", "http://localhost"),
        ]
    )
    func other(host: String, origin: String) async throws {
        #expect(try await self.status("/default", host: host, origin: origin) == 403)
        #expect(try await self.status("/same", host: host, origin: origin) == 403)
        #expect(try await self.status("/any", host: host, origin: origin) == 101)
    }

    @Test(
        "pages of the origins that are named may come in, and clients without one, and no others",
        arguments: [
            (nil, 101), ("https://friend.example", 101), ("https://a.friends.example:8443", 101),
            ("http://friend.example", 403), ("https://friends.example:8443", 403), ("http://a.example", 403),
            ("null", 403), ("https://friend.example, https://friend.example", 403),
        ] as [(String?, Int)]
    )
    func some(origin: String?, status: Int) async throws {
        #expect(try await self.status("/some", origin: origin) == status)
    }

    @Test(
        "a check of one's own adds to that of the origin, unless any origin is allowed",
        arguments: [
            ("/custom", "http://a.example", "ann", 101), ("/custom", nil, "ann", 101),
            // A page of another origin has the user's credentials, too.
            ("/custom", "https://friend.example", "ann", 403), ("/custom", "null", "ann", 403),
            ("/custom", "http://a.example", nil, 403), ("/custom", nil, nil, 403),
            ("/some-custom", "https://friend.example", "ann", 101), ("/some-custom", "http://a.example", "ann", 403),
            ("/some-custom", "https://friend.example", nil, 403),
            ("/alone", "https://friend.example", nil, 101), ("/alone", "http://a.example", nil, 403),
            ("/alone", nil, nil, 403),
            ("/twice", "http://a.example", "ann", 101), ("/twice", "http://a.example", "bob", 403),
        ] as [(String, String?, String?, Int)]
    )
    func custom(path: String, origin: String?, user: String?, status: Int) async throws {
        #expect(try await self.status(path, origin: origin, user: user) == status)
    }

    @Test(
        "the event of a refusal says which Origin was compared with what, and shows nothing of a malformed one",
        arguments: [
            (
                "/default", "a.example:81", "http://b.example",
                "The Origin http://b.example is not http://a.example:81, the scheme and the Host of the request."
            ),
            (
                "/same", "a.example", "http://A.example:8080",
                "The Origin http://a.example:8080 is not http://a.example, the scheme and the Host of the request."
            ),
            (
                "/same", "a.example", "null",
                "The Origin null is not http://a.example, the scheme and the Host of the request."
            ),
            (
                "/same", "a.example", "http://user:secret@a.example",
                "A malformed Origin is not http://a.example, the scheme and the Host of the request."
            ),
            (
                "/some", "a.example", "http://a.example",
                "The Origin http://a.example is not among the origins that the server allows."
            ),
            ("/custom", "a.example", "http://a.example", "The Origin http://a.example is refused by a custom check."),
            ("/custom", "a.example", nil, "A request without Origin is refused by a custom check."),
        ] as [(String, String, String?, String)]
    )
    func reason(path: String, host: String, origin: String?, reason: String) async throws {
        let log = EventLog()
        try await withServer(Self.makeServer { log.append($0) }) { address in
            let origin = origin.map { "Origin: \($0)\r\n" } ?? ""
            let head = "GET \(path) HTTP/1.1\r\nHost: \(host)\r\n\(origin)\(handshakeFields)\r\n"
            let response = try await answer(to: head, at: address)
            #expect(response.status == 403)
            // The peer is not told.
            #expect(response.text == "Pages of this origin may not open a WebSocket here.\n")
        }
        let refusals = log.events.filter { if case .handshakeRefused = $0.kind { true } else { false } }
        #expect(refusals.map { $0.metadata["reason"] } == [reason])
    }

    @Test("a refused page is told so, and the connection stays for others")
    func refusal() async throws {
        try await withServer(Self.makeServer()) { address in
            let connection = try await RawConnection(to: address)
            let head = "GET /default HTTP/1.1\r\nHost: a.example\r\n"
            let response = try await connection.exchange(head + "Origin: http://evil\r\n\(handshakeFields)\r\n")
            #expect(response.status == 403)
            #expect(response.text == "Pages of this origin may not open a WebSocket here.\n")
            let next = try await connection.exchange(head + "\(handshakeFields)\r\n", hasBody: false)
            #expect(next.status == 101)
            await connection.close()
        }
    }
}
