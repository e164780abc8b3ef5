//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// A web origin: the scheme, host and port a page was loaded from (RFC 6454).
///
/// Browsers send it with every opening handshake, and no page can change it. It is what a server has against pages of
/// strangers that open a connection with the cookies of its users (RFC 6455 §10.2).
public struct WebOrigin: Sendable, Hashable {
    /// The scheme in lower case, such as `https`.
    public let scheme: String
    /// The host in lower case, an IPv6 address without brackets.
    public let host: String
    /// The port, given or by default that of the scheme; `nil` if neither.
    public let port: UInt16?

    private let isIPv6: Bool

    /// Reads an origin in the form a browser sends it: `scheme://host` or `scheme://host:port` (RFC 6454 §6.1).
    ///
    /// It fails for `null`, the origin of pages that have none, and for everything that is not exactly one such
    /// origin: user information, a path (even `/`), white space, a list.
    public init?(_ serialized: String) {
        let bytes = serialized.utf8.span
        guard let colon = bytes.firstOffset(of: UInt8(ascii: ":")), bytes.count >= colon + 3,
            bytes.extracting(first: colon).isScheme, bytes.extracting(colon..<colon + 3).equals("://"),
            let authority = try? Authority(bytes.extracting(droppingFirst: colon + 3)), authority.hasCanonicalPort
        else { return nil }
        self.init(scheme: ASCII.lowercased(bytes.extracting(first: colon)), authority)
    }

    private init(scheme: String, _ authority: Authority) {
        self.scheme = scheme
        host = authority.host
        isIPv6 = authority.isIPv6
        port = authority.port ?? Self.defaultPort(of: scheme)
    }

    /// Compares scheme, host and port with those the request was made to.
    ///
    /// - Parameters:
    ///   - scheme: What the server was reached by: `http` or `https`, for which `ws` and `wss` stand as well.
    ///   - host: The request's `Host`; see ``OpeningRequest/host``.
    /// - Returns: Whether they are the same; `false` if the host is none.
    public func isSameOrigin(asScheme scheme: String, host: String) -> Bool {
        guard let authority = try? Authority(host) else { return false }
        let server = Self(scheme: ASCII.lowercased(scheme.utf8.span), authority)
        return server.port != nil && server.port == port
            && server.host == self.host && server.isIPv6 == isIPv6
            && Self.httpScheme(server.scheme) == Self.httpScheme(self.scheme)
    }

    /// Whether the host is an address, below which there are no names.
    var isAddress: Bool { isIPv6 || IPv4Address(host.utf8.span) != nil }

    private static func defaultPort(of scheme: String) -> UInt16? {
        switch httpScheme(scheme) {
        case "http": 80
        case "https": 443
        default: nil
        }
    }

    /// Returns the scheme of the page that may open a connection by this one (RFC 6455 §3 pairs them).
    private static func httpScheme(_ scheme: String) -> String {
        switch scheme {
        case "ws": "http"
        case "wss": "https"
        default: scheme
        }
    }
}

extension WebOrigin: CustomStringConvertible {
    /// The origin as a browser sends it, without a default port.
    public var description: String {
        let host = isIPv6 ? "[\(host)]" : host
        guard let port, port != Self.defaultPort(of: scheme) else { return "\(scheme)://\(host)" }
        return "\(scheme)://\(host):\(port)"
    }
}
