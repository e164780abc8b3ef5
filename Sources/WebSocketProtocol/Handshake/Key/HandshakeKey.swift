//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The value of `Sec-WebSocket-Key` and the proof it asks for (RFC 6455 §1.3).
package struct HandshakeKey: Sendable, Equatable {
    /// The key as it stands in the header: 16 bytes in base64, 24 characters.
    package let value: String

    /// Makes a client's key of 16 random bytes.
    package init(nonce: [16 of UInt8]) {
        value = Base64.encode(nonce.indices.map { nonce[$0] })
    }

    /// Takes the key a client sent, or fails if it is not the base64 of 16 bytes (RFC 6455 §4.2.1, item 5).
    package init?(_ value: String) {
        guard value.utf8.count == 24, Base64.decode(value)?.count == 16 else { return nil }
        self.value = value
    }

    /// The value of `Sec-WebSocket-Accept` that answers this key (RFC 6455 §4.2.2, item 5.4).
    package var accept: String {
        Base64.encode(SHA1.digest(of: Array((value + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
    }
}
