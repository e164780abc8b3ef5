//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A host and an optional port, as in `Host`, in an origin and in a URL (RFC 3986 §3.2).
///
/// It is stricter than the RFC where the RFC allows hosts that no name service knows: names consist of letters,
/// digits, `-`, `.`, `_` and `~`, and a name that ends in a number must be an IPv4 address. So what is compared here
/// is what is connected to.
package struct Authority: Sendable, Hashable {
    /// Why a text is no host with an optional port.
    package enum Problem: Error, Equatable {
        /// There is no host.
        case missingHost
        /// The host is neither a name nor an address.
        case invalidHost
        /// The port is no number from 1 to 65535.
        case invalidPort
    }

    /// The host in lower case; an IPv6 address without its brackets and in the spelling of RFC 5952.
    package let host: String
    /// Whether the host is an IPv6 address and so stands in brackets.
    package let isIPv6: Bool
    /// The port, or `nil` if there is none or only its colon.
    package let port: UInt16?
    /// Whether the port, if any, is spelled in the only way a serialised origin allows: with digits, the first not 0.
    package let hasCanonicalPort: Bool

    /// Reads `host [ ":" port ]`.
    package init(_ text: String) throws(Problem) {
        try self.init(Array(text.utf8)[...])
    }

    init(_ text: ArraySlice<UInt8>) throws(Problem) {
        let port: ArraySlice<UInt8>
        if text.first == UInt8(ascii: "[") {
            guard let end = text.firstIndex(of: UInt8(ascii: "]")),
                let address = IPv6Address(text[..<end].dropFirst())
            else { throw .invalidHost }
            host = address.description
            isIPv6 = true
            port = text[end...].dropFirst()
        } else {
            let end = text.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
            host = try Self.name(text[..<end])
            isIPv6 = false
            port = text[end...]
        }
        self.port = try Self.port(port)
        hasCanonicalPort = port.isEmpty || port.count > 1 && port.dropFirst().first != UInt8(ascii: "0")
    }

    /// The host as it stands in a URI: an IPv6 address in brackets.
    package var bracketedHost: String { isIPv6 ? "[\(host)]" : host }

    private static func name(_ text: ArraySlice<UInt8>) throws(Problem) -> String {
        guard !text.isEmpty else { throw .missingHost }
        guard text.count <= 255, text.allSatisfy(ASCII.isUnreserved) else { throw .invalidHost }
        // A point at the end names the root of the name service; such a name is another one than without.
        let labels = text.count > 1 && text.last == UInt8(ascii: ".") ? text.dropLast() : text
        var start = labels.startIndex
        for index in labels.indices where labels[index] == UInt8(ascii: ".") {
            guard index > start else { throw .invalidHost }
            start = index + 1
        }
        let last = labels[start...]
        guard !last.isEmpty, !isNumber(last) || IPv4Address(text) != nil else { throw .invalidHost }
        return ASCII.lowercased(text)
    }

    /// Returns whether C libraries might take the label for a number of an IPv4 address.
    private static func isNumber(_ label: ArraySlice<UInt8>) -> Bool {
        if label.starts(with: "0x".utf8) || label.starts(with: "0X".utf8) {
            return label.dropFirst(2).allSatisfy { ASCII.hexValue($0) != nil }
        }
        return label.allSatisfy(ASCII.isDigit)
    }

    private static func port(_ text: ArraySlice<UInt8>) throws(Problem) -> UInt16? {
        guard let colon = text.first else { return nil }
        guard colon == UInt8(ascii: ":") else { throw .invalidHost }
        let digits = text.dropFirst()
        guard !digits.isEmpty else { return nil }
        guard digits.allSatisfy(ASCII.isDigit), let port = UInt16(String(decoding: digits, as: UTF8.self)), port > 0
        else { throw .invalidPort }
        return port
    }
}
