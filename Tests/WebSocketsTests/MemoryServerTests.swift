//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSTransport
import WebSocketProtocol
import WebSockets

@Suite("a server in memory", .timeLimit(.minutes(1)), .serialized)
struct MemoryServerTests {
    private static let loop = EventLoop(hasManualTime: true)

    /// Serves `handler` in memory, and connects a client to it.
    private func connect<Result: Sendable>(
        to handler: @escaping WebSocket.Handler,
        compression: WebSocket.Compression? = nil,
        _ body: @Sendable (WebSocket, MemoryServer) async throws -> Result
    ) async throws -> Result {
        let server = HTTPServer()
        server.webSocket("/", upgrader: Upgrader(compression: compression), handler)
        return try await server.runInMemory(on: Self.loop) { memory in
            var dialer = Dialer(compression: compression)
            dialer.memoryServer = memory
            let socket = try await dialer.dial("ws://example.com/")
            let result = try await body(socket, memory)
            await socket.closeNow()
            return result
        }
    }

    @Test(
        "opens WebSockets, compressed or not, which exchange messages of all sizes in both lanes",
        arguments: [nil, .enabled] as [WebSocket.Compression?]
    )
    func echo(compression: WebSocket.Compression?) async throws {
        let fast: WebSocket.Handler = { socket in
            try await socket.forEachMessage { message, socket in try socket.enqueue(message) }
        }
        let async: WebSocket.Handler = { socket in
            for try await message in socket { try await socket.send(message) }
        }
        for handler in [fast, async] {
            try await self.connect(to: handler, compression: compression) { socket, _ in
                for size in [0, 1, 125, 126, 65_535, 65_536, 1_000_000] {
                    try await socket.send([UInt8](repeating: 7, count: size))
                    #expect(try await socket.receive() == .binary([UInt8](repeating: 7, count: size)))
                }
                try await socket.close()
                #expect(await socket.closeCode == .normalClosure)
            }
        }
    }

    @Test("answers requests")
    func requests() async throws {
        let server = HTTPServer()
        server.get("/hello/{name}") { request in HTTP.Response(text: "Hello \(request.parameters["name"] ?? "")") }
        try await server.runInMemory(on: Self.loop) { memory in
            let (client, _) = try await memory.connect()
            let peer = try await MemoryPeer(client)
            try await peer.send("GET /hello/you HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try await peer.received()
            #expect(answer.utf8.starts(with: "HTTP/1.1 200 OK\r\n".utf8) && answer.contains("Hello you"))
        }
        #expect(server.metrics.connectionsTotal == 1)
    }

    @Test("pings a client that is silent, and gives it up if it does not answer, by the clock alone")
    func keepAlive() async throws {
        var configuration = HTTPServer.Configuration()
        configuration.webSocket.pingInterval = .seconds(20)
        configuration.webSocket.pongTimeout = .seconds(10)
        let server = HTTPServer(configuration: configuration)
        let (codes, told) = AsyncStream<WebSocket.Error.Code?>.makeStream()
        server.webSocket("/") { socket in
            do { _ = try await socket.receive() } catch { told.yield((error as? WebSocket.Error)?.code) }
        }
        try await server.runInMemory(on: Self.loop) { memory in
            let (client, _) = try await memory.connect()
            let peer = try await MemoryPeer(client)
            try await peer.open()
            await Self.loop.advance(by: .milliseconds(19_999))
            #expect(try await peer.bytes() == [])
            await Self.loop.advance(by: .milliseconds(1))
            #expect(try await peer.bytes() == [0x89, 8, 0, 0, 0, 0, 0, 0, 0, 1])
            await Self.loop.advance(by: .seconds(10))
            let close = try await peer.bytes()
            #expect(close.first == 0x88 && close.dropFirst(2).prefix(2) == [0x03, 0xF3])
        }
        var iterator = codes.makeAsyncIterator()
        #expect(await iterator.next() == .keepAliveTimedOut)
    }

    @Test("waits as long as a timeout says, by the clock alone")
    func timeout() async throws {
        try await self.connect(to: { socket in for try await _ in socket {} }) { socket, _ in
            let waiting = Task { try await socket.receive(timeout: .seconds(3600)) }
            await Self.loop.settle()
            // It may begin to wait only now.
            for _ in 0..<3 { await Self.loop.advance(by: .seconds(1800)) }
            let error = await #expect(throws: WebSocket.Error.self) { try await waiting.value }
            #expect(error?.code == .timedOut)
        }
    }

    @Test("sends the Close at once when a reader has been told why the connection fails")
    func closeBehindReader() async throws {
        let (ends, end) = AsyncStream<Never>.makeStream()
        let server = HTTPServer()
        server.webSocket("/", upgrader: Upgrader(compression: .enabled)) { socket in
            while let reader = try? await socket.nextReader() {
                do { for try await _ in reader {} } catch { break }
            }
            // The handler goes on, so that its end is not what sends the Close.
            for await _ in ends {}
        }
        try await server.runInMemory(on: Self.loop) { memory in
            let (client, _) = try await memory.connect()
            let peer = try await MemoryPeer(client)
            try await peer.open(extensions: "permessage-deflate")
            // What is no DEFLATE data, with a mask of zeros.
            try await peer.send([0xC2, 0x83, 0, 0, 0, 0, 0xF2, 0x48, 0x07])
            #expect(try await peer.bytes().dropFirst(2).prefix(2) == [0x03, 0xEF])
            end.finish()
        }
    }

    @Test("tells a handler that the connection has broken")
    func cut() async throws {
        let (codes, told) = AsyncStream<WebSocket.Error.Code?>.makeStream()
        let handler: WebSocket.Handler = { socket in
            do { _ = try await socket.receive() } catch { told.yield((error as? WebSocket.Error)?.code) }
        }
        let server = HTTPServer()
        server.webSocket("/", handler)
        try await server.runInMemory(on: Self.loop) { memory in
            let (client, _) = try await memory.connect()
            let peer = try await MemoryPeer(client)
            try await peer.open()
            try await Self.loop.perform { _ in client.cut() }
        }
        var iterator = codes.makeAsyncIterator()
        #expect(await iterator.next() == .connectionLost)
    }
}

/// A client in memory that sends any bytes it likes.
private final class MemoryPeer: ByteStreamHandler, @unchecked Sendable {
    // Used on the stream's loop only.
    private let stream: MemoryStream
    private var input: [UInt8] = []

    init(_ stream: MemoryStream) async throws {
        self.stream = stream
        try await stream.loop.perform { _ in
            stream.handler = self
            stream.startReading()
        }
    }

    func send(_ bytes: [UInt8]) async throws {
        let stream = self.stream
        try await stream.loop.perform { _ in stream.append(bytes) }
    }

    func send(_ text: String) async throws {
        try await self.send(Array(text.utf8))
    }

    /// What has come when nothing more is to be done.
    func bytes() async throws -> [UInt8] {
        await self.stream.loop.settle()
        return try await self.stream.loop.perform { _ in exchange(&self.input, with: []) }
    }

    func received() async throws -> String {
        String(decoding: try await self.bytes(), as: UTF8.self)
    }

    /// Performs the opening handshake.
    func open(extensions: String? = nil) async throws {
        try await self.send(
            "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + (extensions.map { "Sec-WebSocket-Extensions: \($0)\r\n" } ?? "")
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        #expect(try await self.received().utf8.starts(with: "HTTP/1.1 101 ".utf8))
    }

    func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        for index in bytes.indices { self.input.append(bytes[index]) }
    }

    func streamDidReceiveEnd() {}
    func streamDidDrain() {}
    func streamDidClose() {}
    func streamDidFailWriting(_ error: any Error) {}
    func streamDidFail(_ error: any Error) {}
}
