//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSocketProtocol

/// One part of a request's way through proxies, as a proxy describes where it received the request from.
package struct ForwardedHop: Equatable, Sendable {
    /// The address that the proxy received the request from; `nil` if it does not tell an address, or its text is malformed.
    package let address: IPAddress?
    /// The port at that address; 0 if the proxy does not tell it.
    package let port: UInt16
    /// The URI scheme by which the proxy received the request, in lower case; `nil` if it does not tell it.
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

    /// What a malformed text says.
    private static let unknown = ForwardedHop(address: nil, port: 0, scheme: nil)
}

extension ForwardedHop {
    /// Reads the fields `Forwarded` (RFC 7239), the farthest hop first.
    ///
    /// A malformed field line is one unknown hop, as nothing in it can be told apart, and lines before it are not read: they
    /// lie behind a hop that is unknown. Lines after it, which proxies nearer to the server have added, count as ever.
    package static func forwarded(_ values: [String]) -> [ForwardedHop] {
        var lines: [[ForwardedHop]] = []
        for value in values.reversed() {
            let line = Self.line(value)
            lines.append(line ?? [.unknown])
            if line == nil { break }
        }
        return Array(lines.reversed().joined())
    }

    private static func line(_ value: String) -> [ForwardedHop]? {
        var hops: [ForwardedHop] = []
        var scanner = ForwardedScanner(value)
        while let pairs = scanner.nextElement() {
            hops.append(
                ForwardedHop(node: pairs["for"] ?? "", scheme: pairs["proto"].flatMap { Self.scheme($0.utf8.span) })
            )
        }
        return scanner.isAtEnd ? hops : nil
    }

    /// Reads the fields `X-Forwarded-For` and `X-Forwarded-Proto`, the farthest hop first.
    ///
    /// There is no standard for them. Where there is not a scheme for every address, the last holds for all: proxies
    /// replace what another said before them, or leave it alone. An element that is malformed counts as one without meaning.
    /// Without any address the last scheme is that of one hop, which the nearest proxy tells of itself.
    package static func xForwarded(for addresses: [String], proto schemes: [String]) -> [ForwardedHop] {
        let addresses = Self.elements(of: addresses)
        let schemes = Self.elements(of: schemes).map { Self.scheme($0.utf8.span) }
        if addresses.isEmpty {
            return schemes.last.map { [ForwardedHop(address: nil, port: 0, scheme: $0)] } ?? []
        }
        return addresses.indices.map { index in
            let scheme = schemes.count == addresses.count ? schemes[index] : schemes.last ?? nil
            return ForwardedHop(node: addresses[index], scheme: scheme)
        }
    }

    /// Returns the elements of a list in several field lines (RFC 9110 §5.6.1.2), split and trimmed by bytes.
    private static func elements(of values: [String]) -> [String] {
        values.flatMap { value in
            value.utf8.split(separator: UInt8(ascii: ","))
                .map { Substring($0).utf8.trimmingSpaces }
                .filter { !$0.isEmpty }
                .map { String(Substring($0)) }
        }
    }

    /// Returns a URI scheme (RFC 3986 §3.1) in lower case; `nil` if the text is not one.
    private static func scheme(_ text: Span<UInt8>) -> String? {
        text.isScheme ? ASCII.lowercased(text) : nil
    }

    /// Finds the farthest hop that can be believed: what a proxy says counts if the one that passed it on is trusted.
    ///
    /// The last hop is what the peer itself says, which is trusted. A hop without an address ends the search: it is the
    /// result only if it is the last, so that its scheme counts.
    ///
    /// - Parameters:
    ///   - hops: The farthest first.
    ///   - isTrusted: Whether a proxy at an address is trusted.
    /// - Returns: The hop, whose address, if it has one, is the client's as far as is known; `nil` if there are no hops.
    package static func client(of hops: [ForwardedHop], isTrusted: (IPAddress) -> Bool) -> ForwardedHop? {
        var client = hops.last
        for hop in hops.reversed() {
            guard let address = hop.address else { break }
            client = hop
            guard isTrusted(address) else { break }
        }
        return client
    }
}
