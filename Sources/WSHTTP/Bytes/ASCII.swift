//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The bytes that HTTP gives a meaning to.
package enum ASCII {
    package static let tab: UInt8 = 0x09
    package static let lineFeed: UInt8 = 0x0A
    package static let carriageReturn: UInt8 = 0x0D
    package static let space: UInt8 = 0x20
    package static let doubleQuote: UInt8 = 0x22
    package static let numberSign: UInt8 = 0x23
    package static let percent: UInt8 = 0x25
    package static let ampersand: UInt8 = 0x26
    package static let asterisk: UInt8 = 0x2A
    package static let plus: UInt8 = 0x2B
    package static let comma: UInt8 = 0x2C
    package static let point: UInt8 = 0x2E
    package static let slash: UInt8 = 0x2F
    package static let zero: UInt8 = 0x30
    package static let colon: UInt8 = 0x3A
    package static let semicolon: UInt8 = 0x3B
    package static let equalsSign: UInt8 = 0x3D
    package static let questionMark: UInt8 = 0x3F
    package static let openingBracket: UInt8 = 0x5B
    package static let backslash: UInt8 = 0x5C
    package static let closingBracket: UInt8 = 0x5D
    package static let delete: UInt8 = 0x7F

    /// The text with its letters from A to Z in lower case, and all other bytes as they are.
    ///
    /// `lowercased()` of the standard library makes `k` of the Kelvin sign, too.
    package static func lowercased(_ text: String) -> String {
        String(decoding: text.utf8.map(\.lowercased), as: UTF8.self)
    }
}

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

    /// `unreserved` and `sub-delims` of RFC 3986 §2, of which a registered name is made besides percent escapes.
    package static let registeredName = ASCIISet(low: 0x2BFF_7FD2_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)
}

extension UInt8 {
    /// Whether the byte may stand in a token (`tchar`, RFC 9110 §5.6.2).
    @inlinable @inline(always)
    package var isToken: Bool { ASCIISet.token.contains(self) }

    /// Whether the byte may stand unescaped in a registered name (RFC 3986 §3.2.2).
    package var isRegisteredName: Bool { ASCIISet.registeredName.contains(self) }

    /// Whether the byte may stand in a field value: visible, space, tab, or `obs-text` (RFC 9110 §5.5).
    package var isFieldValue: Bool { (self >= ASCII.space && self != ASCII.delete) || self == ASCII.tab }

    /// Whether the byte may stand in a request target.
    ///
    /// Every visible ASCII character passes but `#`, since browsers send some that RFC 3986 would have escaped, such as
    /// `|`. A fragment never travels (RFC 9110 §7.1).
    package var isTarget: Bool { self > ASCII.space && self < ASCII.delete && self != ASCII.numberSign }

    /// Whether the byte is optional white space: a space or a tab (RFC 9110 §5.6.3).
    @inlinable @inline(always)
    package var isWhitespace: Bool { self == 0x20 || self == 0x09 }

    /// The value of the byte as a decimal digit; `nil` for any other byte.
    package var decimalValue: UInt8? {
        let value = self &- ASCII.zero
        return value < 10 ? value : nil
    }

    /// The value of the byte as a hexadecimal digit of either case; `nil` for any other byte.
    package var hexadecimalValue: UInt8? {
        if let decimalValue { return decimalValue }
        let value = lowercased &- 0x61
        return value < 6 ? value &+ 10 : nil
    }

    /// The byte with `A` to `Z` folded to `a` to `z`.
    @inlinable @inline(always)
    package var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
