//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Writes DEFLATE data (RFC 1951) bit by bit, which no compressor would.
package struct DeflateWriter {
    /// What has been written; the last byte is padded with zeros.
    package private(set) var bytes: [UInt8] = []
    private var bitCount = 0

    /// Creates a writer that has written nothing.
    package init() {}

    /// Writes the lowest bits of a value, the lowest first.
    package mutating func write(_ value: Int, bits: Int) {
        for bit in 0..<bits {
            if self.bitCount % 8 == 0 { self.bytes.append(0) }
            self.bytes[self.bytes.count - 1] |= UInt8(value >> bit & 1) << UInt8(self.bitCount % 8)
            self.bitCount += 1
        }
    }

    /// Writes the bits of a code, the highest first.
    package mutating func write(code: Int, bits: Int) {
        for bit in (0..<bits).reversed() { self.write(code >> bit & 1, bits: 1) }
    }

    /// Writes zeros up to the next byte.
    package mutating func pad() {
        self.bitCount = self.bytes.count * 8
    }

    /// Begins the block behind which no bytes are missing but those that no message carries (RFC 7692 §7.2.1).
    package mutating func endMessage() {
        self.write(0, bits: 3)
        self.pad()
    }
}
