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

extension WebSocket.Message {
    /// Creates a text message of JSON.
    ///
    /// - Parameters:
    ///   - value: What is encoded.
    ///   - encoder: How.
    /// - Throws: What the encoder throws.
    public init(json value: some Encodable, encoder: JSONEncoder = JSONEncoder()) throws {
        self = .text(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Decodes the message as JSON, be it text or binary.
    ///
    /// - Parameters:
    ///   - type: What it is decoded as.
    ///   - decoder: How.
    /// - Returns: The value.
    /// - Throws: What the decoder throws.
    public func decodeJSON<Value: Decodable>(
        as type: Value.Type = Value.self,
        decoder: JSONDecoder = JSONDecoder()
    ) throws -> Value {
        switch self {
        case .text(let text): try decoder.decode(type, from: Data(text.utf8))
        case .binary(let bytes): try decoder.decode(type, from: Data(bytes))
        }
    }
}
