//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSBase

/// A URL that names a host, checked and taken apart as far as all schemes have it in common (RFC 3986 §3).
package struct HostURL {
    /// The scheme in lower case.
    package let scheme: String
    /// The user name and the password before the host, or `nil` if there are none.
    package let userInfo: UserInfo?
    /// The host and its port.
    package let authority: Authority
    /// The zone of an IPv6 address, percent-decoded (RFC 6874), or `nil` if there is none.
    package let zone: String?
    /// Path and query as the request's target in origin form (RFC 6455 §3; RFC 9112 §3.2.1).
    package let resource: Secret

    /// Reads a URL whose scheme is one of `schemes`.
    ///
    /// - Throws: ``WebSocketURLError`` for any other text.
    package init(_ text: String, schemes: [String]) throws(WebSocketURLError) {
        let bytes = try Self.checked(text)
        let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
        scheme = ASCII.lowercased(bytes.span.extracting(first: colon))
        guard schemes.contains(scheme) else { throw .unsupportedScheme }
        let afterScheme = bytes[colon...]
        guard afterScheme.starts(with: "://".utf8) else { throw .missingHost }

        let hierarchy = afterScheme.dropFirst(3)
        let authorityEnd = hierarchy.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
        var authority = hierarchy[..<(authorityEnd ?? hierarchy.endIndex)]
        if let at = authority.firstIndex(of: UInt8(ascii: "@")) {
            userInfo = try UserInfo(authority[..<at])
            authority = authority[at...].dropFirst()
        } else {
            userInfo = nil
        }
        zone = try Self.takeZone(&authority)
        self.authority = try Self.endpoint(authority)
        resource = try Self.resource(hierarchy[(authorityEnd ?? hierarchy.endIndex)...])
    }

    /// Returns the bytes of a URL, which are printable ASCII without a fragment.
    static func checked(_ text: String) throws(WebSocketURLError) -> [UInt8] {
        let bytes = Array(text.utf8)
        if let offset = bytes.firstIndex(where: { $0 <= 0x20 || $0 >= 0x7F }) {
            throw .forbiddenCharacter(bytes[offset], offset: offset)
        }
        guard !bytes.contains(UInt8(ascii: "#")) else { throw .fragment }
        return bytes
    }

    /// Removes the zone of an IPv6 address, and returns it.
    private static func takeZone(_ text: inout ArraySlice<UInt8>) throws(WebSocketURLError) -> String? {
        guard text.first == UInt8(ascii: "["), let end = text.firstIndex(of: UInt8(ascii: "]")),
            let start = text[..<end].firstIndex(of: UInt8(ascii: "%"))
        else { return nil }
        guard text[start..<end].starts(with: "%25".utf8),
            let zone = PercentEncoding.decode(text[start..<end].dropFirst(3), allowing: ""),
            !zone.isEmpty, zone.utf8.count <= Self.maxZoneSize,
            zone.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "%") })
        else { throw .invalidZone }
        text.removeSubrange(start..<end)
        return zone
    }

    /// More bytes than the name of an interface has on any system.
    private static let maxZoneSize = 64

    private static func endpoint(_ text: ArraySlice<UInt8>) throws(WebSocketURLError) -> Authority {
        do {
            return try Authority(text.span)
        } catch {
            switch error {
            case .missingHost: throw .missingHost
            case .invalidHost: throw .invalidHost
            case .invalidPort: throw .invalidPort
            }
        }
    }

    /// Reads path and query; offsets in errors are indices of `text`.
    static func resource(_ text: ArraySlice<UInt8>) throws(WebSocketURLError) -> Secret {
        if let offset = PercentEncoding.firstMalformed(text, allowing: ":@/?") {
            throw .invalidResource(text[offset], offset: offset)
        }
        let resource = String(decoding: text, as: UTF8.self)
        return Secret(text.first == UInt8(ascii: "/") ? resource : "/" + resource)
    }
}
