//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A `ws` or `wss` URL, checked and taken apart (RFC 6455 §3, RFC 3986).
public struct WebSocketURL: Sendable, Hashable {
    /// Whether the scheme is `wss`: the connection is to run over TLS.
    public let isSecure: Bool
    /// The user name before the host, percent-decoded, or `nil` if there is none.
    ///
    /// It is neither in ``hostField`` nor in ``resource``: whoever wants to authenticate with it has to.
    public let user: String?
    /// The password before the host, percent-decoded, or `nil` if there is none.
    public let password: String?
    /// The host to connect to, in lower case: a name or an address, an IPv6 address without brackets.
    public let host: String
    /// The port to connect to, from 1 to 65535: by default 80, or 443 if the URL is secure.
    public let port: Int
    /// The value for `Host`: the host, an IPv6 address in brackets, and the port unless it is the scheme's own.
    public let hostField: String
    /// What the request asks for: the path, `/` if it is empty, and the query.
    public let resource: String

    /// Reads a URL.
    ///
    /// It must be written out as RFC 3986 demands: other characters than the RFC's percent-encoded, a host outside
    /// ASCII in its `xn--` form.
    ///
    /// - Throws: ``WebSocketURLError`` for any other text.
    public init(_ text: String) throws(WebSocketURLError) {
        let bytes = Array(text.utf8)
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .forbiddenCharacter }
        guard !bytes.contains(UInt8(ascii: "#")) else { throw .fragment }

        let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
        let scheme = ASCII.lowercased(bytes.span.extracting(first: colon))
        guard scheme == "ws" || scheme == "wss" else { throw .unsupportedScheme }
        isSecure = scheme == "wss"
        let afterScheme = bytes.dropFirst(scheme.utf8.count)
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
        let endpoint = try Self.endpoint(authority)
        let defaultPort: UInt16 = isSecure ? 443 : 80
        let port = endpoint.port ?? defaultPort
        host = endpoint.host
        self.port = Int(port)
        hostField = endpoint.bracketedHost + (port == defaultPort ? "" : ":\(port)")
        resource = try Self.resource(hierarchy[(authorityEnd ?? hierarchy.endIndex)...])
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

    /// Returns path and query as the request's target in origin form (RFC 6455 §3; RFC 9112 §3.2.1).
    private static func resource(_ text: ArraySlice<UInt8>) throws(WebSocketURLError) -> String {
        guard PercentEncoding.isWellFormed(text, allowing: ":@/?") else { throw .invalidResource }
        let resource = String(decoding: text, as: UTF8.self)
        return text.first == UInt8(ascii: "/") ? resource : "/" + resource
    }
}

extension WebSocketURL: CustomStringConvertible {
    /// The URL without user name and password, which do not belong in a log.
    public var description: String { (isSecure ? "wss://" : "ws://") + hostField + resource }
}
