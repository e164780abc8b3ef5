//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// The value of `Sec-WebSocket-Key` and the proof it asks for (RFC 6455 §1.3).
package struct HandshakeKey: Sendable {
    /// The characters as they stand in the header: the base64 of 16 bytes.
    private let characters: [24 of UInt8]

    /// What is hashed behind the key.
    private static let suffix = Array("258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8)

    /// Makes a client's key of 16 random bytes.
    package init(nonce: [16 of UInt8]) {
        let encoded = Base64.encode(nonce.span)
        let bytes = encoded.utf8.span
        characters = [24 of UInt8] { bytes[$0] }
    }

    /// Takes the key a client sent, or fails if it is not the base64 of 16 bytes (RFC 6455 §4.2.1, item 5).
    package init?(_ value: Span<UInt8>) {
        guard value.count == 24, Base64.decodedCount(value) == 16 else { return nil }
        characters = [24 of UInt8] { value[$0] }
    }

    /// Takes the key a client sent, as text.
    package init?(_ value: String) {
        self.init(value.utf8.span)
    }

    /// The key as it stands in the header.
    package var value: String {
        String(repairing: characters.span)
    }

    /// The value of `Sec-WebSocket-Accept` that answers this key (RFC 6455 §4.2.2, item 5.4).
    package var accept: String {
        String(capacity: Self.acceptSize) { appendAccept(to: &$0) }
    }

    /// The number of bytes that ``appendAccept(to:)`` appends: 20 bytes in base64.
    static let acceptSize = 28

    /// Appends the value of `Sec-WebSocket-Accept`.
    func appendAccept(to output: inout OutputSpan<UInt8>) {
        let suffix = Self.suffix.span
        var message = [60 of UInt8](repeating: 0)
        for offset in 0..<24 { message[offset] = characters[offset] }
        for offset in 0..<36 { message[24 + offset] = suffix[offset] }
        Base64.encode(SHA1.digest(of: message.span).span, to: &output)
    }
}
