//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSocketProtocol

/// The addresses that begin with the same bits (RFC 4632): `10.0.0.0/8`, `2001:db8::/32`; or a single one.
package struct IPNetwork: Hashable, Sendable {
    private let address: IPAddress
    private let prefixLength: Int

    /// Reads a network, or a single address; it fails for all else.
    ///
    /// Bits of the address behind the prefix mean nothing.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(parts[0].span) else { return nil }
        let maxLength = address.bytes.count * 8
        self.address = address
        if parts.count == 1 {
            prefixLength = maxLength
        } else {
            guard parts[1].allSatisfy(\.isDigit), let length = Int(Substring(parts[1])), length <= maxLength else {
                return nil
            }
            prefixLength = length
        }
    }

    /// Returns whether the address is one of the network's.
    package func contains(_ other: IPAddress) -> Bool {
        guard address.bytes.count == other.bytes.count else { return false }
        let whole = prefixLength / 8
        guard address.bytes.prefix(whole) == other.bytes.prefix(whole) else { return false }
        let rest = prefixLength % 8
        return rest == 0 || (address.bytes[whole] ^ other.bytes[whole]) >> (8 - rest) == 0
    }
}
