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

#if !DEBUG
/// What a flood by one peer costs others on the same loop.
///
/// What is read and done in a turn is counted in `FairnessTests`, `RecordFloodTests` and `HeldInputTests`. Here it is measured, and so
/// in optimised builds only.
@Suite("floods", .timeLimit(.minutes(2)), .serialized)
struct FloodTests {
    /// What a peer sends without end.
    enum Flood: CaseIterable {
        case keyUpdates, tinyRecords, emptyMessages, largeMessages, changingMessages, pings, requests

        /// Whether it is one of records of TLS.
        var isOfRecords: Bool { [.keyUpdates, .tinyRecords].contains(self) }

        /// What is sent as the plaintext, by a client or a server.
        func payload(from role: WebSocketRole) -> [UInt8] {
            switch self {
            case .keyUpdates, .tinyRecords: []
            case .emptyMessages: Self.repeated(WireFrame.binary([]).bytes(from: role), to: 1 << 20)
            case .largeMessages:
                Self.repeated(WireFrame.binary([UInt8](repeating: 0, count: 900_000)).bytes(from: role), to: 16 << 20)
            case .changingMessages:
                // Reads become large, and are full of small ones then.
                Self.repeated(
                    (0..<6).flatMap { _ in WireFrame.binary([UInt8](repeating: 0, count: 200_000)).bytes(from: role) }
                        + Self.repeated(WireFrame.binary([1]).bytes(from: role), to: 1 << 20),
                    to: 10 << 20
                )
            case .pings: Self.repeated(WireFrame.ping([1]).bytes(from: role), to: 1 << 20)
            case .requests: Self.repeated(Array("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8), to: 512 << 10)
            }
        }

        private static func repeated(_ bytes: [UInt8], to count: Int) -> [UInt8] {
            var all: [UInt8] = []
            all.reserveCapacity(count)
            for _ in 0..<count / bytes.count { all += bytes }
            return all
        }

        /// The records in which all that is sent.
        func records(of peer: OpenSSLPeer, from role: WebSocketRole) -> [UInt8] {
            switch self {
            case .keyUpdates:
                for _ in 0..<90_000 { peer.updateKeys() }
            case .tinyRecords:
                for byte in Self.repeated(WireFrame.binary([1]).bytes(from: role), to: 100_000) { peer.send([byte]) }
            default:
                let payload = self.payload(from: role)
                // As small as a peer may make them, as long as that are not more than can be made in time.
                let size = max(6, payload.count / 20_000)
                for start in stride(from: 0, to: payload.count, by: size) {
                    peer.send(Array(payload[start..<min(start + size, payload.count)]))
                }
            }
            return peer.takeOutput()
        }
    }

    /// How long another connection may wait for an answer.
    private static let bound = Duration.milliseconds(50)

    /// Measures up to three times, as the machine may have other work for a moment, and a flood that starves others does so each
    /// time.
    private func expectBounded(_ measure: () async throws -> Duration) async throws {
        var longest = try await measure()
        for _ in 0..<2 where longest >= Self.bound {
            longest = min(longest, try await measure())
        }
        #expect(longest < Self.bound)
    }

    private static let authority = Result { try CertificateAuthority() }
    private static let issued = Result { try authority.get().issue("DNS:localhost,IP:127.0.0.1") }

    private func makeServer(isSecure: Bool) throws -> HTTPServer {
        var configuration = HTTPServer.Configuration()
        configuration.eventLoops = 1
        configuration.webSocket = .patient
        if isSecure {
            configuration.tls = TLS.ServerConfiguration(identities: [try Self.issued.get().identity()])
        }
        let server = HTTPServer(configuration: configuration)
        server.get("/hello") { _ in HTTP.Response(text: "hello") }
        server.webSocket("/echo") { socket in
            for try await message in socket { try await socket.send(message) }
        }
        server.webSocket("/fast") { socket in
            try await socket.forEachMessage { message, socket in try socket.enqueue(message) }
        }
        return server
    }

    private func dialer() throws -> Dialer {
        var dialer = Dialer(configuration: .patient)
        dialer.tls.roots = .only(pem: try Self.authority.get().root.certificate)
        dialer.eventLoops = Dialer.EventLoops(count: 1)
        return dialer
    }

    /// Sends and receives one small message after the other, until `body` returns.
    ///
    /// - Returns: The longest time that one took.
    private func longestEcho(
        over socket: WebSocket,
        while body: @Sendable () async throws -> Void
    ) async throws -> Duration {
        let isOver = Flag()
        return try await withThrowingTaskGroup(of: Duration.self) { group in
            group.addTask {
                var longest = Duration.zero
                let clock = ContinuousClock()
                while !isOver.isSet {
                    let duration = try await clock.measure {
                        try await socket.send("ping")
                        _ = try await socket.receive()
                    }
                    longest = max(longest, duration)
                }
                return longest
            }
            do {
                try await body()
            } catch {
                isOver.set()
                throw error
            }
            isOver.set()
            return try await group.next() ?? .zero
        }
    }

    private static let handshake = """
        Host: localhost\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        \r\n
        """

    @Test(
        "a client's flood delays no other on the same loop for long",
        arguments: Flood.allCases.flatMap { flood in
            (flood.isOfRecords ? [true] : [false, true]).flatMap { isSecure in
                (flood.isOfRecords ? ["/fast"] : ["/echo", "/fast"]).map { (flood, isSecure, $0) }
            }
        }
    )
    func fromClient(flood: Flood, isSecure: Bool, path: String) async throws {
        try await self.expectBounded {
            try await self.longestEcho(besideClientOf: flood, isSecure: isSecure, path: path)
        }
    }

    private func longestEcho(besideClientOf flood: Flood, isSecure: Bool, path: String) async throws -> Duration {
        try await withServer(self.makeServer(isSecure: isSecure)) { address in
            let url = "\(isSecure ? "wss" : "ws")://127.0.0.1:\(address.port ?? 0)/fast"
            return try await self.dialer().connect(to: url) { victim in
                let connection = try await RawConnection(to: address)
                let opening = Array("GET \(path) HTTP/1.1\r\n\(Self.handshake)".utf8)
                // Requests come before one to upgrade, the rest behind it. All is made before time is measured.
                var bytes: [UInt8]
                if isSecure {
                    let peer = OpenSSLPeer()
                    try await peer.shakeHands(over: connection)
                    if flood != .requests { peer.send(opening) }
                    bytes = peer.takeOutput() + flood.records(of: peer, from: .client)
                    if flood == .requests { peer.send(opening) }
                    bytes += peer.takeOutput()
                } else {
                    let payload = flood.payload(from: .client)
                    bytes = flood == .requests ? payload + opening : opening + payload
                }
                return try await self.longestEcho(over: victim) { [bytes] in
                    await connection.send(bytes)
                    await connection.endOutput()
                    _ = await connection.receiveUntilGone()
                }
            }
        }
    }

    @Test(
        "a server's flood delays no other of the client's connections for long",
        arguments: Flood.allCases.filter { $0 != .requests }.flatMap { flood in
            (flood.isOfRecords ? [true] : [false, true]).map { (flood, $0) }
        }
    )
    func fromServer(flood: Flood, isSecure: Bool) async throws {
        try await self.expectBounded { try await self.longestEcho(besideServerOf: flood, isSecure: isSecure) }
    }

    private func longestEcho(besideServerOf flood: Flood, isSecure: Bool) async throws -> Duration {
        let issued = try Self.issued.get()
        let dialer = try self.dialer()
        return try await withServer(self.makeServer(isSecure: false)) { address in
            try await dialer.connect(to: "ws://127.0.0.1:\(address.port ?? 0)/fast") { victim in
                let (ready, start) = (Signal(), Signal())
                let payload = isSecure ? [] : flood.payload(from: .server)
                return try await withRawServer { connection in
                    var bytes = payload
                    if isSecure {
                        let peer = OpenSSLPeer(server: issued)
                        try await peer.shakeHands(over: connection)
                        let request = try await peer.receiveHead(over: connection)
                        peer.send(try RawAnswer().bytes(to: request))
                        await connection.send(peer.takeOutput())
                        bytes = flood.records(of: peer, from: .server)
                    } else {
                        try await connection.answer(RawAnswer())
                    }
                    ready.send()
                    await start.wait()
                    await connection.send(bytes)
                    await connection.endOutput()
                    _ = await connection.receiveUntilGone()
                } _: { hostile in
                    let scheme = isSecure ? "wss" : "ws"
                    let socket = try await dialer.dial("\(scheme)://127.0.0.1:\(hostile.port ?? 0)/")
                    await ready.wait()
                    let longest = try await self.longestEcho(over: victim) {
                        start.send()
                        try? await socket.forEachMessage { message, socket in try socket.enqueue(message) }
                    }
                    await socket.closeNow()
                    return longest
                }
            }
        }
    }
}
#endif
