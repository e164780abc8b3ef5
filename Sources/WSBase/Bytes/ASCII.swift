//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Bytes of ASCII that have a meaning in what this library parses, and texts of them.
///
/// Header fields, URLs and names are compared byte by byte: `Character` would fold canonically equivalent Unicode, and `lowercased()`
/// makes `k` of the Kelvin sign, which no RFC here allows.
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
    package static let backslash: UInt8 = 0x5C
    package static let delete: UInt8 = 0x7F

    /// The text with its letters from A to Z in lower case, and all other bytes as they are.
    package static func lowercased(_ text: String) -> String {
        self.lowercased(text.utf8.span)
    }

    /// The text of these bytes with its letters from A to Z in lower case; what is no UTF-8 becomes U+FFFD.
    package static func lowercased(_ bytes: Span<UInt8>) -> String {
        String(capacity: bytes.count) { text in
            for offset in bytes.indices { text.append(bytes[offset].lowercased) }
        }
    }

    /// Whether two texts have the same bytes, letters of ASCII compared without regard to case.
    package static func equalsIgnoringCase(_ one: String, _ other: String) -> Bool {
        one.utf8.span.equalsIgnoringCase(other.utf8.span)
    }

    /// Whether the whole text is one token: not empty, token bytes only (RFC 9110 §5.6.2).
    package static func isToken(_ text: String) -> Bool {
        text.utf8.span.isToken
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
