//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
public import WSTLS
import WSTransport
import WebSocketProtocol

extension Dialer {
    /// A proxy that a ``Dialer`` has connect it: one of HTTP, which is asked by CONNECT (RFC 9110 §9.3.6) whatever the
    /// connection is to carry (RFC 6455 §4.1), or of SOCKS5 (RFC 1928).
    ///
    /// The proxy looks up the host, and sees its name and port. Of what a `wss` connection carries it sees no more.
    public struct Proxy: Sendable {
        enum Kind: Sendable {
            case http
            case socks5
        }

        let kind: Kind
        /// Whether the connection to the proxy itself is to be made secure.
        package let isSecure: Bool
        let host: String
        let zone: String?
        let port: Int
        let userInfo: UserInfo?

        /// How the connection to an `https` proxy is made secure; by default its certificate must be one that the system trusts.
        ///
        /// This has nothing to do with the connection to the target, for which there is ``Dialer/tls``.
        public var tls = TLS.ClientConfiguration() {
            didSet { self.clientTLS = ClientTLS(self.tls) }
        }

        private(set) var clientTLS = ClientTLS.default

        /// Reads the URL of a proxy.
        ///
        /// The user name and password in it are sent to the proxy alone; by `http` and `socks5` anybody in between can read them.
        ///
        /// - Parameter url: `http://user:password@proxy.example:3128`, `https` or `socks5`; `socks5h`, as some call it, is the same.
        ///   Without a scheme it is `http`. The port is 80, 443 or 1080 by default.
        /// - Throws: ``WebSocket/Error`` with the code `invalidURL`, whose message does not repeat the URL.
        public init(_ url: String) throws(WebSocket.Error) {
            let location: HostURL
            do {
                let schemes = ["http", "https", "socks5", "socks5h"]
                location = try HostURL(url.utf8.contains("://".utf8) ? url : "http://" + url, schemes: schemes)
            } catch .unsupportedScheme {
                let message = "The proxy's URL does not begin with http://, https:// or socks5://."
                throw WebSocket.Error(.invalidURL, message, cause: WebSocketURLError.unsupportedScheme)
            } catch {
                throw WebSocket.Error(.invalidURL, "Invalid proxy URL. \(error)", cause: error)
            }
            guard location.resource == "/" else {
                throw WebSocket.Error(.invalidURL, "The proxy's URL has a path or a query, which mean nothing there.")
            }
            self.kind = location.scheme.utf8.starts(with: "http".utf8) ? .http : .socks5
            self.isSecure = location.scheme == "https"
            self.host = location.authority.host
            self.zone = location.zone
            self.port =
                location.authority.port.map { Int($0) } ?? (self.kind == .socks5 ? 1080 : self.isSecure ? 443 : 80)
            self.userInfo = location.userInfo
        }
    }
}

extension Dialer.Proxy {
    /// The host with the zone of an IPv6 address, as the system takes it to connect to.
    var hostWithZone: String { self.zone.map { "\(self.host)%\($0)" } ?? self.host }
}

extension Dialer.Proxy: CustomStringConvertible {
    /// The proxy's URL without user name and password.
    public var description: String {
        let scheme = self.kind == .socks5 ? "socks5" : self.isSecure ? "https" : "http"
        return "\(scheme)://\(NetworkAddress.tcp(host: self.host, port: self.port))"
    }
}
