//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing
import WebSockets

@Suite("JSON messages", .timeLimit(.minutes(1)))
struct JSONTests {
    private struct Tick: Codable, Equatable, Sendable {
        var symbolName: String
        var price: Double
    }

    private static let tick = Tick(symbolName: "ÄÖ\u{1F600}", price: 42.5)

    @Test("a value is sent as text and received from text or bytes", arguments: WebSocketRole.allCases)
    func values(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            try await socket.send(json: Self.tick)
            let frame = try #require(try await peer.receive())
            #expect(frame.opcode == 1)
            #expect(try JSONDecoder().decode(Tick.self, from: Data(frame.payload)) == Self.tick)
            try await socket.enqueue(json: Self.tick)
            let enqueued = try #require(try await peer.receive())
            #expect(try JSONDecoder().decode(Tick.self, from: Data(enqueued.payload)) == Self.tick)
            for opcode: UInt8 in [1, 2] {
                await peer.send(WireFrame(opcode: opcode, payload: frame.payload))
                #expect(try await socket.receive(json: Tick.self) == Self.tick)
            }
        }
    }

    @Test("the encoder and the decoder may be the caller's")
    func coders() async throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = .sortedKeys
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        try await withSocket(as: .server) { [encoder, decoder] socket, peer async throws in
            let tick = Tick(symbolName: "a", price: 1)
            try await socket.send(json: tick, encoder: encoder)
            #expect(try await peer.receive() == .text(#"{"price":1,"symbol_name":"a"}"#))
            await peer.send(.text(#"{"symbol_name": "a", "price": 1}"#))
            #expect(try await socket.receive(json: Tick.self, decoder: decoder) == tick)
        }
    }

    @Test("a message that is no JSON, or not what was expected, is an error of the message alone")
    func undecodable() async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            for text in ["", "{", "[1]", "{} {}", "\"symbolName\""] {
                await peer.send(.text(text))
                await #expect(throws: DecodingError.self) { try await socket.receive(json: Tick.self) }
            }
            await peer.send(.text("[1, 2]"))
            #expect(try await socket.receive(json: [Int].self) == [1, 2])
            await peer.send(.close(1000))
            await expectFailure(.closed) { try await socket.receive(json: Tick.self) }
        }
    }

    @Test("nothing is sent of what cannot be encoded")
    func unencodable() async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            await #expect(throws: EncodingError.self) { try await socket.send(json: [Double.nan]) }
            await #expect(throws: EncodingError.self) { try await socket.enqueue(json: [Double.nan]) }
            try await socket.send("next")
            #expect(try await peer.receive() == .text("next"))
        }
    }

    @Test("a message that is prepared for many may be JSON")
    func prepared() async throws {
        let message = try WebSocket.Message(json: [1, 2])
        #expect(message == .text("[1,2]"))
        #expect(WebSocket.PreparedMessage(message).message == message)
        #expect(try message.decodeJSON(as: [Int].self) == [1, 2])
    }
}
