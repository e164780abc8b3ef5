//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Proxies
import Transport

/// Whom a limit per address is for: an IPv4 address, or an IPv6 network of 64 bits, which is what one customer is given.
struct ClientNetwork: Hashable, Sendable {
    private let prefix: [UInt8]

    /// Fails for what has no address of its own: Unix sockets.
    init?(_ address: SocketAddress?) {
        // A link-local address is followed by the name of an interface.
        guard case .tcp(let host, _) = address, let address = IPAddress(String(host.prefix { $0 != "%" })) else {
            return nil
        }
        self.prefix = Array(address.bytes.prefix(8))
    }
}
