//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The syntax of `Host` and of an authority: a host and an optional port (RFC 9110 §7.2, RFC 3986 §3.2.2).
package enum HostSyntax {
    /// Whether the bytes are a host that is not empty, followed by a port of at most 65535, if there is a colon.
    ///
    /// An address in brackets is checked for its characters, not for being an address.
    package static func isValid(_ bytes: Span<UInt8>, requiresPort: Bool) -> Bool {
        guard !bytes.isEmpty else { return false }
        let end = bytes[0] == ASCII.openingBracket ? literalEnd(bytes) : nameEnd(bytes)
        guard let end, end > 0 else { return false }
        guard end < bytes.count else { return !requiresPort }
        guard bytes[end] == ASCII.colon else { return false }
        return isPort(bytes.extracting(droppingFirst: end + 1), mayBeEmpty: !requiresPort)
    }

    /// The end of a registered name or an IPv4 address, or `nil` if a byte is not allowed there.
    private static func nameEnd(_ bytes: Span<UInt8>) -> Int? {
        var offset = 0
        while offset < bytes.count && bytes[offset] != ASCII.colon {
            if bytes[offset] == ASCII.percent {
                guard offset + 2 < bytes.count,
                    bytes[offset + 1].hexadecimalValue != nil,
                    bytes[offset + 2].hexadecimalValue != nil
                else { return nil }
                offset += 3
            } else {
                guard bytes[offset].isRegisteredName else { return nil }
                offset += 1
            }
        }
        return offset
    }

    /// The offset after the closing bracket of an address such as `[::1]`, or `nil` if it is malformed.
    private static func literalEnd(_ bytes: Span<UInt8>) -> Int? {
        var offset = 1
        while offset < bytes.count && bytes[offset] != ASCII.closingBracket {
            guard bytes[offset].isRegisteredName || bytes[offset] == ASCII.colon else { return nil }
            offset += 1
        }
        return offset > 1 && offset < bytes.count ? offset + 1 : nil
    }

    private static func isPort(_ digits: Span<UInt8>, mayBeEmpty: Bool) -> Bool {
        guard digits.count <= 5 else { return false }
        var port = 0
        for offset in digits.indices {
            guard let digit = digits[offset].decimalValue else { return false }
            port = port * 10 + Int(digit)
        }
        return digits.isEmpty ? mayBeEmpty : port <= 65535
    }
}
