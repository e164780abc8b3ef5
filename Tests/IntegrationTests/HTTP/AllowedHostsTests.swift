//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("Allowed hosts", .timeLimit(.minutes(1)))
struct AllowedHostsTests {
    /// Returns the status of the answer to a request for a page and to one for a WebSocket.
    private func statuses(host: String?, at address: NetworkAddress) async throws -> [Int] {
        let field = host.map { "Host: \($0)\r\n" } ?? ""
        let version = host == nil ? "HTTP/1.0" : "HTTP/1.1"
        var statuses = [try await answer(to: "GET /hello \(version)\r\n\(field)\r\n", at: address).status]
        if host != nil {
            let connection = try await RawConnection(to: address)
            let head = "GET /ws HTTP/1.1\r\n\(field)\(handshakeFields)\r\n"
            statuses.append(try await connection.exchange(head).status)
            await connection.close()
        }
        return statuses
    }

    private func expect(
        _ statuses: [Int],
        host: String,
        at address: NetworkAddress,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let received = try await self.statuses(host: host, at: address)
        #expect(received == statuses, sourceLocation: sourceLocation)
    }

    private static func makeServer(_ allowed: HTTPServer.AllowedHosts? = nil) -> HTTPServer {
        IntegrationTests.makeServer { configuration in
            if let allowed { configuration.allowedHosts = allowed }
        }
    }

    @Test("a page whose name resolves to this machine is told 421 on every route, and the event says what to do")
    func rebinding() async throws {
        let log = EventLog()
        let server = IntegrationTests.makeServer { $0.onEvent = { log.append($0) } }
        server.post("/page") { _ in
            Issue.record("the handler has got a request for another host")
            return HTTP.Response()
        }
        try await withServer(server) { address in
            let port = address.port ?? 0
            let host = "evil.example:\(port)"
            let page = try await lastAnswer(to: "GET /hello HTTP/1.1\r\nHost: \(host)\r\n\r\n", at: address)
            #expect(page.status == 421)
            #expect(page.text.contains("evil.example"))
            #expect(page.text.contains("HTTPServer.Configuration.allowedHosts"))
            // As a browser opens it from that page: of the same origin, by the name that it gives.
            let upgrade = try await lastAnswer(
                to: "GET /ws HTTP/1.1\r\nHost: \(host)\r\nOrigin: http://\(host)\r\n\(handshakeFields)\r\n",
                at: address
            )
            #expect(upgrade.status == 421)
            // Refused before its body has come.
            let post = "POST /page HTTP/1.1\r\nHost: \(host)\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n"
            #expect(try await lastAnswer(to: post, at: address).status == 421)
            // An absolute target names the host, whatever the field says.
            let evil = "GET http://\(host)/hello HTTP/1.1\r\nHost: localhost\r\n\r\n"
            #expect(try await lastAnswer(to: evil, at: address).status == 421)
            let good = "GET http://localhost/hello HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n"
            #expect(try await lastAnswer(to: good, at: address).status == 200)
        }
        let refusals = log.events.filter { if case .hostNotAllowed = $0.kind { true } else { false } }
        #expect(refusals.count == 4)
        for event in refusals {
            #expect(event.level == .warning)
            #expect(event.metadata["host"] == "evil.example")
            #expect(event.message.contains("allowedHosts"))
        }
        #expect(server.metrics.handshakes[.misdirectedRequest] == 1)
    }

    @Test(
        "on the loopback interface addresses and localhost are allowed by default, and no other name",
        arguments: [
            ("127.0.0.1", true), ("127.0.0.1:8080", true), ("192.0.2.1", true), ("[::1]:8080", true),
            ("[2001:db8::1]", true),
            ("localhost", true), ("localhost:8080", true), ("LocalHost.", true), ("a.b.localhost:1", true),
            ("localhost:", true),
            (nil, true),
            ("evil.example", false), ("localhost.evil.example", false), ("evillocalhost", false), ("a", false),
            ("127.0.0.1.evil.example", false), ("127.0.0.1.", false), ("127.1", false), ("0x7f.1", false),
            ("2130706433", false),
            (".localhost", false), ("localhost..", false), ("%6cocalhost", false), ("[::1].evil.example", false),
            ("[evil]", false),
        ] as [(String?, Bool)]
    )
    func automatic(host: String?, isAllowed: Bool) async throws {
        try await withServer(Self.makeServer()) { address in
            let statuses = try await self.statuses(host: host, at: address)
            // Some are no hosts at all.
            let refusals = [[421, 421], [400, 400]]
            if isAllowed {
                #expect(statuses == (host == nil ? [200] : [200, 101]))
            } else {
                #expect(refusals.contains(statuses))
            }
        }
    }

    @Test(
        "a list allows its names, in any case, with or without a port, and what is always allowed",
        arguments: [
            ("chat.example.com", true), ("CHAT.example.com:8443", true), ("chat.example.com.", true),
            ("a.example.org", true),
            ("b.a.Example.ORG:80", true), ("localhost", true), ("127.0.0.1", true), ("[::1]", true),
            ("example.com", false), ("www.example.com", false), ("a.chat.example.com", false), ("example.org", false),
            ("aexample.org", false), ("chat.example.com.evil", false), ("xn--caf-dma.example", true),
            ("caf.example", false),
        ]
    )
    func named(host: String, isAllowed: Bool) async throws {
        let allowed = try HTTPServer.AllowedHosts(["Chat.example.com", "*.example.org.", "xn--caf-dma.example"])
        try await withServer(Self.makeServer(allowed)) { address in
            try await self.expect(isAllowed ? [200, 101] : [421, 421], host: host, at: address)
        }
    }

    @Test("any host is allowed if that is said")
    func any() async throws {
        try await withServer(Self.makeServer(.any)) { address in
            try await self.expect([200, 101], host: "evil.example", at: address)
        }
    }

    @Test("proxies that connect by a Unix socket, or are trusted, may name any host by default, and none beside a list")
    func proxies() async throws {
        try await withServer(Self.makeServer(), at: unixAddress()) { address in
            try await self.expect([200, 101], host: "public.example", at: address)
        }
        try await withServer(Self.makeServer(try HTTPServer.AllowedHosts(["a.example"])), at: unixAddress()) {
            address in
            try await self.expect([421, 421], host: "public.example", at: address)
            try await self.expect([200, 101], host: "a.example", at: address)
        }
        for (proxy, statuses) in [("127.0.0.0/8", [200, 101]), ("192.0.2.1", [421, 421]), ("unix", [421, 421])] {
            let proxies = try HTTPServer.TrustedProxies([proxy], telling: .xForwarded)
            let server = IntegrationTests.makeServer { $0.trustedProxies = proxies }
            try await withServer(server) { address in
                try await self.expect(statuses, host: "public.example", at: address)
            }
        }
    }

    @Test("a Unix socket beside the loopback interface is exempt, and the interface is not")
    func mixed() async throws {
        let server = Self.makeServer()
        let (addresses, continuation) = AsyncStream<[NetworkAddress]>.makeStream()
        let path = unixAddress()
        let serving = Task {
            try await server.run(at: [.tcp(host: "127.0.0.1", port: 0), .address(path)]) { continuation.yield($0) }
        }
        var iterator = addresses.makeAsyncIterator()
        let bound = try #require(await iterator.next())
        try await self.expect([421, 421], host: "public.example", at: bound[0])
        try await self.expect([200, 101], host: "public.example", at: bound[1])
        serving.cancel()
        try await serving.value
    }
}
