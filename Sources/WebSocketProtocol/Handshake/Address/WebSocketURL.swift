//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// A `ws` or `wss` URL, checked and taken apart (RFC 6455 §3, RFC 3986), or that of a Unix socket.
///
/// There is no standard for the latter; it is written as most clients have it: `ws+unix:/run/chat.sock:/rooms?id=1`, the
/// socket's path, a colon, and what to ask for there.
public struct WebSocketURL: Sendable, Hashable {
    /// Whether the scheme is `wss`: the connection is to run over TLS.
    public let isSecure: Bool
    /// The user name before the host, percent-decoded, or `nil` if there is none.
    ///
    /// It is neither in ``hostField`` nor in ``resource``: a client that authenticates with it sends it in a header field.
    public var user: String? { userInfo?.user.reveal() }
    /// The password before the host, percent-decoded, or `nil` if there is none.
    public var password: String? { userInfo?.password?.reveal() }
    /// The user name and the password.
    package internal(set) var userInfo: UserInfo?
    /// The host to connect to, in lower case: a name or an address, an IPv6 address without brackets and zone; `localhost` for a
    /// Unix socket.
    public let host: String
    /// The zone of an IPv6 address: the network interface by which a link-local host is reached, such as `eth0` (RFC 6874), or
    /// `nil` if there is none.
    ///
    /// It means something on this machine only, and is sent to no one.
    public internal(set) var zone: String?
    /// The port to connect to, from 1 to 65535: by default 80, or 443 if the URL is secure.
    public let port: Int
    /// The value for `Host`: the host, an IPv6 address in brackets, and the port unless it is the scheme's own.
    public let hostField: String
    /// What the request asks for: the path, `/` if it is empty, and the query.
    public var resource: String { hiddenResource.reveal() }
    var hiddenResource: Secret
    /// The path of the Unix socket to connect to, percent-decoded, or `nil` to connect to host and port.
    public let unixPath: String?

    /// Whether the host is an IPv6 address that is unique on one network only, `fe80::/10` (RFC 4291 §2.5.6), and has no zone.
    package var needsZone: Bool {
        guard zone == nil, host.utf8.count > 4, host.utf8.dropFirst(4).first == UInt8(ascii: ":"),
            let group = UInt16(Substring(host.utf8.prefix(4)), radix: 16)
        else { return false }
        return group & 0xFFC0 == 0xFE80
    }

    /// The host with its zone, as the system takes it to connect to: `fe80::1%eth0`.
    package var hostWithZone: String { zone.map { "\(host)%\($0)" } ?? host }

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
        userInfo = url.userInfo
        let defaultPort: UInt16 = isSecure ? 443 : 80
        let port = url.authority.port ?? defaultPort
        host = url.authority.host
        zone = url.zone
        self.port = Int(port)
        hostField = url.authority.bracketedHost + (port == defaultPort ? "" : ":\(port)")
        hiddenResource = url.resource
        unixPath = nil
    }

    private static let unixScheme = "ws+unix:"

    /// Returns what follows the scheme in the URL of a Unix socket; `nil` for any other text.
    private static func unixLocation(_ text: String) -> Substring? {
        let scheme = text.utf8.prefix(unixScheme.utf8.count)
        guard ASCII.equalsIgnoringCase(String(Substring(scheme)), unixScheme) else { return nil }
        return Substring(text.utf8[scheme.endIndex...])
    }

    private init(unixLocation location: Substring) throws(WebSocketURLError) {
        // With the scheme's bytes, so that offsets count from there.
        var rest = try HostURL.checked(Self.unixScheme + String(location)).dropFirst(Self.unixScheme.utf8.count)
        if rest.starts(with: "//".utf8) {
            rest = rest.dropFirst(2)
        }
        let colon = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
        guard rest.first == UInt8(ascii: "/"), let path = PercentEncoding.decode(rest[..<colon], allowing: "@/") else {
            throw .invalidUnixPath
        }
        isSecure = false
        userInfo = nil
        (host, port, hostField) = ("localhost", 80, "localhost")
        hiddenResource = try HostURL.resource(rest[colon...].dropFirst())
        unixPath = path
    }
}

extension WebSocketURL: CustomStringConvertible {
    /// The URL without what may be secret: without user name and password, and with `<hidden>` in place of the query.
    ///
    /// So does Swift show the URL when it is debugged or dumped. A path that holds a secret is shown.
    public var description: String {
        if let unixPath {
            // With slashes in front, as those of a path that begins with two would be taken for them.
            Self.unixScheme + "//" + PercentEncoding.encode(unixPath, allowing: "@/") + ":" + shownResource
        } else {
            (isSecure ? "wss://" : "ws://") + shownHost + shownResource
        }
    }

    private var shownHost: String {
        guard let zone else { return hostField }
        let end = hostField.utf8.firstIndex(of: UInt8(ascii: "]")) ?? hostField.endIndex
        return "\(hostField[..<end])%25\(PercentEncoding.encodeComponent(zone))\(hostField[end...])"
    }

    private var shownResource: String {
        let resource = resource
        guard let mark = resource.utf8.firstIndex(of: UInt8(ascii: "?")) else { return resource }
        return "\(resource[...mark])\(Secret.placeholder)"
    }
}
