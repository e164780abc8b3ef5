//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSocketProtocol

/// An address of the Internet protocol, of either version, as its bytes.
package struct IPAddress: Hashable, Sendable {
    /// Four or sixteen, in the network's order.
    package let bytes: [UInt8]

    /// Creates an address from its bytes; an IPv4 address that is dressed up as one of IPv6 (`::ffff:192.0.2.1`, RFC 4291
    /// §2.5.5.2) becomes what it is.
    ///
    /// It fails unless there are four or sixteen.
    package init?(bytes: [UInt8]) {
        switch bytes.count {
        case 4: self.bytes = bytes
        case 16 where bytes.starts(with: Self.mappedPrefix): self.bytes = Array(bytes.suffix(4))
        case 16: self.bytes = bytes
        default: return nil
        }
    }

    /// Reads an address in the notation of RFC 3986 §3.2.2, without brackets.
    package init?(_ text: String) {
        self.init(text.utf8.span)
    }

    /// Reads an address from bytes, as from text.
    package init?(_ text: Span<UInt8>) {
        let groups: [UInt16]
        if let address = IPv4Address(text) {
            groups = address.groups
        } else if let address = IPv6Address(text) {
            groups = address.groups
        } else {
            return nil
        }
        self.init(bytes: groups.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] })
    }

    private static let mappedPrefix: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]

    /// Whether it is this machine's own, in any network.
    package var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes.last == 1 && bytes.dropLast().allSatisfy { $0 == 0 }
    }
}

extension IPAddress: CustomStringConvertible {
    /// The address as it is written: `192.0.2.1`, `2001:db8::1`.
    package var description: String {
        if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map {
            String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
        }
        let text = groups.joined(separator: ":")
        // Reading and writing shortens it.
        return IPv6Address(text.utf8.span)?.description ?? text
    }
}
