//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import LoopbackSupport
import Testing
import WebSockets

@Suite("updates of TLS keys", .timeLimit(.minutes(1)))
struct KeyUpdateTests {
    private static let identity = Result { try CertificateAuthority().issue("DNS:localhost").identity() }

    /// Opens a WebSocket by a peer of OpenSSL's for the time of `body`.
    ///
    /// - Parameters:
    ///   - pending: How many bytes the server sends at once.
    ///   - body: Gets the peer and its connection.
    /// - Returns: Why receiving has failed on the server.
    /// - Throws: What `body` throws, or why there is no connection.
    private func serverError(
        pending: Int,
        _ body: @Sendable (OpenSSLPeer, RawConnection) async throws -> Void
    ) async throws -> String {
        var configuration = HTTPServer.Configuration()
        configuration.eventLoops = 1
        configuration.tls = TLS.ServerConfiguration(identities: [try Self.identity.get()])
        configuration.webSocket = .patient
        let (errors, continuation) = AsyncStream<String>.makeStream()
        let server = HTTPServer(configuration: configuration)
        server.webSocket("/") { socket in
            _ = try socket.enqueue(WebSocket.Message.binary([UInt8](repeating: 0, count: pending)))
            do {
                while true { try await socket.send(try await socket.receive()) }
            } catch {
                continuation.yield("\(error)")
            }
        }
        return try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            let peer = OpenSSLPeer()
            try await peer.shakeHands(over: connection)
            peer.send(
                Array(
                    """
                    GET / HTTP/1.1\r
                    Host: localhost\r
                    Upgrade: websocket\r
                    Connection: Upgrade\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    Sec-WebSocket-Version: 13\r
                    \r\n
                    """.utf8
                )
            )
            _ = try await peer.receiveHead(over: connection)
            await connection.setReading(pending == 0)
            try await body(peer, connection)
            let error = await errors.first { _ in true }
            await connection.close()
            return try #require(error)
        }
    }

    /// Fifty updates, each of which leaves by itself, as they would be taken together otherwise.
    private static func updateKeys(of peer: OpenSSLPeer, over connection: RawConnection) async throws {
        var pieces: [[UInt8]] = []
        for _ in 0..<50 {
            peer.updateKeys()
            pieces.append(peer.takeOutput())
        }
        try await connection.send(pieces: pieces)
    }

    @Test(
        "a peer that takes none of the answers to its updates loses the connection, as they would take ever more memory"
    )
    func untakenAnswers() async throws {
        let error = try await self.serverError(pending: 12 << 20) { peer, connection in
            try await Self.updateKeys(of: peer, over: connection)
        }
        #expect(error.contains("The peer does not take the answers to its TLS records."), "\(error)")
    }

    @Test("one that takes them does not")
    func takenAnswers() async throws {
        let error = try await self.serverError(pending: 0) { peer, connection in
            try await Self.updateKeys(of: peer, over: connection)
            peer.send(WireFrame.text("still here").bytes(from: .client))
            await connection.send(peer.takeOutput())
            let head = peer.received.count
            while !String(decoding: peer.received[head...], as: UTF8.self).hasSuffix("still here") {
                peer.receive(try await connection.receive(1))
            }
            peer.send(WireFrame.close(1000).bytes(from: .client))
            await connection.send(peer.takeOutput())
        }
        #expect(!error.contains("TLS"), "\(error)")
    }
}
