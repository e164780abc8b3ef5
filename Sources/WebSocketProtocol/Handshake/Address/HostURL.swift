//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A URL that names a host, checked and taken apart as far as all schemes have it in common (RFC 3986 §3).
package struct HostURL {
    /// The scheme in lower case.
    package let scheme: String
    /// The user name before the host, percent-decoded, or `nil` if there is none.
    package let user: String?
    /// The password before the host, percent-decoded, or `nil` if there is none.
    package let password: String?
    /// The host and its port.
    package let authority: Authority
    /// Path and query as the request's target in origin form (RFC 6455 §3; RFC 9112 §3.2.1).
    package let resource: String

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
            (user, password) = try Self.credentials(authority[..<at])
            authority = authority[at...].dropFirst()
        } else {
            (user, password) = (nil, nil)
        }
        self.authority = try Self.endpoint(authority)
        resource = try Self.resource(hierarchy[(authorityEnd ?? hierarchy.endIndex)...])
    }

    /// Returns the bytes of a URL, which are printable ASCII without a fragment.
    static func checked(_ text: String) throws(WebSocketURLError) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .forbiddenCharacter }
        guard !bytes.contains(UInt8(ascii: "#")) else { throw .fragment }
        return bytes
    }

    private static func credentials(
        _ text: ArraySlice<UInt8>
    ) throws(WebSocketURLError) -> (user: String, password: String?) {
        let colon = text.firstIndex(of: UInt8(ascii: ":"))
        guard let user = PercentEncoding.decode(text[..<(colon ?? text.endIndex)]) else { throw .invalidUserInfo }
        guard let colon else { return (user, nil) }
        guard let password = PercentEncoding.decode(text[colon...].dropFirst()) else { throw .invalidUserInfo }
        return (user, password)
    }

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

    static func resource(_ text: ArraySlice<UInt8>) throws(WebSocketURLError) -> String {
        guard PercentEncoding.isWellFormed(text, allowing: ":@/?") else { throw .invalidResource }
        let resource = String(decoding: text, as: UTF8.self)
        return text.first == UInt8(ascii: "/") ? resource : "/" + resource
    }
}
