//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The percent-encoding of URI components (RFC 3986 §2).
enum PercentEncoding {
    /// Returns whether every byte is unreserved, a sub-delimiter, one of `allowed`, or part of `%` and two digits.
    static func isWellFormed(_ text: ArraySlice<UInt8>, allowing allowed: String) -> Bool {
        var rest = text
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard popHexPair(&rest) != nil else { return false }
            } else if !isPlain(byte), !allowed.utf8.contains(byte) {
                return false
            }
        }
        return true
    }

    /// Returns text with its escapes undone; by default a colon may stand in it, as in user information.
    ///
    /// It gives `nil` unless the text is well-formed (RFC 3986 §3.2.1) and what it stands for is UTF-8 without control
    /// characters, as authentication demands (RFC 7617 §2).
    static func decode(_ text: ArraySlice<UInt8>, allowing allowed: String = ":") -> String? {
        guard isWellFormed(text, allowing: allowed) else { return nil }
        var decoded: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            decoded.append(byte == UInt8(ascii: "%") ? popHexPair(&rest) ?? byte : byte)
        }
        guard decoded.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        return String(validating: decoded, as: UTF8.self)
    }

    /// Returns text with every byte escaped that is neither plain nor one of `allowed`.
    static func encode(_ text: String, allowing allowed: String) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            if isPlain(byte) || allowed.utf8.contains(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += byte < 0x10 ? "%0" : "%"
                encoded += String(byte, radix: 16, uppercase: true)
            }
        }
    }

    private static func popHexPair(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
        guard let high = rest.popFirst().flatMap({ ASCII.hexValue($0) }),
            let low = rest.popFirst().flatMap({ ASCII.hexValue($0) })
        else { return nil }
        return high << 4 | low
    }

    /// Returns whether the byte is unreserved or one of `sub-delims` (RFC 3986 §2.2, §2.3).
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("),
            UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: ";"),
            UInt8(ascii: "="):
            true
        default:
            ASCII.isUnreserved(byte)
        }
    }
}
