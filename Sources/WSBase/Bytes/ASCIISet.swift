//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A set of ASCII bytes as two words, one bit for each byte: a test costs a shift and needs no table in memory.
@usableFromInline
package struct ASCIISet: Sendable {
    @usableFromInline let low: UInt64
    @usableFromInline let high: UInt64

    private init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// Returns whether a byte is in the set.
    @inlinable @inline(always)
    package func contains(_ byte: UInt8) -> Bool {
        let word = byte < 0x40 ? low : high
        // `&>>` takes the shift modulo 64, which picks the bit within the word.
        return byte < 0x80 && (word &>> UInt64(byte)) & 1 == 1
    }

    /// `tchar` of RFC 9110 §5.6.2.
    @usableFromInline package static let token = ASCIISet(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE)

    /// `unreserved` of RFC 3986 §2.3.
    static let unreserved = ASCIISet(low: 0x03FF_6000_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)

    /// `unreserved` and `sub-delims` of RFC 3986 §2.
    static let plain = ASCIISet(low: 0x2BFF_7FD2_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)
}
