//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSockets

/// Mistakes of the program, not of a peer, stop it.
@Suite("preconditions")
struct PreconditionTests {
    /// Makes a change to a configuration, which is not used.
    private static func change(_ change: (inout WebSocket.Configuration) -> Void) {
        var configuration = WebSocket.Configuration()
        change(&configuration)
    }

    @Test("limits must be positive, where they are set")
    func limits() async {
        await #expect(processExitsWith: .failure) { Self.change { $0.maxMessageSize = 0 } }
        await #expect(processExitsWith: .failure) { Self.change { $0.maxFragments = 0 } }
        await #expect(processExitsWith: .failure) { Self.change { $0.maxPendingInput = -1 } }
        await #expect(processExitsWith: .failure) { Self.change { $0.highWaterMark = 0 } }
        await #expect(processExitsWith: .failure) { Self.change { $0.maxFrameSize = 124 } }
    }

    @Test("more may be enqueued than send waits for")
    func outputLimits() async {
        // Where it is handed over: it may have been on the way to one that makes sense.
        await #expect(processExitsWith: .failure) {
            var configuration = WebSocket.Configuration()
            configuration.maxPendingOutput = configuration.highWaterMark - 1
            _ = Upgrader(configuration: configuration)
        }
        await #expect(processExitsWith: .failure) {
            var configuration = HTTPServer.Configuration()
            configuration.webSocket.maxPendingOutput = configuration.webSocket.highWaterMark - 1
            _ = HTTPServer(configuration: configuration)
        }
    }

    @Test("times must be positive")
    func times() async {
        await #expect(processExitsWith: .failure) { Self.change { $0.pingInterval = .zero } }
        await #expect(processExitsWith: .failure) { Self.change { $0.pongTimeout = .zero } }
        await #expect(processExitsWith: .failure) { Self.change { $0.closeTimeout = .seconds(-1) } }
        await #expect(processExitsWith: .failure) { Self.change { $0.maxLifetime = .zero } }
    }

    @Test("rates must be positive, and such that they can be counted")
    func rates() async {
        await #expect(processExitsWith: .failure) { _ = WebSocket.RateLimit(perSecond: 0) }
        await #expect(processExitsWith: .failure) { _ = WebSocket.RateLimit(perSecond: 1, burst: 0) }
        await #expect(processExitsWith: .failure) { _ = WebSocket.RateLimit(perSecond: .max) }
        #expect(WebSocket.RateLimit(perSecond: 1 << 32 - 1).burst == 1 << 32 - 1)
        #expect(WebSocket.RateLimit(perSecond: 10).burst == 50)
    }

    @Test("extreme limits and times are as good as any")
    func extremes() async {
        Self.change { configuration in
            configuration.maxMessageSize = .max
            configuration.maxFragments = .max
            configuration.maxPendingInput = .max
            configuration.highWaterMark = .max
            configuration.maxPendingOutput = .max
            configuration.pingInterval = .seconds(Int64.max)
            configuration.pongTimeout = .nanoseconds(1)
            configuration.closeTimeout = .seconds(Int64.max)
            configuration.maxLifetime = .seconds(Int64.max)
        }
    }

    @Test("the options of compression must be zlib's")
    func compression() async {
        await #expect(processExitsWith: .failure) { _ = WebSocket.Compression(level: 0) }
        await #expect(processExitsWith: .failure) { _ = WebSocket.Compression(level: 10) }
        await #expect(processExitsWith: .failure) { _ = WebSocket.Compression(memoryLevel: 0) }
        await #expect(processExitsWith: .failure) { _ = WebSocket.Compression(memoryLevel: 10) }
        await #expect(processExitsWith: .failure) { _ = WebSocket.Compression(minimumSize: -1) }
        await #expect(processExitsWith: .failure) { _ = WebSocket.Compression(serverMaxWindowBits: 7) }
        await #expect(processExitsWith: .failure) { _ = WebSocket.Compression(clientMaxWindowBits: 16) }
    }

    @Test("an origin that is let in must be one")
    func origins() async {
        await #expect(processExitsWith: .failure) { _ = Upgrader.OriginCheck.origins("example.com") }
        await #expect(processExitsWith: .failure) { _ = Upgrader.OriginCheck.origins("https://*.com") }
    }

    @Test("the subprotocols of an upgrader are tokens, and each is there once")
    func subprotocols() async {
        await #expect(processExitsWith: .failure) { _ = Upgrader(subprotocols: ["a b"]) }
        await #expect(processExitsWith: .failure) { _ = Upgrader(subprotocols: [""]) }
        await #expect(processExitsWith: .failure) { _ = Upgrader(subprotocols: ["a", "b", "a"]) }
        await #expect(processExitsWith: .failure) { _ = Upgrader(subprotocols: ["caf\u{E9}"]) }
        await #expect(processExitsWith: .failure) {
            var upgrader = Upgrader()
            upgrader.subprotocols.append("a,b")
        }
        #expect(Upgrader(subprotocols: ["chat.v2", "CHAT.V2", "!#$%&'*+-.^_`|~"]).subprotocols.count == 3)
    }

    /// Makes a change to a server's configuration, which is not used.
    private static func changeServer(_ change: (inout HTTPServer.Configuration) -> Void) {
        var configuration = HTTPServer.Configuration()
        change(&configuration)
    }

    @Test("the limits of a server must be positive")
    func serverLimits() async {
        await #expect(processExitsWith: .failure) { Self.changeServer { $0.maxHeadSize = 0 } }
        await #expect(processExitsWith: .failure) { Self.changeServer { $0.maxHeadSize = 1 << 31 } }
        await #expect(processExitsWith: .failure) { Self.changeServer { $0.maxFieldCount = 0 } }
        await #expect(processExitsWith: .failure) { Self.changeServer { $0.maxBodySize = -1 } }
        await #expect(processExitsWith: .failure) { Self.changeServer { $0.eventLoops = 0 } }
        await #expect(processExitsWith: .failure) { Self.changeServer { $0.admission.maxConnections = 0 } }
        await #expect(processExitsWith: .failure) { Self.changeServer { $0.admission.maxConnectionsPerAddress = -1 } }
        await #expect(processExitsWith: .failure) { Self.changeServer { $0.admission.maxHandshakes = 0 } }
        await #expect(processExitsWith: .failure) { Self.changeServer { $0.admission.maxRequestsPerConnection = 0 } }
    }

    @Test("the times of a server must be positive, or not negative where none is a choice")
    func serverTimes() async {
        await #expect(processExitsWith: .failure) { Self.changeServer { $0.headTimeout = .zero } }
        await #expect(processExitsWith: .failure) { Self.changeServer { $0.bodyTimeout = .seconds(-1) } }
        await #expect(processExitsWith: .failure) { Self.changeServer { $0.idleTimeout = .zero } }
        await #expect(processExitsWith: .failure) { Self.changeServer { $0.responseTimeout = .zero } }
        await #expect(processExitsWith: .failure) { Self.changeServer { $0.shutdownWindow = .nanoseconds(-1) } }
        await #expect(processExitsWith: .failure) { Self.changeServer { $0.shutdownTimeout = .seconds(-1) } }
        Self.changeServer { configuration in
            configuration.shutdownWindow = .zero
            configuration.shutdownTimeout = .zero
        }
    }

    @Test("a dial needs time")
    func handshakeTimeout() async {
        await #expect(processExitsWith: .failure) { _ = Dialer(handshakeTimeout: .zero) }
        await #expect(processExitsWith: .failure) {
            var dialer = Dialer()
            dialer.handshakeTimeout = .seconds(-1)
        }
    }

    @Test("a shared domain is the name of a domain")
    func sharedDomains() async {
        await #expect(processExitsWith: .failure) { _ = HTTP.CookieJar(sharedDomains: ["*.example.com"]) }
        await #expect(processExitsWith: .failure) { _ = HTTP.CookieJar(sharedDomains: ["a.example", ""]) }
        await #expect(processExitsWith: .failure) { _ = HTTP.CookieJar(sharedDomains: ["https://example.com"]) }
        await #expect(processExitsWith: .failure) { _ = HTTP.CookieJar(sharedDomains: ["example.com:80"]) }
        await #expect(processExitsWith: .failure) { _ = HTTP.CookieJar(sharedDomains: ["b\u{FC}cher.example"]) }
        await #expect(processExitsWith: .failure) { _ = HTTP.CookieJar(sharedDomains: ["127.0.0.1"]) }
        _ = HTTP.CookieJar(sharedDomains: ["example.com", ".Example.ORG", "xn--bcher-kva.example"])
    }

    @Test("a server needs a loop, and a pattern its slash")
    func server() async {
        await #expect(processExitsWith: .failure) { _ = HTTPServer(eventLoops: 0) }
        await #expect(processExitsWith: .failure) { HTTPServer().get("echo") { _ in HTTP.Response() } }
    }
}
