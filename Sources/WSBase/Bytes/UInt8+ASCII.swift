//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension UInt8 {
    /// Whether the byte may stand in a token (`tchar`, RFC 9110 §5.6.2).
    @inlinable @inline(always)
    package var isToken: Bool { ASCIISet.token.contains(self) }

    /// Whether the byte is `unreserved` in a URI: a letter, a digit, or one of `-`, `.`, `_` and `~` (RFC 3986 §2.3).
    package var isUnreserved: Bool { ASCIISet.unreserved.contains(self) }

    /// Whether the byte may stand in a URI as it is and divides nothing: unreserved or one of `sub-delims` (RFC 3986 §2).
    package var isPlainInURI: Bool { ASCIISet.plain.contains(self) }

    /// Whether the byte is a letter of either case.
    package var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// Whether the byte is a decimal digit.
    package var isDigit: Bool { self &- ASCII.zero < 10 }

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
