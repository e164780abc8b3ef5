//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The percent-encoding of URI components (RFC 3986 §2).
package enum PercentEncoding {
    /// Returns the index of the first byte that is neither unreserved, a sub-delimiter, one of `allowed`, nor part of `%` and two
    /// digits; `nil` if the text is well-formed.
    package static func firstMalformed(_ text: ArraySlice<UInt8>, allowing allowed: String) -> Int? {
        var rest = text
        while let byte = rest.popFirst() {
            // What is left begins behind the byte.
            let index = rest.startIndex - 1
            if byte == UInt8(ascii: "%") {
                guard popHexPair(&rest) != nil else { return index }
            } else if !byte.isPlainInURI, !allowed.utf8.contains(byte) {
                return index
            }
        }
        return nil
    }

    /// Returns text with its escapes undone; by default a colon may stand in it, as in user information.
    ///
    /// It gives `nil` unless the text is well-formed (RFC 3986 §3.2.1) and what it stands for is UTF-8 without control
    /// characters, as authentication demands (RFC 7617 §2).
    package static func decode(_ text: ArraySlice<UInt8>, allowing allowed: String = ":") -> String? {
        guard firstMalformed(text, allowing: allowed) == nil else { return nil }
        var decoded: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            decoded.append(byte == UInt8(ascii: "%") ? popHexPair(&rest) ?? byte : byte)
        }
        guard decoded.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        return String(validating: decoded, as: UTF8.self)
    }

    /// Returns text with every byte escaped that is neither plain nor one of `allowed`.
    package static func encode(_ text: String, allowing allowed: String) -> String {
        encode(text) { $0.isPlainInURI || allowed.utf8.contains($0) }
    }

    /// Returns text with every byte escaped that is not unreserved, so that it divides nothing in a URI.
    package static func encodeComponent(_ text: String) -> String {
        encode(text) { $0.isUnreserved }
    }

    /// Returns the escape of a byte, such as `%5B`.
    package static func escape(_ byte: UInt8) -> String {
        (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
    }

    private static func encode(_ text: String, _ isKept: (UInt8) -> Bool) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            if isKept(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += escape(byte)
            }
        }
    }

    private static func popHexPair(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
        guard let high = rest.popFirst().flatMap({ $0.hexadecimalValue }),
            let low = rest.popFirst().flatMap({ $0.hexadecimalValue })
        else { return nil }
        return high << 4 | low
    }

    /// Replaces each escape of a path or a query by the byte that it stands for.
    ///
    /// - Returns: `nil` if an escape is malformed, stands for NUL, or the result is not UTF-8.
    package static func decode(_ text: Span<UInt8>, plusIsSpace: Bool = false) -> String? {
        // Most have nothing to replace.
        guard text.needsDecoding else { return String(repairing: text) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
        var offset = 0
        while offset < text.count {
            let byte = text[offset]
            offset += 1
            if byte == ASCII.plus && plusIsSpace {
                decoded.append(ASCII.space)
            } else if byte == ASCII.percent {
                guard offset + 1 < text.count, let high = text[offset].hexadecimalValue,
                    let low = text[offset + 1].hexadecimalValue, high != 0 || low != 0
                else { return nil }
                offset += 2
                decoded.append(high << 4 | low)
            } else {
                decoded.append(byte)
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }
}

extension Span where Element == UInt8 {
    /// Whether there is an escape, or a plus that may stand for a space.
    fileprivate var needsDecoding: Bool {
        for offset in indices where self[offset] == ASCII.percent || self[offset] == ASCII.plus { return true }
        return false
    }
}
