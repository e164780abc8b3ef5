//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The payload of a control frame, which has room for all there can be (RFC 6455 §5.5).
struct ControlPayload: Sendable {
    private var storage = InlineArray<125, UInt8>(repeating: 0)

    private var count = 0

    /// The bytes so far.
    var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        get { storage.span.extracting(first: count) }
    }

    /// Adds bytes, of which there are at most 125 in all once the header has passed the checks.
    mutating func append(_ bytes: Span<UInt8>) {
        for index in bytes.indices {
            storage[count] = bytes[index]
            count += 1
        }
    }

    /// Forgets the bytes of the last control frame.
    mutating func removeAll() {
        count = 0
    }
}
