//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import LoopbackSupport
import Testing
import WebSockets

@Suite("Metrics", .timeLimit(.minutes(1)))
struct MetricsTests {
    private static let get = "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    @Test("connections, requests and messages are counted, and what has ended is not open any more")
    func counts() async throws {
        let server = makeServer()
        #expect(server.metrics == HTTPServer.Metrics())
        try await withServer(server) { address in
            for _ in 0..<3 {
                try await Dialer().connect(to: "ws://\(address)/ws") { socket in
                    try await socket.send("hello")
                    try await socket.send([1, 2])
                    _ = try await (socket.receive(), socket.receive())
                    let metrics = server.metrics
                    #expect(metrics.webSocketsOpen == 1)
                    #expect(metrics.connectionsOpen >= 1)
                }
            }
            #expect(try await lastAnswer(to: Self.get, at: address).status == 200)
            #expect(try await lastAnswer(to: "nonsense\r\n\r\n", at: address).status == 400)
            await expectFailure(.handshakeFailed) { try await Dialer().dial("ws://\(address)/nowhere") }
        }
        let metrics = server.metrics
        #expect(metrics.connectionsTotal == 6)
        #expect(metrics.connectionsOpen == 0)
        #expect(metrics.webSocketsTotal == 3)
        #expect(metrics.webSocketsOpen == 0)
        #expect(metrics.responses == [.switchingProtocols: 3, .ok: 1, .badRequest: 1, .notFound: 1])
        #expect(metrics.handshakes == [.switchingProtocols: 3, .notFound: 1])
        #expect(metrics.closings == [.normalClosure: 3])
        #expect(metrics.messagesReceived == 6)
        #expect(metrics.messagesSent == 6)
        // Headers of 2 bytes, 6 where they are masked, and a Close of 2 each.
        #expect(metrics.bytesSent == 3 * (7 + 4 + 4))
        #expect(metrics.bytesReceived == 3 * (11 + 8 + 8))
        #expect(metrics.compressedWebSocketsTotal == 0)
        #expect(metrics.limited == [:])
        #expect(metrics.handlersFailed == 0)
    }

    @Test("what several loops have counted is added up, from one run to the next")
    func severalLoops() async throws {
        let server = makeServer { $0.eventLoops = 3 }
        for run in 1...2 {
            try await withServer(server) { address in
                var sockets: [WebSocket] = []
                for _ in 0..<6 { sockets.append(try await Dialer().dial("ws://\(address)/ws")) }
                for socket in sockets {
                    try await socket.send("hi")
                    _ = try await socket.receive()
                }
                #expect(server.metrics.webSocketsOpen == 6)
                for socket in sockets { try await socket.close() }
            }
            #expect(server.metrics.webSocketsTotal == UInt64(run * 6))
            #expect(server.metrics.messagesSent == UInt64(run * 6))
        }
    }

    @Test("every way of sending counts a message once, and all its bytes")
    func sending() async throws {
        let server = HTTPServer(eventLoops: 1)
        let large = [UInt8](repeating: 7, count: 100_000)
        server.webSocket("/") { socket in
            try await socket.send(large)
            try socket.enqueue(WebSocket.PreparedMessage("prepared"))
            try await socket.send(.text) { writer in
                try await writer.write("one ")
                try await writer.write("message")
            }
            try socket.ping()
        }
        try await withServer(server) { address in
            try await Dialer().connect(to: "ws://\(address)/") { socket in
                for try await _ in socket {}
            }
        }
        #expect(server.metrics.messagesSent == 3)
        #expect(server.metrics.bytesSent == 100_010 + 10 + (6 + 9 + 2) + 2 + 4)
        #expect(server.metrics.messagesReceived == 0)
    }

    @Test("a frame that is too large for the peer counts as one message, too")
    func fragments() async throws {
        var configuration = HTTPServer.Configuration()
        configuration.eventLoops = 1
        configuration.webSocket.maxFrameSize = 125
        let server = HTTPServer(configuration: configuration)
        server.webSocket("/") { try await $0.send([UInt8](repeating: 0, count: 300)) }
        try await withServer(server) { address in
            try await Dialer().connect(to: "ws://\(address)/") { socket in
                for try await _ in socket {}
            }
        }
        #expect(server.metrics.messagesSent == 1)
        #expect(server.metrics.bytesSent == 300 + 3 * 2 + 4)
    }

    @Test("ends are told apart by the code of whoever began, and what anybody can make up by its kind")
    func closings() async throws {
        let server = makeServer()
        server.webSocket("/thrown") { _ in throw HTTP.Error(.notFound) }
        try await withServer(server) { address in
            for code: UInt16 in [1001, 3000, 3999, 4000, 4567] {
                let socket = try await Dialer().dial("ws://\(address)/ws")
                try await socket.close(code: CloseCode(rawValue: code))
            }
            let violating = try await FramePeer(dialing: address, path: "/ws")
            await violating.send([0xFF, 0xFF])
            #expect(try await violating.receiveToEnd().count == 1)
            let silent = try await FramePeer(dialing: address, path: "/ws")
            await silent.send([0x88, 0x80, 0, 0, 0, 0])
            #expect(try await silent.receiveToEnd().count == 1)
            let gone = try await FramePeer(dialing: address, path: "/ws")
            await gone.endOutput()
            await gone.waitForEnd()
            await expectFailure(.closedByPeer) {
                try await Dialer().connect(to: "ws://\(address)/thrown") { socket in
                    for try await _ in socket {}
                }
            }
            for peer in [violating, silent, gone] { await peer.close() }
        }
        let metrics = server.metrics
        let closings = Dictionary(uniqueKeysWithValues: metrics.closings.map { ($0.rawValue, $1) })
        #expect(closings == [1001: 1, 1002: 1, 1005: 1, 1006: 1, 1011: 1, 3000: 2, 4000: 2])
        #expect(metrics.handlersFailed == 1)
    }

    @Test("how long pings took to be answered is counted")
    func pingLatency() async throws {
        let server = makeServer { $0.webSocket.pingInterval = .milliseconds(20) }
        try await withServer(server) { address in
            let socket = try await Dialer().dial("ws://\(address)/ws")
            while server.metrics.pingLatency.count < 3 {
                try await socket.send("is there anything yet?")
                _ = try await socket.receive()
            }
            try await socket.close()
        }
        let latency = server.metrics.pingLatency
        #expect(latency.count >= 3)
        #expect(latency.sum > .zero)
        #expect(latency.sum < .seconds(10) * Int(latency.count))
    }

    @Test("backpressure and what it has cost are counted")
    func backpressure() async throws {
        let server = HTTPServer(eventLoops: 1)
        let piece = [UInt8](repeating: 0, count: 1 << 16)
        var configuration = WebSocket.Configuration()
        configuration.slowConsumerPolicy = .drop
        configuration.closeTimeout = .milliseconds(50)
        server.webSocket("/drop", upgrader: Upgrader(configuration: configuration)) { socket in
            while try socket.enqueue(piece) == .accepted {}
        }
        configuration.slowConsumerPolicy = .close
        server.webSocket("/close", upgrader: Upgrader(configuration: configuration)) { socket in
            while true { try socket.enqueue(piece) }
        }
        server.webSocket("/wait", upgrader: Upgrader(configuration: configuration)) { socket in
            var isDelayed = false
            while !isDelayed {
                do {
                    try await socket.send(.binary(piece), timeout: .milliseconds(10))
                } catch {
                    isDelayed = true
                }
            }
        }
        // The server's routes must not keep it alive.
        server.webSocket("/unread", upgrader: Upgrader(configuration: configuration)) { [weak server] _ in
            while server?.metrics.readsHeld == 0 { await Task.yield() }
        }
        try await withServer(server) { address in
            for path in ["/drop", "/close", "/wait"] {
                let peer = try await FramePeer(dialing: address, path: path)
                await peer.setReading(false)
                await Self.waitUntil { server.metrics.webSocketsOpen == 0 }
                await peer.close()
            }
            let sender = try await FramePeer(dialing: address, path: "/unread")
            await sender.send(.binary(piece), .binary(piece), .binary(piece))
            await Self.waitUntil { server.metrics.webSocketsOpen == 0 }
            await sender.close()
        }
        let metrics = server.metrics
        #expect(metrics.messagesDropped == 1)
        #expect(metrics.limited == [.pendingOutput: 1])
        #expect(metrics.sendsDelayed >= 1)
        #expect(metrics.readsHeld >= 1)
    }

    /// Waits, as long as the test may take.
    private static func waitUntil(_ condition: () -> Bool) async {
        while !condition() { await Task.yield() }
    }

    @Test("secure connections are counted, those that resume a session apart, and compressed ones")
    func secure() async throws {
        let authority = try CertificateAuthority()
        let identity = try authority.issue("IP:127.0.0.1").identity()
        let server = makeServer { $0.tls = TLS.ServerConfiguration(identities: [identity]) }
        server.webSocket("/compressed", upgrader: Upgrader(compression: .enabled)) { socket in
            for try await message in socket { try await socket.send(message) }
        }
        try await withServer(server) { address in
            var dialer = Dialer(compression: .enabled)
            dialer.tls.roots = .only(pem: authority.root.certificate)
            for _ in 0..<2 {
                try await dialer.connect(to: "wss://\(address)/compressed") { socket in
                    try await socket.send("hi")
                    _ = try await socket.receive()
                }
            }
            await expectFailure(.tlsFailed) { try await Dialer().dial("wss://\(address)/ws") }
        }
        let metrics = server.metrics
        #expect(metrics.tlsHandshakes >= 2)
        #expect(metrics.tlsResumptions == 1)
        #expect(metrics.tlsFailures == 1)
        #expect(metrics.compressedWebSocketsTotal == 2)
    }

    @Test("Prometheus gets them as text, from the server itself or from another")
    func prometheus() async throws {
        let server = makeServer()
        server.metrics()
        let admin = HTTPServer(eventLoops: 1)
        admin.metrics(at: "/numbers", of: server)
        let request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        let numbers = "GET /numbers HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        try await withServer(server) { address in
            let response = try await lastAnswer(to: request, at: address)
            #expect(response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(response.text.contains("\nwebsocket_server_connections_total 1\n"))
            let other = try await withServer(admin) { try await lastAnswer(to: numbers, at: $0) }
            #expect(other.text.contains("\nwebsocket_server_responses_total{status=\"200\"} 1\n"))
            #expect(other.text.contains("\nwebsocket_server_limited_total{limit=\"byte_rate\"} 0\n"))
            #expect(other.text.contains("\nwebsocket_server_ping_latency_seconds_bucket{le=\"0.0025\"} 0\n"))
        }
    }
}
