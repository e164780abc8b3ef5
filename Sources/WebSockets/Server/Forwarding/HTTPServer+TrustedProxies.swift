//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSProxies
import WSTransport

extension HTTPServer {
    /// The proxies in front of a server whose word about their clients is taken.
    ///
    /// ```swift
    /// var configuration = HTTPServer.Configuration()
    /// configuration.trustedProxies = try HTTPServer.TrustedProxies(["10.0.0.0/8", "unix"], telling: .xForwarded)
    /// ```
    ///
    /// Anybody can send what a proxy sends. So what others say is not looked at, and of what a trusted one says no more than it
    /// has seen itself: where several follow each other, ``HTTP/Request/clientAddress`` is the last address before the trusted ones.
    /// What they all have to do is to replace, or to add to, the field that they are said to send.
    public struct TrustedProxies: Sendable {
        /// How a proxy tells.
        public enum Means: Sendable {
            /// By a header ahead of the connection's first byte: the PROXY protocol, version 1 or 2.
            ///
            /// A connection of a trusted proxy that does not begin with one is closed.
            case proxyProtocol
            /// By the fields `Forwarded` of each request (RFC 7239), of which `for` and `proto` count.
            case forwarded
            /// By the fields `X-Forwarded-For` and `X-Forwarded-Proto` of each request. A proxy that sends the latter alone tells the
            /// scheme, and not its client.
            case xForwarded
        }

        let means: Means
        private let networks: [IPNetwork]
        private let includesUnix: Bool

        /// Creates a list of proxies.
        ///
        /// - Parameters:
        ///   - addresses: Where they connect from: addresses and networks, such as `192.0.2.1`, `10.0.0.0/8` and `2001:db8::/32`;
        ///     `unix` is whoever connects to a Unix socket.
        ///   - means: How they tell: all in one way, as each lets pass from anybody what it does not send itself.
        /// - Throws: ``WebSocket/Error`` with the code `invalidArgument` if one of `addresses` is none.
        public init(_ addresses: [String], telling means: Means) throws(WebSocket.Error) {
            self.means = means
            let unix: ExactString = "unix"
            self.includesUnix = addresses.contains { ExactString($0) == unix }
            var networks: [IPNetwork] = []
            for address in addresses where ExactString(address) != unix {
                guard let network = IPNetwork(address) else {
                    throw WebSocket.Error(
                        .invalidArgument,
                        "\(address.debugDescription) is not an address or a network of proxies, such as 192.0.2.1 or 10.0.0.0/8, nor unix."
                    )
                }
                networks.append(network)
            }
            self.networks = networks
        }

        func contains(_ peer: NetworkAddress?) -> Bool {
            switch peer {
            case .tcp(let host, _): IPAddress(host).map { self.contains($0) } ?? false
            case .unix: self.includesUnix
            case nil: false
            }
        }

        func contains(_ address: IPAddress) -> Bool {
            self.networks.contains { $0.contains(address) }
        }
    }
}

extension ForwardedHop {
    /// Whether the client came by TLS, if that is said.
    var isSecure: Bool? { self.scheme.map { ["https", "wss"].contains(ExactString($0)) } }

    /// The client's address, if that is said.
    var socketAddress: NetworkAddress? { self.address.map { NetworkAddress($0, port: self.port) } }
}

extension NetworkAddress {
    init(_ address: IPAddress, port: UInt16) {
        self = .tcp(host: address.description, port: Int(port))
    }
}
