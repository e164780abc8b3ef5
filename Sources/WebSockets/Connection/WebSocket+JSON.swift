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
    /// Sends a value as a text message of JSON; see ``send(_:compress:timeout:)-(WebSocket.Message,_,_)``.
    ///
    /// - Parameters:
    ///   - value: What is sent.
    ///   - encoder: How it is encoded.
    ///   - compress: Whether it may be compressed.
    ///   - timeout: The longest wait for room.
    /// - Throws: What the encoder throws, and nothing is sent then; ``WebSocket/Error``; `CancellationError`.
    public nonisolated(nonsending) func send(
        json value: some Encodable,
        encoder: JSONEncoder = JSONEncoder(),
        compress: Bool = true,
        timeout: Duration? = nil
    ) async throws {
        try await self.send(try WebSocket.Message(json: value, encoder: encoder), compress: compress, timeout: timeout)
    }

    /// Sends a value as a text message of JSON without waiting; see ``enqueue(_:compress:)-(WebSocket.Message,_)``.
    ///
    /// - Parameters:
    ///   - value: What is sent.
    ///   - encoder: How it is encoded.
    ///   - compress: Whether it may be compressed.
    /// - Returns: Whether it has been accepted.
    /// - Throws: What the encoder throws, and nothing is sent then; ``WebSocket/Error``.
    @discardableResult
    public func enqueue(json value: some Encodable, encoder: JSONEncoder = JSONEncoder(), compress: Bool = true) throws
        -> WebSocket.EnqueueResult
    {
        try self.enqueue(try WebSocket.Message(json: value, encoder: encoder), compress: compress)
    }

    /// Waits for the next message and decodes it as JSON, be it text or binary; see ``receive(timeout:)``.
    ///
    /// - Parameters:
    ///   - type: What it is decoded as.
    ///   - decoder: How.
    ///   - timeout: The longest wait.
    /// - Returns: The value.
    /// - Throws: What the decoder throws, after which the connection is as good as before and the message gone;
    ///   ``WebSocket/Error``; `CancellationError`.
    public nonisolated(nonsending) func receive<Value: Decodable>(
        json type: Value.Type,
        decoder: JSONDecoder = JSONDecoder(),
        timeout: Duration? = nil
    ) async throws -> Value {
        try await self.receive(timeout: timeout).decodeJSON(as: type, decoder: decoder)
    }
}
