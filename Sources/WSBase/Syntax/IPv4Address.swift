//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// An IPv4 address as it stands in a URI: four decimal numbers (RFC 3986 §3.2.2).
package struct IPv4Address: Hashable, Sendable {
    private let value: UInt32

    /// Reads an address, or fails if it is anything but four numbers from 0 to 255 without leading zeros.
    ///
    /// The other notations that C libraries take (`127.1`, `0x7f.0.0.1`, octal) are refused: two readers could see two
    /// different hosts in one of them.
    package init?(_ text: Span<UInt8>) {
        var value: UInt32 = 0
        var number: UInt32 = 0
        var digits = 0
        var points = 0
        for offset in text.indices {
            let byte = text[offset]
            if byte.isDigit, digits == 0 || number > 0 {
                number = number &* 10 &+ UInt32(byte & 0x0F)
                digits += 1
                guard number <= 255 else { return nil }
            } else {
                guard byte == UInt8(ascii: "."), digits > 0, points < 3 else { return nil }
                value = value << 8 | number
                number = 0
                digits = 0
                points += 1
            }
        }
        guard points == 3, digits > 0 else { return nil }
        self.value = value << 8 | number
    }

    /// The address as the last two groups of an IPv6 address.
    package var groups: [UInt16] {
        [UInt16(truncatingIfNeeded: value >> 16), UInt16(truncatingIfNeeded: value)]
    }
}
