//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// An IPv4 address as it stands in a URI: four decimal numbers (RFC 3986 §3.2.2).
struct IPv4Address: Hashable, Sendable {
    private let bytes: [UInt8]

    /// Reads an address, or fails if it is anything but four numbers from 0 to 255 without leading zeros.
    ///
    /// The other notations that C libraries take (`127.1`, `0x7f.0.0.1`, octal) are refused: two readers could see two
    /// different hosts in one of them.
    init?(_ text: ArraySlice<UInt8>) {
        let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy(ASCII.isDigit),
                part.count == 1 || part.first != UInt8(ascii: "0"),
                let byte = UInt8(String(decoding: part, as: UTF8.self))
            else { return nil }
            bytes.append(byte)
        }
        self.bytes = bytes
    }

    /// The address as the last two groups of an IPv6 address.
    var groups: [UInt16] {
        [UInt16(bytes[0]) << 8 | UInt16(bytes[1]), UInt16(bytes[2]) << 8 | UInt16(bytes[3])]
    }
}
