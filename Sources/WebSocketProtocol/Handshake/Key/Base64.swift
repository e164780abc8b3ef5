//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// Base64 with the standard alphabet and padding (RFC 4648 §4).
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Returns the bytes as base64 text.
    package static func encode(_ bytes: Span<UInt8>) -> String {
        String(capacity: encodedCount(bytes.count)) { encode(bytes, to: &$0) }
    }

    /// Returns the length of the text that stands for so many bytes.
    static func encodedCount(_ count: Int) -> Int {
        (count + 2) / 3 * 4
    }

    /// Appends the bytes as base64 text, for which there must be room.
    static func encode(_ bytes: Span<UInt8>, to text: inout OutputSpan<UInt8>) {
        var start = 0
        while start + 3 <= bytes.count {
            let bits = UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2])
            append(4, digitsOf: bits, to: &text)
            start += 3
        }
        switch bytes.count - start {
        case 1:
            append(2, digitsOf: UInt32(bytes[start]) << 16, to: &text)
            text.append(UInt8(ascii: "="))
            text.append(UInt8(ascii: "="))
        case 2:
            append(3, digitsOf: UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8, to: &text)
            text.append(UInt8(ascii: "="))
        default:
            break
        }
    }

    /// Appends the first digits of the four that 24 bits have.
    @inline(__always)
    private static func append(_ count: Int, digitsOf bits: UInt32, to text: inout OutputSpan<UInt8>) {
        for digit in 0..<count {
            text.append(alphabet[Int(bits >> UInt32(18 - 6 * digit) & 0x3F)])
        }
    }

    /// Returns the number of bytes a base64 text stands for, or `nil` unless it is exactly what ``encode(_:)`` gives for
    /// them.
    ///
    /// White space, missing padding, padding inside and non-zero bits beneath the padding (RFC 4648 §3.5) are refused:
    /// one value has one text.
    package static func decodedCount(_ text: Span<UInt8>) -> Int? {
        guard text.count % 4 == 0 else { return nil }
        var digitCount = text.count
        while digitCount > 0, text.count - digitCount < 2, text[digitCount - 1] == UInt8(ascii: "=") { digitCount -= 1 }
        var last: UInt8 = 0
        for offset in 0..<digitCount {
            guard let sextet = sextet(of: text[offset]) else { return nil }
            last = sextet
        }
        // What the last digit has beneath the last whole byte: two bits of three digits, four of two.
        let spare: UInt8 = text.count - digitCount == 2 ? 0xF : text.count - digitCount == 1 ? 0x3 : 0
        return last & spare == 0 ? digitCount * 6 / 8 : nil
    }

    private static func sextet(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
