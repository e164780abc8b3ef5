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
        try self.init(text.utf8.span)
    }

    package init(_ text: Span<UInt8>) throws(Problem) {
        let parts = try Parts(text)
        host = parts.address?.description ?? ASCII.lowercased(text.extracting(first: parts.hostEnd))
        isIPv6 = parts.address != nil
        port = parts.port
        hasCanonicalPort = parts.hasCanonicalPort
    }

    /// Returns whether the text can be read, and has a port if it must, without making anything of it.
    package static func isValid(_ text: Span<UInt8>, requiresPort: Bool = false) -> Bool {
        guard let parts = try? Parts(text) else { return false }
        return !requiresPort || parts.port != nil
    }

    /// The host as it stands in a URI: an IPv6 address in brackets.
    package var bracketedHost: String { isIPv6 ? "[\(host)]" : host }
}

extension Authority {
    /// What a text is made of.
    private struct Parts {
        /// Where the host ends, an IPv6 address with its bracket.
        let hostEnd: Int
        let address: IPv6Address?
        let port: UInt16?
        let hasCanonicalPort: Bool

        init(_ text: Span<UInt8>) throws(Problem) {
            if !text.isEmpty, text[0] == UInt8(ascii: "[") {
                guard let end = text.firstOffset(of: UInt8(ascii: "]")),
                    let address = IPv6Address(text.extracting(1..<end))
                else { throw .invalidHost }
                self.address = address
                hostEnd = end + 1
            } else {
                hostEnd = text.firstOffset(of: UInt8(ascii: ":")) ?? text.count
                try Self.checkName(text.extracting(first: hostEnd))
                address = nil
            }
            let rest = text.extracting(droppingFirst: hostEnd)
            port = try Self.port(rest)
            hasCanonicalPort = rest.isEmpty || rest.count > 1 && rest[1] != UInt8(ascii: "0")
        }

        private static func checkName(_ text: Span<UInt8>) throws(Problem) {
            guard !text.isEmpty else { throw .missingHost }
            guard text.count <= 255 else { throw .invalidHost }
            // A point at the end names the root of the name service; such a name is another one than without.
            let end = text.count > 1 && text[text.count - 1] == UInt8(ascii: ".") ? text.count - 1 : text.count
            var start = 0
            for offset in 0..<end {
                guard text[offset].isUnreserved else { throw .invalidHost }
                guard text[offset] == UInt8(ascii: ".") else { continue }
                guard offset > start else { throw .invalidHost }
                start = offset + 1
            }
            let last = text.extracting(start..<end)
            guard !last.isEmpty, !isNumber(last) || IPv4Address(text) != nil else { throw .invalidHost }
        }

        /// Returns whether C libraries might take the label for a number of an IPv4 address.
        private static func isNumber(_ label: Span<UInt8>) -> Bool {
            let isHexadecimal =
                label.count >= 2 && label[0] == UInt8(ascii: "0") && label[1] | 0x20 == UInt8(ascii: "x")
            for offset in (isHexadecimal ? 2 : 0)..<label.count {
                guard isHexadecimal ? label[offset].hexadecimalValue != nil : label[offset].isDigit else {
                    return false
                }
            }
            return true
        }

        private static func port(_ text: Span<UInt8>) throws(Problem) -> UInt16? {
            guard !text.isEmpty else { return nil }
            guard text[0] == UInt8(ascii: ":") else { throw .invalidHost }
            guard text.count > 1 else { return nil }
            var port = 0
            for offset in 1..<text.count {
                guard text[offset].isDigit else { throw .invalidPort }
                port = port * 10 + Int(text[offset] & 0x0F)
                guard port <= 65535 else { throw .invalidPort }
            }
            guard port > 0 else { throw .invalidPort }
            return UInt16(port)
        }
    }
}
