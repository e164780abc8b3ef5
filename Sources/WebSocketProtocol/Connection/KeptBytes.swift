//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Bytes that have to be kept: of a header whose rest has not arrived, or the payload of a control frame.
///
/// Never of both, as a header is decoded before its payload comes. There is room for the longest payload that a control
/// frame can have (RFC 6455 §5.5), and a header is shorter.
struct KeptBytes: Sendable {
    private var storage = InlineArray<125, UInt8>(repeating: 0)

    private var count: UInt8 = 0

    /// The bytes so far.
    var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        get { storage.span.extracting(first: Int(count)) }
    }

    /// Adds a byte, of which there are at most 125 in all.
    mutating func append(_ byte: UInt8) {
        storage[Int(count)] = byte
        count += 1
    }

    /// Adds bytes, of which there are at most 125 in all.
    mutating func append(_ bytes: Span<UInt8>) {
        for index in bytes.indices { append(bytes[index]) }
    }

    /// Forgets all bytes.
    mutating func removeAll() {
        count = 0
    }
}
