//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The bytes that HTTP gives a meaning to.
enum ASCII {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let doubleQuote: UInt8 = 0x22
    static let numberSign: UInt8 = 0x23
    static let percent: UInt8 = 0x25
    static let ampersand: UInt8 = 0x26
    static let asterisk: UInt8 = 0x2A
    static let plus: UInt8 = 0x2B
    static let comma: UInt8 = 0x2C
    static let point: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let equalsSign: UInt8 = 0x3D
    static let questionMark: UInt8 = 0x3F
    static let openingBracket: UInt8 = 0x5B
    static let backslash: UInt8 = 0x5C
    static let closingBracket: UInt8 = 0x5D
    static let delete: UInt8 = 0x7F

    /// The text with its letters from A to Z in lower case, and all other bytes as they are.
    ///
    /// `lowercased()` of the standard library makes `k` of the Kelvin sign, too.
    static func lowercased(_ text: String) -> String {
        String(decoding: text.utf8.map(\.lowercased), as: UTF8.self)
    }
}

/// A set of ASCII bytes as two words, one bit for each byte: a test costs a shift and needs no table in memory.
private struct ASCIISet {
    let low: UInt64
    let high: UInt64

    @inline(always)
    func contains(_ byte: UInt8) -> Bool {
        let word = byte < 0x40 ? low : high
        // `&>>` takes the shift modulo 64, which picks the bit within the word.
        return byte < 0x80 && (word &>> UInt64(byte)) & 1 == 1
    }

    /// `tchar` of RFC 9110 §5.6.2.
    static let token = ASCIISet(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE)

    /// `unreserved` and `sub-delims` of RFC 3986 §2, of which a registered name is made besides percent escapes.
    static let registeredName = ASCIISet(low: 0x2BFF_7FD2_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)
}

extension UInt8 {
    /// Whether the byte may stand in a token (`tchar`, RFC 9110 §5.6.2).
    @inline(always)
    var isToken: Bool { ASCIISet.token.contains(self) }

    /// Whether the byte may stand unescaped in a registered name (RFC 3986 §3.2.2).
    var isRegisteredName: Bool { ASCIISet.registeredName.contains(self) }

    /// Whether the byte may stand in a field value: visible, space, tab, or `obs-text` (RFC 9110 §5.5).
    var isFieldValue: Bool { (self >= ASCII.space && self != ASCII.delete) || self == ASCII.tab }

    /// Whether the byte may stand in a request target.
    ///
    /// Every visible ASCII character passes but `#`, since browsers send some that RFC 3986 would have escaped, such as
    /// `|`. A fragment never travels (RFC 9110 §7.1).
    var isTarget: Bool { self > ASCII.space && self < ASCII.delete && self != ASCII.numberSign }

    /// Whether the byte is optional white space: a space or a tab (RFC 9110 §5.6.3).
    @inline(always)
    var isWhitespace: Bool { self == ASCII.space || self == ASCII.tab }

    /// The value of the byte as a decimal digit, or `nil` if it is none.
    var decimalValue: UInt8? {
        let value = self &- ASCII.zero
        return value < 10 ? value : nil
    }

    /// The value of the byte as a hexadecimal digit of either case, or `nil` if it is none.
    var hexadecimalValue: UInt8? {
        if let decimalValue { return decimalValue }
        let value = lowercased &- 0x61
        return value < 6 ? value &+ 10 : nil
    }

    /// The byte with `A` to `Z` folded to `a` to `z`.
    @inline(always)
    var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
