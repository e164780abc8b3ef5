//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import TestSupport
import Testing
import WebSockets

@Suite("echoing piece by piece", .timeLimit(.minutes(1)))
struct PieceEchoTests {
    /// Sends every message back while it arrives.
    private static let echo: WebSocket.Handler = { socket in
        while let reader = try await socket.nextReader() {
            try await socket.send(reader.kind) { writer in
                for try await piece in reader { try await writer.write(piece) }
            }
        }
    }

    @Test(
        "a handler and a client that know only pieces exchange large messages, compressed or not",
        arguments: [
            nil, .enabled,
            WebSocket.Compression(serverContextTakeover: false, clientContextTakeover: false),
        ] as [WebSocket.Compression?]
    )
    func echo(compression: WebSocket.Compression?) async throws {
        let server = HTTPServer(eventLoops: 1)
        var configuration = WebSocket.Configuration()
        configuration.maxMessageSize = 4 << 20
        server.webSocket("/", upgrader: Upgrader(compression: compression, configuration: configuration), Self.echo)
        let dialer = Dialer(compression: compression, configuration: configuration)
        try await withServer(server) { address in
            try await dialer.connect(to: "ws://\(address)/") { socket in
                var generator = SeededGenerator(seed: 11)
                let pieces = (0..<8).map { _ in generator.bytes(count: 100_000).map { $0 & 0x1F } }
                for round in 0..<2 {
                    async let written: Void = socket.send(round == 0 ? .binary : .text) { writer in
                        for piece in pieces { try await writer.write(piece) }
                    }
                    let reader = try #require(try await socket.nextReader())
                    #expect(reader.kind == (round == 0 ? .binary : .text))
                    var received: [UInt8] = []
                    for try await piece in reader { received += piece }
                    try await written
                    let isSame = received == Array(pieces.joined())
                    #expect(isSame)
                }
            }
        }
    }
}
