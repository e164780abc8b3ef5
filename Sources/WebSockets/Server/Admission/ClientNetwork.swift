//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSProxies
import WSTransport

/// What a limit per address counts as one client: an IPv4 address, an IPv6 network of 64 bits, which is what one customer is
/// given, or all that connect to Unix sockets.
struct ClientNetwork: Hashable, Sendable {
    /// Empty for Unix sockets.
    private let prefix: [UInt8]

    /// Fails if the address is not known.
    init?(_ address: NetworkAddress?) {
        switch address {
        case .tcp(let host, _):
            // A link-local address is followed by the name of an interface.
            let literal = host.utf8.prefix { $0 != UInt8(ascii: "%") }
            guard let address = IPAddress(literal.span) else { return nil }
            self.prefix = Array(address.bytes.prefix(8))
        case .unix:
            self.prefix = []
        case nil:
            return nil
        }
    }
}
