//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// An IPv6 address as it stands in a URI, without brackets and without a zone (RFC 3986 §3.2.2).
///
/// One address has many spellings; reading and writing it gives the one of RFC 5952.
package struct IPv6Address: Hashable, Sendable {
    /// The eight groups of 16 bits, the first one first.
    package let groups: [UInt16]

    /// Reads an address, or fails if it does not follow `IPv6address` of RFC 3986 to the letter.
    package init?(_ text: Span<UInt8>) {
        var position = 0
        var groups: [UInt16] = []
        var gap: Int?

        if Self.skipDoubleColon(text, &position) { gap = 0 }
        while position < text.count {
            if let tail = IPv4Address(text.extracting(droppingFirst: position)) {
                groups += tail.groups
                break
            }
            guard groups.count < 8, let group = Self.group(text, &position) else { return nil }
            groups.append(group)
            if position == text.count { break }
            if Self.skipDoubleColon(text, &position) {
                guard gap == nil else { return nil }
                gap = groups.count
            } else {
                guard text[position] == UInt8(ascii: ":"), position + 1 < text.count else { return nil }
                position += 1
            }
        }

        if let gap {
            guard groups.count < 8 else { return nil }
            groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
        }
        guard groups.count == 8 else { return nil }
        self.groups = groups
    }

    private static func skipDoubleColon(_ text: Span<UInt8>, _ position: inout Int) -> Bool {
        guard position + 1 < text.count, text[position] == UInt8(ascii: ":"), text[position + 1] == UInt8(ascii: ":")
        else { return false }
        position += 2
        return true
    }

    /// Passes one to four hexadecimal digits and returns their value.
    private static func group(_ text: Span<UInt8>, _ position: inout Int) -> UInt16? {
        var value: UInt16 = 0
        let start = position
        while position < text.count, position < start + 4, let digit = text[position].hexadecimalValue {
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return position == start ? nil : value
    }
}

extension IPv6Address: CustomStringConvertible {
    /// The address in lower case with the longest run of two or more zero groups shortened to `::` (RFC 5952 §4).
    package var description: String {
        let zeros = longestRunOfZeros
        let texts = groups.map { String($0, radix: 16) }
        guard zeros.count >= 2 else { return texts.joined(separator: ":") }
        return texts[..<zeros.lowerBound].joined(separator: ":") + "::"
            + texts[zeros.upperBound...].joined(separator: ":")
    }

    /// The first of the longest runs of zero groups, possibly empty.
    private var longestRunOfZeros: Range<Int> {
        var longest = 0..<0
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 {
                start = index + 1
            } else if index + 1 - start > longest.count {
                longest = start..<index + 1
            }
        }
        return longest
    }
}
