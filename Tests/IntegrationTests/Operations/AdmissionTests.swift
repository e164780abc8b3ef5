//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import LoopbackSupport
import Testing
import WebSockets

@Suite("Limits of admission", .timeLimit(.minutes(1)))
struct AdmissionTests {
    private static let hello = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"

    /// Runs a server with limits for the time of `body`, and returns what it has told of.
    @discardableResult
    private func withLimits(
        _ change: (inout HTTPServer.Configuration) -> Void,
        _ body: @Sendable (HTTPServer, NetworkAddress) async throws -> Void
    ) async throws -> (metrics: HTTPServer.Metrics, limits: [HTTPServer.Limit]) {
        let log = EventLog()
        let server = makeServer { configuration in
            configuration.webSocket = .patient
            configuration.onEvent = { log.append($0) }
            change(&configuration)
        }
        try await withServer(server) { try await body(server, $0) }
        let metrics = server.metrics
        #expect(metrics.connectionsOpen == 0)
        return (metrics, log.limits)
    }

    /// Opens a connection that has its first response behind it.
    private func connect(to address: NetworkAddress) async throws -> RawConnection {
        let connection = try await RawConnection(to: address, sending: Self.hello)
        let status = try await connection.receiveResponse().status
        try #require(status == 200)
        return connection
    }

    /// Connects until the server lets one in: it takes a moment until it knows that another has gone.
    private func connectAtLast(to address: NetworkAddress) async throws -> RawConnection {
        while true {
            let connection = try await RawConnection(to: address, sending: Self.hello)
            if try await connection.receiveResponse().status == 200 { return connection }
            await connection.close()
        }
    }

    private func expectRefusal(
        _ status: Int,
        at address: NetworkAddress,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let answer = try await lastAnswer(to: Self.hello, at: address, sourceLocation: sourceLocation)
        #expect(answer.status == status, sourceLocation: sourceLocation)
        let error = await expectFailure(.handshakeFailed, sourceLocation: sourceLocation) {
            try await Dialer().dial("ws://\(address)/ws")
        }
        #expect(error?.response?.status.rawValue == status, sourceLocation: sourceLocation)
        #expect(error?.isTransient == true, sourceLocation: sourceLocation)
    }

    @Test("connections beyond the limit get 503, until another has ended, of whatever kind")
    func connections() async throws {
        let result = try await self.withLimits({ $0.admission.maxConnections = 3 }) { server, address in
            let web = try await self.connect(to: address)
            let socket = try await Dialer().dial("ws://\(address)/ws")
            let silent = try await RawConnection(to: address)
            while server.metrics.connectionsOpen < 3 { await Task.yield() }
            try await self.expectRefusal(503, at: address)
            for leave in [{ await web.close() }, { await socket.closeNow() }, { await silent.close() }] {
                await leave()
                let next = try await self.connectAtLast(to: address)
                await next.close()
                // It makes room for itself alone.
                let other = try await self.connectAtLast(to: address)
                await other.close()
            }
        }
        #expect((result.metrics.limited[.connections] ?? 0) >= 2)
        #expect(result.limits.count == Int(result.metrics.limited[.connections] ?? 0))
        #expect((result.metrics.handshakes[.serviceUnavailable] ?? 0) == 1)
    }

    @Test("those beyond the limit that do not take their answer are few, and others are closed at once")
    func flood() async throws {
        let result = try await self.withLimits({ $0.admission.maxConnections = 1 }) { server, address in
            let first = try await self.connect(to: address)
            var silent: [RawConnection] = []
            for _ in 0..<100 { silent.append(try await RawConnection(to: address)) }
            // Each is either kept for a while or gone.
            var goneCount = 0
            while goneCount < 36 {
                goneCount = 0
                for connection in silent where await connection.hasEnded { goneCount += 1 }
            }
            #expect(goneCount == 36)
            #expect(server.metrics.connectionsOpen == 65)
            #expect(try await first.exchange(Self.hello).status == 200)
            for connection in silent + [first] { await connection.close() }
        }
        #expect(result.metrics.limited == [.connections: 100])
    }

    @Test("one client's connections beyond the limit get 429, and another's do not")
    func perAddress() async throws {
        let result = try await self.withLimits({ $0.admission.maxConnectionsPerAddress = 2 }) { _, address in
            let web = try await self.connect(to: address)
            let socket = try await Dialer().dial("ws://\(address)/ws")
            try await self.expectRefusal(429, at: address)
            let port = try #require(address.port)
            let descriptor = BlockingSocket.connected(toPort: port, fromHost: 2)
            BlockingSocket.write(Array(Self.hello.utf8), to: descriptor)
            #expect(await BlockingSocket.read(descriptor).starts(with: Array("HTTP/1.1 200".utf8)))
            BlockingSocket.close(descriptor)
            await socket.closeNow()
            let next = try await self.connectAtLast(to: address)
            for connection in [web, next] { await connection.close() }
        }
        #expect((result.metrics.limited[.connectionsPerAddress] ?? 0) >= 2)
    }

    @Test(
        "clients of a trusted proxy are told apart by what it says",
        arguments: [HTTPServer.TrustedProxies.Means.xForwarded, .proxyProtocol]
    )
    func proxied(means: HTTPServer.TrustedProxies.Means) async throws {
        let proxies = try HTTPServer.TrustedProxies(["127.0.0.1"], telling: means)
        try await self.withLimits({ configuration in
            configuration.trustedProxies = proxies
            configuration.admission.maxConnectionsPerAddress = 1
        }) { _, address in
            let port = try #require(address.port)
            let dial: @Sendable (String) async throws -> WebSocket = { client in
                var dialer = Dialer()
                if means == .proxyProtocol {
                    dialer.netDial = { _, _ in
                        let descriptor = BlockingSocket.connected(toPort: port)
                        let family = client.contains(":") ? "TCP6" : "TCP4"
                        let own = client.contains(":") ? "::1" : "127.0.0.1"
                        BlockingSocket.write(Array("PROXY \(family) \(client) \(own) 1 2\r\n".utf8), to: descriptor)
                        return .socket(descriptor: descriptor)
                    }
                } else {
                    dialer.headers["X-Forwarded-For"] = client
                }
                return try await dialer.dial("ws://\(address)/ws")
            }
            let first = try await dial("192.0.2.1")
            let second = try await dial("2001:db8::1:2:3:4")
            // The same network of 64 bits.
            for client in ["192.0.2.1", "2001:db8::4:3:2:1"] {
                let error = await expectFailure(.handshakeFailed) { try await dial(client) }
                #expect(error?.response?.status == .tooManyRequests)
            }
            let third = try await dial("192.0.2.2")
            let fourth = try await dial("2001:db8:0:1::1")
            try await first.close()
            let again = try await dial("192.0.2.1")
            for socket in [second, third, fourth, again] { await socket.closeNow() }
        }
    }

    @Test(
        "clients that a trusted proxy does not tell count under the proxy's address, however they bring that about",
        arguments: ["for=unknown", "for=", "for=\"192.0.2.1", "for=192.0.2.1;\u{301}x=y"]
    )
    func untold(line: String) async throws {
        let proxies = try HTTPServer.TrustedProxies(["127.0.0.1"], telling: .forwarded)
        try await self.withLimits({ configuration in
            configuration.trustedProxies = proxies
            configuration.admission.maxConnectionsPerAddress = 2
        }) { _, address in
            var dialer = Dialer()
            dialer.headers["Forwarded"] = line
            let first = try await dialer.dial("ws://\(address)/ws")
            let second = try await dialer.dial("ws://\(address)/ws")
            let error = await expectFailure(.handshakeFailed) { [dialer] in try await dialer.dial("ws://\(address)/ws")
            }
            #expect(error?.response?.status == .tooManyRequests)
            // A client's own malformed line does not hide the proxy's behind it.
            let head =
                "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nForwarded: \(line)\r\nForwarded: for=192.0.2.7\r\n\r\n"
            var told: [RawConnection] = []
            for status in [101, 101, 429] {
                told.append(try await RawConnection(to: address))
                #expect(try await told.last?.exchange(head).status == status)
            }
            for connection in told { await connection.close() }
            for socket in [first, second] { await socket.closeNow() }
        }
    }

    @Test(
        "clients that a proxy cannot tell by the PROXY protocol count under its address, and its own connections do not"
    )
    func untoldAhead() async throws {
        let proxies = try HTTPServer.TrustedProxies(["127.0.0.1"], telling: .proxyProtocol)
        try await self.withLimits({ configuration in
            configuration.trustedProxies = proxies
            configuration.admission.maxConnectionsPerAddress = 1
        }) { _, address in
            let signature: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A, 0, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A]
            let own = signature + [0x20, 0, 0, 0]
            var connections: [RawConnection] = []
            let examples = [
                (Array("PROXY UNKNOWN\r\n".utf8), 200), (Array("PROXY UNKNOWN\r\n".utf8), 429), (own, 200), (own, 200),
                (signature + [0x21, 0, 0, 0], 429),
            ]
            for (header, status) in examples {
                connections.append(try await RawConnection(to: address))
                await connections.last?.send(header)
                #expect(try await connections.last?.exchange(Self.hello).status == status)
            }
            for connection in connections { await connection.close() }
        }
    }

    @Test("connections to a Unix socket count as one client's")
    func unixSocket() async throws {
        let server = makeServer { $0.admission.maxConnectionsPerAddress = 2 }
        try await withServer(server, at: unixAddress()) { address in
            var connections: [RawConnection] = []
            for status in [200, 200, 429] {
                connections.append(try await RawConnection(to: address))
                #expect(try await connections.last?.exchange(Self.hello).status == status)
            }
            for connection in connections { await connection.close() }
        }
    }

    @Test("connections whose first request has not come are limited by themselves")
    func handshakes() async throws {
        let result = try await self.withLimits({ $0.admission.maxHandshakes = 2 }) { server, address in
            // Those that have had one do not count.
            var connections = [try await self.connect(to: address), try await self.connect(to: address)]
            let socket = try await Dialer().dial("ws://\(address)/ws")
            let silent = [
                try await RawConnection(to: address), try await RawConnection(to: address, sending: "GET /hello"),
            ]
            while server.metrics.connectionsOpen < 5 { await Task.yield() }
            try await self.expectRefusal(503, at: address)
            let status = try await silent[1].exchange(" HTTP/1.1\r\nHost: localhost\r\n\r\n").status
            #expect(status == 200)
            connections.append(try await self.connectAtLast(to: address))
            for connection in connections + silent { await connection.close() }
            await socket.closeNow()
        }
        #expect((result.metrics.limited[.handshakes] ?? 0) >= 2)
    }

    @Test("a connection ends behind as many requests as it may make")
    func requests() async throws {
        let result = try await self.withLimits({ $0.admission.maxRequestsPerConnection = 3 }) { _, address in
            let connection = try await RawConnection(to: address, sending: Self.hello + Self.hello)
            for _ in 1...2 { #expect(try await connection.receiveResponse()["Connection"] == nil) }
            let last = try await connection.exchange(Self.hello + Self.hello)
            #expect(last.status == 200)
            #expect(last["Connection"] == "close")
            #expect(try await connection.receiveToEnd() == [])
            await connection.close()
        }
        #expect(result.metrics.limited == [.requests: 1])
        #expect(result.limits == [.requests])
    }

    @Test("by TLS, who is one too many is told so, too")
    func secure() async throws {
        let authority = try CertificateAuthority()
        let identity = try authority.issue("IP:127.0.0.1").identity()
        try await self.withLimits({ configuration in
            configuration.tls = TLS.ServerConfiguration(identities: [identity])
            configuration.admission.maxConnections = 1
        }) { _, address in
            var dialer = Dialer()
            dialer.tls.roots = .only(pem: authority.root.certificate)
            let first = try await dialer.dial("wss://\(address)/ws")
            let error = await expectFailure(.handshakeFailed) { [dialer] in try await dialer.dial("wss://\(address)/ws")
            }
            #expect(error?.response?.status == .serviceUnavailable)
            await first.closeNow()
        }
    }

    @Test("a limit that is not positive stops the program")
    func badLimit() async {
        await #expect(processExitsWith: .failure) {
            var configuration = HTTPServer.Configuration()
            configuration.admission.maxHandshakes = 0
            _ = HTTPServer(configuration: configuration)
        }
    }
}
