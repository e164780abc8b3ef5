//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Bytes that have to be kept: of a header whose rest has not arrived, or the payload of a control frame.
///
/// Never of both, as a header is decoded before its payload comes. A control frame has at most 125 bytes of payload
/// (RFC 6455 §5.5), and a header is shorter.
struct KeptBytes: Sendable {
    /// The bytes, as long as they fit: a header does, a keepalive's ping, and a Close without much of a reason.
    private var inPlace = InlineArray<16, UInt8>(repeating: 0)

    /// How many of them there are.
    private var count: UInt8 = 0

    /// All of the bytes once they do not fit.
    ///
    /// The memory is kept for the next that do not, so that a flood of them costs one allocation.
    private var overflow: [UInt8] = []

    /// The bytes so far.
    var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        get { overflow.isEmpty ? inPlace.span.extracting(first: Int(count)) : overflow.span }
    }

    /// Adds a byte, of which there are at most 125 in all.
    mutating func append(_ byte: UInt8) {
        if overflow.isEmpty, count < inPlace.count {
            inPlace[Int(count)] = byte
            count &+= 1
        } else {
            appendBeyond(byte)
        }
    }

    /// Adds bytes, of which there are at most 125 in all.
    mutating func append(_ bytes: Span<UInt8>) {
        for index in bytes.indices { append(bytes[index]) }
    }

    /// Forgets all bytes.
    mutating func removeAll() {
        count = 0
        if !overflow.isEmpty { overflow.removeAll(keepingCapacity: true) }
    }

    @inline(never)
    private mutating func appendBeyond(_ byte: UInt8) {
        if overflow.isEmpty {
            overflow.reserveCapacity(125)
            for index in inPlace.indices { overflow.append(inPlace[index]) }
        }
        overflow.append(byte)
    }
}
