//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import LoopbackSupport
import Testing
import WSTLS
import WebSocketProtocol
import WebSockets

@Suite("The end of the stream right behind a message", .timeLimit(.minutes(1)))
struct HalfCloseTests {
    private static let request = Array("GET / HTTP/1.1\r\nHost: localhost\r\n\(handshakeFields)\r\n".utf8)
    private static let authority = Result { try CertificateAuthority() }

    /// Echoes each message once the end of the stream has been noticed.
    @Sendable
    private static func echoAfterEnd(_ socket: isolated WebSocket) async throws {
        for try await message in socket {
            while socket.closeCode == nil { await Task.yield() }
            try await socket.send(message)
        }
    }

    @Sendable
    private static func echo(_ socket: isolated WebSocket) async throws {
        for try await message in socket { try await socket.send(message) }
    }

    @Sendable
    private static func echoInFastLane(_ socket: isolated WebSocket) async throws {
        try await socket.forEachMessage { message, socket in _ = try socket.enqueue(message) }
    }

    private static let handlers: [WebSocket.Handler] = [
        { try await Self.echo($0) }, { try await Self.echoInFastLane($0) }, { try await Self.echoAfterEnd($0) },
    ]

    // MARK: Over channels

    /// The answer to a first message.
    private static let zero = [0x81, 4] + Array("zero".utf8)

    /// How a client's bytes come over a channel.
    enum Pieces: CaseIterable {
        /// The request, the messages and the end at once.
        case one
        /// Messages and end behind the response.
        case two
        /// Byte by byte.
        case bytes
    }

    /// Sends messages and the end over a channel, and returns what comes behind the response.
    private func replies(to frames: [UInt8], _ pieces: Pieces, breaks: Bool, _ handler: Int) async throws -> [UInt8] {
        let (client, server) = MemoryChannel.pair(capacity: 1 << 20)
        let serving = Task {
            let request = try await OtherHTTPServer.receive { try await server.read() }
            let response = try Upgrader(configuration: .patient).upgrade(try request.request, Self.handlers[handler])
            try await response.runWebSocket(over: .channel(server), early: request.early)
        }
        var received: [UInt8] = []
        switch pieces {
        case .one:
            try await client.write(Self.request + frames)
        case .two:
            try await client.write(Self.request)
            while received.firstRange(of: [13, 10, 13, 10]) == nil {
                received += try #require(try await client.read())
            }
            if breaks {
                // With its answer the handler waits for the next message.
                try await client.write(textFrame("zero"))
                while received.firstRange(of: Self.zero) == nil {
                    received += try #require(try await client.read())
                }
            }
            try await client.write(frames)
        case .bytes:
            for byte in Self.request + frames { try await client.write([byte]) }
        }
        if breaks {
            client.breakOutput()
        } else {
            await client.finishWriting()
        }
        while let more = try await client.read() { received += more }
        _ = await serving.result
        client.close()
        #expect(server.timesClosed == 1)
        let head = try #require(received.firstRange(of: [13, 10, 13, 10]))
        return Array(received[head.upperBound...])
    }

    @Test("every reply is written over a channel", arguments: Pieces.allCases, Self.handlers.indices)
    func channel(pieces: Pieces, handler: Int) async throws {
        for _ in 0..<20 {
            let replies = try await self.replies(
                to: textFrame("one") + textFrame("two"),
                pieces,
                breaks: false,
                handler
            )
            #expect(replies == [0x81, 3] + Array("one".utf8) + [0x81, 3] + Array("two".utf8))
        }
    }

    @Test("so is every reply that a waiting handler gives before reading fails", arguments: [0, 1])
    func brokenChannel(handler: Int) async throws {
        for _ in 0..<20 {
            let replies = try await self.replies(
                to: textFrame("one") + textFrame("two"),
                .two,
                breaks: true,
                handler
            )
            #expect(replies == Self.zero + [0x81, 3] + Array("one".utf8) + [0x81, 3] + Array("two".utf8))
        }
    }

    @Test("a channel whose write does not return is closed when reading has failed")
    func stuckChannel() async throws {
        let (client, server) = MemoryChannel.pair(capacity: 10)
        let serving = Task {
            let request = try await OtherHTTPServer.receive { try await server.read() }
            let response = try Upgrader(configuration: .patient).upgrade(try request.request) { socket in
                client.breakOutput()
                for try await _ in socket {}
            }
            try await response.runWebSocket(over: .channel(server), early: request.early)
        }
        try await client.write(Self.request)
        await expectFailure(.connectionLost) { try await serving.value }
        #expect(server.timesClosed == 1)
    }

    /// Answers a client's TLS and opening handshake over a channel, sends it a message with close_notify and the end behind it,
    /// and returns what the client replies.
    private static func secureReplies(over channel: MemoryChannel) async throws -> [UInt8] {
        let peer = OpenSSLPeer(server: try self.authority.get().issue("DNS:localhost"))
        func exchange(until isDone: () -> Bool) async throws {
            while !isDone() {
                peer.receive(try #require(try await channel.read()))
                let output = peer.takeOutput()
                if !output.isEmpty { try await channel.write(output) }
            }
        }
        try await exchange { peer.received.firstRange(of: [13, 10, 13, 10]) != nil }
        let head = String(decoding: peer.received, as: UTF8.self)
        let field = try #require(head.split(separator: "\r\n").first { $0.hasPrefix("Sec-WebSocket-Key: ") })
        let key = try #require(HandshakeKey(String(field.dropFirst("Sec-WebSocket-Key: ".count))))
        let response = "HTTP/1.1 101 Yes\r\n\(handshakeAnswer(key.accept))\r\n"
        peer.send(Array(response.utf8) + [0x81, 2] + Array("hi".utf8))
        peer.close()
        try await channel.write(peer.takeOutput())
        await channel.finishWriting()
        let start = peer.received.count
        while let more = try await channel.read() { peer.receive(more) }
        return Array(peer.received[start...])
    }

    @Test("a client replies by TLS over a channel")
    func secureChannel() async throws {
        for _ in 0..<20 {
            let (client, server) = MemoryChannel.pair(capacity: 1 << 20)
            let serving = Task { try await Self.secureReplies(over: server) }
            var dialer = Dialer(configuration: .patient)
            dialer.tls.roots = .only(pem: try Self.authority.get().root.certificate)
            dialer.netDial = { _, _ in .channel(client) }
            await expectFailure(.connectionLost) {
                try await dialer.connect(to: "wss://localhost/") { try await Self.echo($0) }
            }
            let replies = try await serving.value
            // A masked text of two bytes.
            #expect(replies.prefix(2) == [0x81, 0x82])
            #expect(replies.count == 8)
        }
    }

    // MARK: Over sockets

    @Test("every reply is written over a socket", arguments: Self.handlers.indices)
    func socket(handler: Int) async throws {
        try await withHandler(Self.handlers[handler]) { address in
            for _ in 0..<20 {
                let early = [WireFrame.text("one"), .text("two")].bytes(from: .client)
                let peer = try await RawConnection(to: address)
                await peer.send(Self.request + early)
                await peer.endOutput()
                let head = try await peer.receive(through: "\r\n\r\n")
                #expect(head.hasPrefix("HTTP/1.1 101"))
                let replies = try await peer.receiveToEnd()
                #expect(replies == [0x81, 3] + Array("one".utf8) + [0x81, 3] + Array("two".utf8))
                await peer.close()
            }
        }
    }

    @Test("the response is written to a client that sends nothing more")
    func handshakeAlone() async throws {
        try await withHandler(Self.handlers[0]) { address in
            let peer = try await RawConnection(to: address)
            await peer.send(Self.request)
            await peer.endOutput()
            let response = String(decoding: try await peer.receiveToEnd(), as: UTF8.self)
            #expect(response.hasPrefix("HTTP/1.1 101"))
            #expect(response.hasSuffix("\r\n\r\n"))
            await peer.close()
        }
    }

    @Test("every reply is written by TLS over a socket", arguments: Self.handlers.indices)
    func secureSocket(handler: Int) async throws {
        var configuration = HTTPServer.Configuration()
        configuration.tls = TLS.ServerConfiguration(identities: [
            try Self.authority.get().issue("DNS:localhost").identity()
        ])
        configuration.webSocket = .patient
        let server = HTTPServer(configuration: configuration)
        server.webSocket("/", Self.handlers[handler])
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            let peer = OpenSSLPeer()
            try await peer.shakeHands(over: connection)
            peer.send(Self.request + textFrame("one") + textFrame("two"))
            peer.close()
            await connection.send(peer.takeOutput())
            await connection.endOutput()
            peer.receive(try await connection.receiveToEnd())
            let head = try #require(peer.received.firstRange(of: [13, 10, 13, 10]))
            let replies = Array(peer.received[head.upperBound...])
            #expect(replies == [0x81, 3] + Array("one".utf8) + [0x81, 3] + Array("two".utf8))
            await connection.close()
        }
    }

    @Test("a response is written by TLS to a client that has ended its side")
    func secureResponse() async throws {
        var configuration = HTTPServer.Configuration()
        configuration.tls = TLS.ServerConfiguration(identities: [
            try Self.authority.get().issue("DNS:localhost").identity()
        ])
        let server = HTTPServer(configuration: configuration)
        server.get("/") { _ in
            for _ in 0..<100 { await Task.yield() }
            return HTTP.Response(text: "late")
        }
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            let peer = OpenSSLPeer()
            try await peer.shakeHands(over: connection)
            peer.send(Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
            peer.close()
            await connection.send(peer.takeOutput())
            await connection.endOutput()
            peer.receive(try await connection.receiveToEnd())
            #expect(String(decoding: peer.received, as: UTF8.self).hasSuffix("\r\n\r\nlate"))
            await connection.close()
        }
    }

    @Test("what was accepted for sending is written to a peer that takes it slowly")
    func pendingOutput() async throws {
        let size = 8 << 20
        try await withSocket(as: .server) { socket, peer in
            await peer.setReading(false)
            _ = try await socket.enqueue(WebSocket.Message.binary([UInt8](repeating: 7, count: size)))
            #expect(await socket.pendingOutput > 0)
            await peer.endOutput()
            await expectFailure(.connectionLost) { try await socket.receive() }
            await peer.setReading(true)
            let frame = try await peer.receive()
            #expect(frame?.payload.count == size)
        }
    }

    @Test("a peer that takes nothing is dropped after closeTimeout")
    func stuckPeer() async throws {
        var configuration = WebSocket.Configuration.patient
        configuration.closeTimeout = .milliseconds(50)
        try await withSocket(as: .server, configuration) { socket, peer in
            await peer.setReading(false)
            _ = try await socket.enqueue(WebSocket.Message.binary([UInt8](repeating: 7, count: 8 << 20)))
            await peer.endOutput()
            await expectFailure(.connectionLost) { try await socket.receive() }
            try await socket.close()
            #expect(await socket.closeCode == .abnormalClosure)
        }
    }

    @Test("nothing can be sent once the end has been received")
    func afterTheEnd() async throws {
        try await withSocket(as: .server) { socket, peer in
            await peer.endOutput()
            await expectFailure(.connectionLost) { try await socket.receive() }
            await expectFailure(.closed) { try await socket.send("too late") }
            try await socket.close()
            #expect(try await peer.receiveToEnd() == [])
            #expect(await socket.closeCode == .abnormalClosure)
        }
    }
}

/// The fields of the answer to an opening handshake.
private func handshakeAnswer(_ accept: String) -> String {
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \(accept)\r\n"
}
