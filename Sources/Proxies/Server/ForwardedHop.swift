//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

/// One part of a request's way through proxies, as the proxy says that the request came to.
package struct ForwardedHop: Equatable, Sendable {
    /// Whom the proxy got the request from; `nil` if it does not say, or says it in a way of its own.
    package let address: IPAddress?
    /// That one's port; 0 if it is not said.
    package let port: UInt16
    /// What the proxy was reached by, in lower case; `nil` if it does not say.
    package let scheme: String?

    private init(address: IPAddress?, port: UInt16, scheme: String?) {
        self.address = address
        self.port = port
        self.scheme = scheme
    }

    /// Reads an address with or without a port (RFC 7239 §6); an IPv6 address may have no brackets, as many write it.
    private init(node: String, scheme: String?) {
        if let address = IPAddress(node) {
            self.init(address: address, port: 0, scheme: scheme)
        } else if let authority = try? Authority(node), let address = IPAddress(authority.host) {
            self.init(address: address, port: authority.port ?? 0, scheme: scheme)
        } else {
            self.init(address: nil, port: 0, scheme: scheme)
        }
    }
}

extension ForwardedHop {
    /// Reads the fields `Forwarded` (RFC 7239), the farthest hop first.
    ///
    /// It gives `nil` if they are malformed: nothing in them can be told apart then.
    package static func forwarded(_ values: [String]) -> [ForwardedHop]? {
        var hops: [ForwardedHop] = []
        for value in values {
            var scanner = ForwardedScanner(value)
            while let pairs = scanner.nextElement() {
                let scheme = pairs["proto"].map { $0.lowercased() }
                hops.append(ForwardedHop(node: pairs["for"] ?? "", scheme: scheme))
            }
            guard scanner.isAtEnd else { return nil }
        }
        return hops
    }

    /// Reads the fields `X-Forwarded-For` and `X-Forwarded-Proto`, the farthest hop first.
    ///
    /// There is no standard for them. Where there is not a scheme for every address, the last holds for all: proxies
    /// replace what another said before them, or leave it alone.
    package static func xForwarded(for addresses: [String], proto schemes: [String]) -> [ForwardedHop] {
        let addresses = elements(of: addresses)
        let schemes = elements(of: schemes).map { $0.lowercased() }
        return addresses.indices.map { index in
            let scheme = schemes.count == addresses.count ? schemes[index] : schemes.last
            return ForwardedHop(node: addresses[index], scheme: scheme)
        }
    }

    private static func elements(of values: [String]) -> [String] {
        values.flatMap { $0.split(separator: ",") }
            .map { $0.drop { $0.isWhitespace } }
            .map { String($0.prefix { !$0.isWhitespace }) }
            .filter { !$0.isEmpty }
    }

    /// Returns the farthest hop that can be believed: each proxy's word counts if the one that passed it on is trusted.
    ///
    /// The last is the word of the peer itself, which is.
    ///
    /// - Parameters:
    ///   - hops: The farthest first.
    ///   - isTrusted: Whether a proxy at an address is to be believed.
    /// - Returns: The hop, whose address is then the client's as far as can be known; `nil` if nothing was said.
    package static func client(of hops: [ForwardedHop], isTrusted: (IPAddress) -> Bool) -> ForwardedHop? {
        var client: ForwardedHop?
        for hop in hops.reversed() {
            guard let address = hop.address else { break }
            client = hop
            guard isTrusted(address) else { break }
        }
        return client
    }
}
