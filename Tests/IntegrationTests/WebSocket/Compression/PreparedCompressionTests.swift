//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSockets

@Suite("prepared messages where compression was agreed on", .timeLimit(.minutes(1)))
struct PreparedCompressionTests {
    private static let text = String(repeating: "the same to all of you, ", count: 300)
    private static let offers = [
        "permessage-deflate", "permessage-deflate; server_no_context_takeover",
        "permessage-deflate; server_max_window_bits=8",
        "permessage-deflate; server_max_window_bits=10",
    ]

    @Test(
        "each connection gets it as it can read it, and messages around it are read as well",
        arguments: WebSocketRole.allCases
    )
    func everyVariant(role: WebSocketRole) async throws {
        let prepared = WebSocket.PreparedMessage(Self.text)
        let payload = Array(Self.text.utf8)
        for extensions in Self.offers.map({ role == .server ? $0 : $0.replacing("server_", with: "client_") }) {
            try await withSocket(as: role, compression: .enabled, extensions: extensions) { socket, peer async throws in
                let bits = try #require(socket.deflateParameters).maxWindowBits(role)
                let takesOver = try #require(socket.deflateParameters).hasContextTakeover(role)
                var history: [UInt8] = []
                for number in 0..<6 {
                    if number % 3 == 1 {
                        try await socket.enqueue(prepared)
                    } else {
                        try await socket.send(Self.text)
                    }
                    let frame = try #require(try await peer.receive())
                    #expect(frame.reservedBits == 4 && frame.payload.count < payload.count / 10)
                    let tail: [UInt8] = [0x00, 0x00, 0xFF, 0xFF]
                    let reader = try DeflateReader(frame.payload + tail, after: takesOver ? history : [])
                    #expect(reader.output.suffix(payload.count) == payload[...])
                    #expect(reader.maxDistance <= 1 << bits)
                    history = reader.output
                }
            }
        }
    }

    @Test(
        "it is sent as it is if it may not be compressed, or would not become smaller",
        arguments: WebSocketRole.allCases
    )
    func plain(role: WebSocketRole) async throws {
        var generator = SeededGenerator(seed: 9)
        let random = WebSocket.Message.binary(generator.bytes(count: 500))
        let extensions = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
        try await withSocket(as: role, compression: .enabled, extensions: extensions) { socket, peer async throws in
            try await socket.enqueue(WebSocket.PreparedMessage(Self.text, compress: false))
            try await socket.enqueue(WebSocket.PreparedMessage("short"))
            try await socket.enqueue(WebSocket.PreparedMessage(random))
            #expect(try await peer.receive() == .text(Self.text))
            #expect(try await peer.receive() == .text("short"))
            #expect(try await peer.receive()?.reservedBits == 0)
        }
    }
}
