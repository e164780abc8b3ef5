//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What the handshake needs to know about single ASCII bytes.
///
/// Header fields, URLs and origins are compared byte by byte: `Character` would fold canonically equivalent
/// Unicode (the Kelvin sign equals "K"), which no RFC here allows.
package enum ASCII {
    /// Returns whether the byte may stand in a token: `tchar` of RFC 9110 §5.6.2, the same set as RFC 2616's.
    package static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
            UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "^"), UInt8(ascii: "`"),
            UInt8(ascii: "|"):
            true
        default:
            isUnreserved(byte)
        }
    }

    /// Returns whether the whole text is one token: not empty, token bytes only.
    package static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(isTokenByte)
    }

    /// Returns whether the byte is `unreserved` in a URI (RFC 3986 §2.3).
    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: isLetter(byte) || isDigit(byte)
        }
    }

    /// Returns whether the byte is a letter of either case.
    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// Returns whether the whole text is the scheme of a URI (RFC 3986 §3.1).
    package static func isScheme(_ text: Span<UInt8>) -> Bool {
        guard !text.isEmpty, isLetter(text[0]) else { return false }
        for offset in text.indices where !isSchemeByte(text[offset]) { return false }
        return true
    }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: isLetter(byte) || isDigit(byte)
        }
    }

    /// Returns whether the byte is a decimal digit.
    package static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// Returns the value of a hexadecimal digit of either case, or `nil` for any other byte.
    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Returns the byte with `A`…`Z` made `a`…`z` and everything else as it is.
    static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// Returns the bytes as text with ASCII letters in lower case.
    package static func lowercased(_ bytes: Span<UInt8>) -> String {
        String(capacity: bytes.count) { text in
            for offset in bytes.indices { text.append(lowercased(bytes[offset])) }
        }
    }

    /// Returns whether two texts have the same bytes, letters of ASCII compared without regard to case.
    package static func equalsIgnoringCase(_ one: String, _ other: String) -> Bool {
        one.utf8.elementsEqual(other.utf8) { lowercased($0) == lowercased($1) }
    }

    /// Returns the text between quotation marks, fit for a message: printable ASCII as it is, all else escaped.
    ///
    /// At most 64 bytes are shown. What a peer sent never reaches a log or a terminal in any other way.
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for byte in text.utf8.prefix(64) {
            if (0x20...0x7E).contains(byte), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += byte < 0x10 ? "\\x0" : "\\x"
                result += String(byte, radix: 16)
            }
        }
        return result + (text.utf8.count > 64 ? "…\"" : "\"")
    }
}
