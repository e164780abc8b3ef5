//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Where a server accepts connections.
@nonexhaustive
public enum ListenEndpoint: Hashable, Sendable {
    /// An address that the server takes for itself: a TCP port or a Unix socket.
    case address(NetworkAddress)

    /// A socket that somebody else has bound to an address: a service manager, or the process that this one replaces.
    ///
    /// The server owns the descriptor then, and closes it. What waits to be accepted when it stops is left to whoever else
    /// has the socket.
    case descriptor(CInt)

    /// A TCP port of a host: a name, an IPv4 address or an IPv6 address without brackets; port 0 lets the system choose.
    public static func tcp(host: String, port: Int) -> ListenEndpoint {
        .address(.tcp(host: host, port: port))
    }

    /// A Unix domain socket at a path of at most 107 bytes.
    ///
    /// The file of a socket at which nothing listens is replaced, if the process may read the folder; the server removes its own
    /// file when it stops.
    public static func unix(path: String) -> ListenEndpoint {
        .address(.unix(path: path))
    }
}

extension ListenEndpoint: CustomStringConvertible {
    /// The address, or the descriptor's number.
    public var description: String {
        switch self {
        case .address(let address): address.description
        case .descriptor(let descriptor): "descriptor \(descriptor)"
        }
    }
}
