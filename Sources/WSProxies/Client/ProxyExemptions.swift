//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
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
        case domain(ExactString, port: Int?)
    }

    private let entries: [Entry]
    /// What is wrong with entries that exempt no host, a sentence for each.
    package let warnings: [String]

    /// Reads a list.
    package init(_ list: String) {
        var entries: [Entry] = []
        var warnings: [String] = []
        let texts = list.utf8.split { $0 == UInt8(ascii: ",") || Self.isWhitespace($0) }
        for (index, text) in texts.enumerated() {
            if let entry = Self.entry(text) {
                entries.append(entry)
            } else {
                warnings.append(Self.warning(text, position: index + 1))
            }
        }
        self.entries = entries
        self.warnings = warnings
    }

    private static func warning(_ text: Substring.UTF8View, position: Int) -> String {
        // A URL in place of a host may have a password.
        let shown = text.contains(UInt8(ascii: "@")) ? "" : ", \(ASCII.quoted(String(Substring(text)))),"
        return "Entry \(position) of NO_PROXY\(shown) is ignored: it is not a host, an address, a network or *."
    }

    /// Whether a byte is white space of ASCII: a space, a tab or the end of a line.
    private static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
    }

    private static func entry(_ text: Substring.UTF8View) -> Entry? {
        if text.elementsEqual("*".utf8) { return .everything }
        if let network = IPNetwork(String(Substring(text))) { return .network(network, port: nil) }
        let name =
            text.starts(with: "*.".utf8) ? text.dropFirst(2) : text.starts(with: ".".utf8) ? text.dropFirst() : text
        guard let authority = try? Authority(String(Substring(name))) else { return nil }
        let port = authority.port.map { Int($0) }
        if let network = IPNetwork(authority.host) { return .network(network, port: port) }
        let domain = ExactString(withoutRoot(authority.host))
        // A name with a wildcard in it, or a part of an address, cannot be looked up.
        return domain.isDomainName ? .domain(domain, port: port) : nil
    }

    /// Whether a host, in lower case and an IPv6 address without brackets, is to be reached directly.
    package func contains(host: String, port: Int) -> Bool {
        let address = IPAddress(host)
        let name = ExactString(Self.withoutRoot(host))
        return entries.contains { entry in
            switch entry {
            case .everything: true
            case .network(let network, let entryPort):
                (entryPort ?? port) == port && address.map { network.contains($0) } == true
            case .domain(let domain, let entryPort):
                (entryPort ?? port) == port && address == nil && (name == domain || name.isBelow(domain))
            }
        }
    }

    /// Returns a name without the point that stands for the name service's root.
    private static func withoutRoot(_ name: String) -> String {
        name.utf8.last == UInt8(ascii: ".") ? String(Substring(name.utf8.dropLast())) : name
    }
}
