//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

/// The hosts that are reached without a proxy, as the environment variable `NO_PROXY` lists them.
///
/// Entries are separated by commas or white space:
/// - `example.com` is that name and all below it; `.example.com` and `*.example.com` are the same.
/// - `192.0.2.1` and `2001:db8::1` are addresses, `192.0.2.0/24` and `2001:db8::/32` networks. They match hosts that are
///   given as addresses: no name is looked up for this.
/// - Any of these, an IPv6 address in brackets, may be followed by a port, and then holds for that port alone.
/// - `*` is every host.
///
/// What is none of these matches nothing.
package struct ProxyExemptions: Sendable {
    private enum Entry {
        case everything
        case network(IPNetwork, port: Int?)
        /// A name in lower case, without a point at either end.
        case domain(String, port: Int?)
    }

    private let entries: [Entry]

    /// Reads a list.
    package init(_ list: String) {
        entries = list.split { $0 == "," || $0.isWhitespace }.compactMap { Self.entry($0) }
    }

    private static func entry(_ text: Substring) -> Entry? {
        if text == "*" { return .everything }
        if let network = IPNetwork(String(text)) { return .network(network, port: nil) }
        let name = text.hasPrefix("*.") ? text.dropFirst(2) : text.hasPrefix(".") ? text.dropFirst() : text
        guard let authority = try? Authority(String(name)) else { return nil }
        let port = authority.port.map { Int($0) }
        if let network = IPNetwork(authority.host) { return .network(network, port: port) }
        return .domain(withoutRoot(authority.host), port: port)
    }

    /// Whether a host, in lower case and an IPv6 address without brackets, is to be reached directly.
    package func contains(host: String, port: Int) -> Bool {
        let address = IPAddress(host)
        let name = Self.withoutRoot(host)
        return entries.contains { entry in
            switch entry {
            case .everything: true
            case .network(let network, let entryPort):
                (entryPort ?? port) == port && address.map { network.contains($0) } == true
            case .domain(let domain, let entryPort):
                (entryPort ?? port) == port && address == nil && (name == domain || name.hasSuffix("." + domain))
            }
        }
    }

    /// Returns a name without the point that stands for the name service's root.
    private static func withoutRoot(_ name: String) -> String {
        name.hasSuffix(".") ? String(name.dropLast()) : name
    }
}
