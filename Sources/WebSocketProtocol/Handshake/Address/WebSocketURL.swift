//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A `ws` or `wss` URL, checked and taken apart (RFC 6455 §3, RFC 3986), or that of a Unix socket.
///
/// There is no standard for the latter; it is written as most clients have it: `ws+unix:/run/chat.sock:/rooms?id=1`, the
/// socket's path, a colon, and what to ask for there.
public struct WebSocketURL: Sendable, Hashable {
    /// Whether the scheme is `wss`: the connection is to run over TLS.
    public let isSecure: Bool
    /// The user name before the host, percent-decoded, or `nil` if there is none.
    ///
    /// It is neither in ``hostField`` nor in ``resource``: whoever wants to authenticate with it has to.
    public internal(set) var user: String?
    /// The password before the host, percent-decoded, or `nil` if there is none.
    public internal(set) var password: String?
    /// The host to connect to, in lower case: a name or an address, an IPv6 address without brackets; `localhost` for a Unix
    /// socket.
    public let host: String
    /// The port to connect to, from 1 to 65535: by default 80, or 443 if the URL is secure.
    public let port: Int
    /// The value for `Host`: the host, an IPv6 address in brackets, and the port unless it is the scheme's own.
    public let hostField: String
    /// What the request asks for: the path, `/` if it is empty, and the query.
    public internal(set) var resource: String
    /// The path of the Unix socket to connect to, percent-decoded, or `nil` to connect to host and port.
    public let unixPath: String?

    /// Reads a URL.
    ///
    /// It must be written out as RFC 3986 demands: other characters than the RFC's percent-encoded, a host outside
    /// ASCII in its `xn--` form.
    ///
    /// - Throws: ``WebSocketURLError`` for any other text.
    public init(_ text: String) throws(WebSocketURLError) {
        if let location = Self.unixLocation(text) {
            try self.init(unixLocation: location)
        } else {
            self.init(try HostURL(text, schemes: ["ws", "wss"]))
        }
    }

    private init(_ url: HostURL) {
        isSecure = url.scheme == "wss"
        user = url.user
        password = url.password
        let defaultPort: UInt16 = isSecure ? 443 : 80
        let port = url.authority.port ?? defaultPort
        host = url.authority.host
        self.port = Int(port)
        hostField = url.authority.bracketedHost + (port == defaultPort ? "" : ":\(port)")
        resource = url.resource
        unixPath = nil
    }

    private static let unixScheme = "ws+unix:"

    /// Returns what follows the scheme in the URL of a Unix socket; `nil` for any other text.
    private static func unixLocation(_ text: String) -> Substring? {
        let scheme = text.prefix(unixScheme.count)
        return ASCII.equalsIgnoringCase(String(scheme), unixScheme) ? text.dropFirst(unixScheme.count) : nil
    }

    private init(unixLocation location: Substring) throws(WebSocketURLError) {
        var rest = try HostURL.checked(String(location))[...]
        if rest.starts(with: "//".utf8) {
            rest = rest.dropFirst(2)
        }
        let colon = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
        guard rest.first == UInt8(ascii: "/"), let path = PercentEncoding.decode(rest[..<colon], allowing: "@/") else {
            throw .invalidUnixPath
        }
        isSecure = false
        (user, password) = (nil, nil)
        (host, port, hostField) = ("localhost", 80, "localhost")
        resource = try HostURL.resource(rest[colon...].dropFirst())
        unixPath = path
    }
}

extension WebSocketURL: CustomStringConvertible {
    /// The URL without user name and password, which do not belong in a log.
    public var description: String {
        if let unixPath {
            // With slashes in front, as those of a path that begins with two would be taken for them.
            Self.unixScheme + "//" + PercentEncoding.encode(unixPath, allowing: "@/") + ":" + resource
        } else {
            (isSecure ? "wss://" : "ws://") + hostField + resource
        }
    }
}
