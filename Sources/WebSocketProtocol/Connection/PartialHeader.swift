//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The beginning of a header whose rest has not arrived.
struct PartialHeader: Sendable {
    private var storage = InlineArray<14, UInt8>(repeating: 0)

    private var count = 0

    /// Whether no header has been begun.
    var isEmpty: Bool { count == 0 }

    /// The bytes so far.
    var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        get { storage.span.extracting(first: count) }
    }

    /// Adds the next byte, to a header that lacks some.
    mutating func append(_ byte: UInt8) {
        storage[count] = byte
        count += 1
    }

    /// Forgets the bytes, once they have been decoded.
    mutating func removeAll() {
        count = 0
    }
}
