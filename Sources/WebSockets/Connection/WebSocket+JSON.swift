//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension WebSocket {
    /// Sends a value as a text message of JSON; see ``send(_:compress:)-(WebSocket.Message,_)``.
    ///
    /// - Parameters:
    ///   - value: What is sent.
    ///   - encoder: How it is encoded.
    ///   - compress: Whether it may be compressed.
    /// - Throws: What the encoder throws, and nothing is sent then; ``WebSocket/Error``; `CancellationError`.
    public nonisolated(nonsending) func send(
        json value: some Encodable,
        encoder: JSONEncoder = JSONEncoder(),
        compress: Bool = true
    ) async throws {
        try await self.send(try WebSocket.Message(json: value, encoder: encoder), compress: compress)
    }

    /// Waits for the next message and decodes it as JSON, be it text or binary; see ``receive()``.
    ///
    /// - Parameters:
    ///   - type: What it is decoded as.
    ///   - decoder: How.
    /// - Returns: The value.
    /// - Throws: What the decoder throws, after which the connection is as good as before and the message gone;
    ///   ``WebSocket/Error``; `CancellationError`.
    public nonisolated(nonsending) func receive<Value: Decodable>(
        json type: Value.Type,
        decoder: JSONDecoder = JSONDecoder()
    ) async throws -> Value {
        try await self.receive().decodeJSON(as: type, decoder: decoder)
    }
}
