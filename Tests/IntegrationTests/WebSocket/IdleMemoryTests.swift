//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import CAllocationCounter
import LoopbackSupport
import Testing
import WebSockets

/// What a connection costs the server's loop in memory while nothing happens on it.
@Suite(
    "Memory of idle connections",
    .enabled(if: allocation_counter_is_available()),
    .serialized,
    .timeLimit(.minutes(1))
)
struct IdleMemoryTests {
    private static let connectionCount = 400

    #if DEBUG
    /// What is not optimised has larger frames, which take another slab of 1 KiB.
    private static let limit = 3500
    #else
    /// 2,144 where this was written, and what the loop's arrays of all connections have to spare.
    private static let limit = 2300
    #endif

    /// Opens connections that wait in `handler`, and asks by one of them what the others have made the loop allocate.
    ///
    /// The server agrees to `compression` and the clients offer it; with an authority they speak by TLS.
    private func bytesPerConnection(
        compression: WebSocket.Compression? = nil,
        tls authority: CertificateAuthority? = nil,
        _ handler: @escaping WebSocket.Handler
    ) async throws -> Int {
        var configuration = HTTPServer.Configuration()
        configuration.eventLoops = 1
        var dialer = Dialer(compression: compression)
        if let authority {
            configuration.tls = TLS.ServerConfiguration(identities: [try authority.issue("IP:127.0.0.1").identity()])
            dialer.tls.roots = .only(pem: authority.root.certificate)
        }
        let scheme = authority == nil ? "ws" : "wss"
        let server = HTTPServer(configuration: configuration)
        server.webSocket("/", upgrader: Upgrader(compression: compression), handler)
        return try await Self.measure(server, dialer, scheme) { [dialer] address in
            let socket = try await Self.dial(dialer, "\(scheme)://\(address)/")
            return { await socket.closeNow() }
        }
    }

    /// Opens connections, and asks by one more what they have made the loop allocate, each.
    ///
    /// What opens one returns what closes it.
    private static func measure(
        _ server: HTTPServer,
        _ dialer: Dialer,
        _ scheme: String,
        open: @Sendable (NetworkAddress) async throws -> @Sendable () async -> Void
    ) async throws -> Int {
        server.webSocket("/meter") { socket in
            for try await message in socket {
                if message == .text("begin") { allocation_counter_start() }
                try await socket.send(.text("\(allocation_counter_held())"))
                if message == .text("end") { _ = allocation_counter_stop() }
            }
        }
        return try await withServer(server) { address in
            // One that is not counted makes what is made once.
            var closers = [try await open(address)]
            let meter = try await dialer.dial("\(scheme)://\(address)/meter")
            try await meter.send("begin")
            #expect(try await meter.receive() == .text("0"))
            for _ in 0..<Self.connectionCount {
                closers.append(try await open(address))
            }
            try await meter.send("end")
            guard case .text(let text) = try await meter.receive() else { return 0 }
            for close in closers { await close() }
            await meter.closeNow()
            return (Int(text) ?? 0) / Self.connectionCount
        }
    }

    /// Opens a connection and exchanges a message that is worth compressing.
    private static func dial(_ dialer: Dialer, _ url: String) async throws -> WebSocket {
        let socket = try await dialer.dial(url)
        if dialer.compression != nil {
            let text = String(repeating: "the same words ", count: 20)
            try await socket.send(text)
            #expect(try await socket.receive() == .text(text))
        }
        return socket
    }

    @Test("a connection whose task waits for a message takes little more than the task")
    func asyncLane() async throws {
        let bytes = try await self.bytesPerConnection { socket in
            for try await message in socket { try await socket.send(message) }
        }
        #expect(bytes > 1000)
        #expect(bytes <= Self.limit)
    }

    @Test("a message of which little has come takes little, whatever has been announced")
    func announced() async throws {
        let server = makeServer()
        let bytes = try await Self.measure(server, Dialer(), "ws") { address in
            let peer = try await FramePeer(dialing: address, path: "/ws")
            let begun = WireFrame.binary([0]).notFinal.bytes(from: .client)
            let header = WireFrame(opcode: 0, announcedLength: 1_000_000).bytes(from: .client)
            await peer.send(begun + WireFrame.ping().bytes(from: .client) + header + [1, 2, 3])
            // It is behind the beginning, and came with the rest.
            #expect(try await peer.receive()?.opcode == 10)
            return { await peer.close() }
        }
        #expect(bytes > 1000)
        #expect(bytes <= Self.limit + 1000)
    }

    @Test("one whose messages are compressed without context takeover takes no more between them")
    func compressed() async throws {
        let compression = WebSocket.Compression(serverContextTakeover: false, clientContextTakeover: false)
        let bytes = try await self.bytesPerConnection(compression: compression) { socket in
            for try await message in socket { try await socket.send(message) }
        }
        #expect(bytes <= Self.limit)
    }

    @Test(
        "with context takeover the states take what they are documented to",
        arguments: [
            (true, true, 15, 8, 316_000), (true, false, 15, 8, 276_000), (false, true, 15, 8, 46_000),
            (true, true, 12, 5, 56_000), (true, true, 9, 1, 22_000),
        ]
    )
    func contextTakeover(server: Bool, client: Bool, windowBits: Int, memoryLevel: Int, limit: Int) async throws {
        let compression = WebSocket.Compression(
            serverContextTakeover: server,
            clientContextTakeover: client,
            serverMaxWindowBits: windowBits,
            clientMaxWindowBits: windowBits,
            memoryLevel: memoryLevel
        )
        let bytes = try await self.bytesPerConnection(compression: compression) { socket in
            for try await message in socket { try await socket.send(message) }
        }
        #expect(bytes <= limit)
    }

    @Test("by TLS it takes what OpenSSL needs for a session besides, and no buffers")
    func tls() async throws {
        let bytes = try await self.bytesPerConnection(tls: CertificateAuthority()) { socket in
            for try await message in socket { try await socket.send(message) }
        }
        // 15,600 with OpenSSL 3.0; one record's buffer alone would be 16 KiB more.
        #expect(bytes <= Self.limit + 20_000)
    }

    @Test("a connection in the fast lane takes no more")
    func fastLane() async throws {
        let bytes = try await self.bytesPerConnection { socket in
            try await socket.forEachMessage { message, socket in try socket.enqueue(message) }
        }
        #expect(bytes > 1000)
        #expect(bytes <= Self.limit)
    }
}
