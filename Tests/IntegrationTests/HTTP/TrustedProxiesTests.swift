//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import LoopbackSupport
import Synchronization
import Testing
import WebSockets

@Suite("Behind proxies", .timeLimit(.minutes(1)))
struct TrustedProxiesTests {
    /// A server that says who it takes its client for.
    private func server(
        _ trusted: [String],
        _ means: HTTPServer.TrustedProxies.Means,
        _ change: (inout HTTPServer.Configuration) -> Void = { _ in }
    ) throws -> HTTPServer {
        let proxies = try HTTPServer.TrustedProxies(trusted, telling: means)
        let server = makeServer {
            $0.trustedProxies = proxies
            change(&$0)
        }
        server.get("/client") { request in
            let isPeer = request.clientAddress == request.remoteAddress
            return HTTP.Response(
                text: "\(isPeer ? "peer" : request.clientAddress?.description ?? "-") \(request.isSecure)"
            )
        }
        server.webSocket("/socket") { socket in
            let isPeer = socket.clientAddress == socket.remoteAddress
            try await socket.send(isPeer ? "peer" : socket.clientAddress?.description ?? "-")
        }
        return server
    }

    private func client(
        _ server: HTTPServer,
        before: String = "",
        fields: String = "",
        at address: NetworkAddress = .tcp(host: "127.0.0.1", port: 0)
    ) async throws -> String {
        try await withServer(server, at: address) { address in
            let head = "GET /client HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n"
            return try await answer(to: before + head, at: address).text
        }
    }

    @Test(
        "a trusted proxy's fields say who the client is, and whether it came by TLS",
        arguments: [
            (.xForwarded, "X-Forwarded-For: 198.51.100.7\r\nX-Forwarded-Proto: https\r\n", "198.51.100.7:0 true"),
            (.xForwarded, "X-Forwarded-For: 203.0.113.1, 198.51.100.7, 127.0.0.9\r\n", "198.51.100.7:0 false"),
            (.xForwarded, "X-Forwarded-For: 203.0.113.1\r\nX-Forwarded-For: 2001:db8::7\r\n", "[2001:db8::7]:0 false"),
            (.xForwarded, "Forwarded: for=198.51.100.7;proto=https\r\n", "peer false"),
            (.xForwarded, "X-Forwarded-For: nonsense\r\n", "peer false"),
            (.xForwarded, "", "peer false"),
            (.xForwarded, "X-Forwarded-Proto: https\r\n", "peer true"),
            (.xForwarded, "X-Forwarded-Proto: https, http\r\n", "peer false"),
            (.forwarded, "X-Forwarded-Proto: https\r\n", "peer false"),
            // What a client sends so that the proxy's comma is not seen.
            (.xForwarded, "X-Forwarded-For: 6.6.6.6 \u{600}, 198.51.100.7\r\n", "198.51.100.7:0 false"),
            (
                .xForwarded, "X-Forwarded-For: 6.6.6.6 \u{600}\r\nX-Forwarded-For: 198.51.100.7\r\n",
                "198.51.100.7:0 false"
            ),
            (
                .xForwarded, "X-Forwarded-For: 198.51.100.7\r\nX-Forwarded-Proto: https \u{600}, http\r\n",
                "198.51.100.7:0 false"
            ),
            (.forwarded, "Forwarded: for=\r\nForwarded: for=198.51.100.7;proto=https\r\n", "198.51.100.7:0 true"),
            (.forwarded, "Forwarded: for=6.6.6.6\r\nForwarded: for=unknown;proto=https\r\n", "peer true"),
            (.forwarded, "Forwarded: for=\"198.51.100.7:80\";proto=https\r\n", "198.51.100.7:80 true"),
            (.forwarded, "Forwarded: for=198.51.100.7, for=127.0.0.1;proto=https\r\n", "198.51.100.7:0 false"),
            (.forwarded, "X-Forwarded-For: 198.51.100.7\r\n", "peer false"),
            (.forwarded, "Forwarded: for=198.51.100.7;for=198.51.100.8\r\n", "peer false"),
        ] as [(HTTPServer.TrustedProxies.Means, String, String)]
    )
    func fields(means: HTTPServer.TrustedProxies.Means, fields: String, client: String) async throws {
        let trusting = try self.server(["127.0.0.0/8"], means)
        #expect(try await self.client(trusting, fields: fields) == client)
        // Anybody else may say what they like.
        let distrusting = try self.server(["10.0.0.0/8", "unix", "::1"], means)
        #expect(try await self.client(distrusting, fields: fields) == "peer false")
    }

    @Test("who comes by a Unix socket can be trusted, too")
    func unixSocket() async throws {
        let fields = "X-Forwarded-For: 198.51.100.7\r\n"
        let trusting = try self.server(["unix"], .xForwarded)
        #expect(try await self.client(trusting, fields: fields, at: unixAddress()) == "198.51.100.7:0 false")
        let distrusting = try self.server(["0.0.0.0/0", "::/0"], .xForwarded)
        #expect(try await self.client(distrusting, fields: fields, at: unixAddress()) == "peer false")
    }

    @Test("pages of a site by TLS are of the same origin behind a proxy that ends TLS")
    func origin() async throws {
        let server = try self.server(["127.0.0.1"], .xForwarded)
        try await withServer(server) { address in
            for (scheme, status) in [("https", 101), ("http", 403)] {
                let connection = try await RawConnection(to: address)
                await connection.send(
                    "GET /socket HTTP/1.1\r\nHost: site.example\r\nOrigin: https://site.example\r\n"
                        + "X-Forwarded-For: 198.51.100.7\r\nX-Forwarded-Proto: \(scheme)\r\n\(handshakeFields)\r\n"
                )
                #expect(try await connection.receiveResponse(hasBody: false).status == status)
                if status == 101 {
                    // The handler knows, too.
                    #expect(try await connection.receive(18) == [0x81, 14] + Array("198.51.100.7:0".utf8) + [0x88, 2])
                }
                await connection.close()
            }
        }
    }

    @Test(
        "the scheme alone that a trusted proxy tells makes a page one of the same origin; without it the event says what is missing"
    )
    func originBySchemeAlone() async throws {
        let log = EventLog()
        let server = try self.server(["127.0.0.1"], .xForwarded) { $0.onEvent = { log.append($0) } }
        try await withServer(server) { address in
            for (field, status) in [("X-Forwarded-Proto: https\r\n", 101), ("", 403)] {
                let connection = try await RawConnection(to: address)
                await connection.send(
                    "GET /socket HTTP/1.1\r\nHost: site.example\r\nOrigin: https://site.example\r\n"
                        + "\(field)\(handshakeFields)\r\n"
                )
                #expect(try await connection.receiveResponse(hasBody: false).status == status)
                await connection.close()
            }
        }
        let reasons = log.events.compactMap { $0.metadata["reason"] }
        #expect(
            reasons == [
                "The Origin https://site.example is not http://site.example, the scheme and the Host of the request. "
                    + "A proxy that ends TLS must be among trustedProxies, and tell that the scheme is https."
            ]
        )
    }

    private static let binaryHeader: [UInt8] =
        [0x0D, 0x0A, 0x0D, 0x0A, 0, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x21, 0x11, 0, 12]
        + [198, 51, 100, 7, 127, 0, 0, 1, 0x10, 0x00, 0x00, 0x50]

    @Test(
        "the PROXY protocol's header says who the client is, in one piece with a request, in pieces, and by TLS",
        arguments: [
            Array("PROXY TCP4 198.51.100.7 127.0.0.1 4096 80\r\n".utf8), Self.binaryHeader,
        ]
    )
    func proxyProtocol(header: [UInt8]) async throws {
        let server = try self.server(["127.0.0.1"], .proxyProtocol)
        let request = Array("GET /client HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        try await withServer(server) { address in
            for pieces in [[header + request], (header + request).map { [$0] }, [header, request]] {
                let connection = try await RawConnection(to: address)
                try await connection.send(pieces: pieces)
                #expect(try await connection.receiveResponse().text == "198.51.100.7:4096 false")
                // The header is the connection's, not the request's.
                #expect(
                    try await connection.exchange(String(decoding: request, as: UTF8.self)).text
                        == "198.51.100.7:4096 false"
                )
                await connection.send("GET /socket HTTP/1.1\r\nHost: localhost\r\n\(handshakeFields)\r\n")
                #expect(try await connection.receiveResponse(hasBody: false).status == 101)
                #expect(try await connection.receive(19) == [0x81, 17] + Array("198.51.100.7:4096".utf8))
                await connection.close()
            }
        }
        let authority = try CertificateAuthority()
        let identity = try authority.issue("IP:127.0.0.1").identity()
        let secure = try self.server(["127.0.0.1"], .proxyProtocol) {
            $0.tls = TLS.ServerConfiguration(identities: [identity])
        }
        try await withServer(secure) { address in
            var dialer = Dialer()
            dialer.tls.roots = .only(pem: authority.root.certificate)
            let port = try #require(address.port)
            dialer.netDial = { _, _ in
                let descriptor = BlockingSocket.connected(toPort: port)
                BlockingSocket.write(header, to: descriptor)
                return .socket(descriptor: descriptor)
            }
            let said = try await dialer.connect(to: "wss://\(address)/socket") { try await $0.receive() }
            #expect(said == .text("198.51.100.7:4096"))
        }
    }

    @Test("a proxy that does not know its client, or asks for itself, is the client")
    func unknownClient() async throws {
        for header in ["PROXY UNKNOWN\r\n", "PROXY UNKNOWN ::1 ::2 1 2\r\n"] {
            let server = try self.server(["127.0.0.1"], .proxyProtocol)
            #expect(try await self.client(server, before: header) == "peer false")
        }
    }

    @Test(
        "a trusted proxy without a header is closed, and told of; from others a header is no request",
        arguments: [
            "GET /client HTTP/1.1\r\nHost: localhost\r\n\r\n", "PROXY TCP4 1.2.3.4\r\n", "\u{16}\u{3}\u{1}", "PROXY ",
        ]
    )
    func noHeader(bytes: String) async throws {
        let told = Counter()
        let server = try self.server(["127.0.0.1"], .proxyProtocol) {
            $0.headTimeout = .milliseconds(100)
            $0.onEvent = { event in
                guard case .invalidProxyHeader = event.kind, case .tcp(host: "127.0.0.1", _) = event.client else {
                    return
                }
                told.add()
            }
        }
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address, sending: bytes)
            #expect(await connection.receiveUntilGone() == [])
            await connection.close()
            // Whoever only looks whether the port is open is no matter.
            let looking = try await RawConnection(to: address)
            await looking.endOutput()
            #expect(try await looking.receiveToEnd() == [])
            await looking.close()
        }
        #expect(told.value == 1)
        try await withServer(try self.server(["10.0.0.1"], .proxyProtocol)) { address in
            let header = "PROXY TCP4 198.51.100.7 127.0.0.1 4096 80\r\n\r\n"
            let status = try await lastAnswer(to: header, at: address).status
            #expect(status == 400)
        }
    }

    @Test("a server that stops waits a moment for a header, too")
    func stopping() async throws {
        let header = "PROXY TCP4 198.51.100.7 127.0.0.1 4096 80\r\n"
        let server = try self.server(["127.0.0.1"], .proxyProtocol) { $0.headTimeout = .seconds(1000) }
        let (silent, client) = try await withServer(server) { address in
            let silent = try await RawConnection(to: address)
            let late = try await RawConnection(to: address)
            // Behind the others, so that the server knows of them.
            #expect(
                try await answer(to: header + "GET /client HTTP/1.1\r\nHost: localhost\r\n\r\n", at: address).status
                    == 200
            )
            let client = Task {
                while let next = try? await RawConnection(to: address) { await next.close() }
                await late.send(header)
                await late.send("GET /client HTTP/1.1\r\nHost: localhost\r\n\r\n")
                let text = try await late.receiveResponse().text
                await late.close()
                return text
            }
            return (silent, client)
        }
        #expect(try await client.value == "198.51.100.7:4096 false")
        #expect(try await silent.receiveToEnd() == [])
        await silent.close()
    }

    @Test("what is no address of proxies is refused", arguments: ["", "localhost", "10.0.0.0/33", "10.0.0.1:80"])
    func badAddress(address: String) async {
        await expectFailure(.invalidArgument) { try HTTPServer.TrustedProxies(["::1", address], telling: .forwarded) }
    }

    @Test("plain HTTP on a port for TLS, and TLS on one for plain HTTP, are told apart")
    func wrongProtocol() async throws {
        let events = Mutex<[String]>([])
        let onEvent: @Sendable (HTTPServer.Event) -> Void = { event in
            let name: String
            switch event.kind {
            case .tlsFailed(let error): name = "\(error.code)"
            case .tlsOnPlainPort: name = "tlsOnPlainPort"
            default: return
            }
            events.withLock { $0.append(name) }
            #expect(event.description.contains("client=127.0.0.1:"))
        }
        let authority = try CertificateAuthority()
        let identity = try authority.issue("IP:127.0.0.1").identity()
        let secure = makeServer {
            $0.tls = TLS.ServerConfiguration(identities: [identity])
            $0.onEvent = onEvent
        }
        try await withServer(secure) { address in
            let response = try await lastAnswer(to: "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", at: address)
            #expect(response.status == 400)
            #expect(response.text == "This port speaks TLS: use https or wss.\n")
            let nonsense = try await lastAnswer(to: "\u{0}\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}", at: address)
            #expect(nonsense.status == 400)
            // Who does not trust the certificate says so.
            await expectFailure(.tlsFailed) { try await Dialer().dial("wss://\(address)/") }
        }
        try await withServer(makeServer { $0.onEvent = onEvent }) { address in
            await expectFailure(.tlsFailed) { try await Dialer().dial("wss://\(address)/") }
            let status = try await lastAnswer(to: "nonsense\r\n\r\n", at: address).status
            #expect(status == 400)
        }
        #expect(events.withLock { $0 } == ["notTLS", "notTLS", "refusedByPeer", "tlsOnPlainPort"])
    }
}
