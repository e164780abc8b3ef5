//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSProxies
import WSTransport
import WebSocketProtocol

extension HTTPServer {
    /// The hosts that requests to an ``HTTPServer`` may name in `Host`: the defence against DNS rebinding.
    ///
    /// A site can make its own name resolve to 127.0.0.1. Its page then has the same origin as a server on the visitor's machine that
    /// answers to any name: it can read responses and open WebSockets, and ``Upgrader/OriginCheck/sameOrigin`` allows that. An
    /// ``HTTPServer`` refuses a request for a host that is not allowed with 421 (RFC 9110 §15.5.20), on every route, with or without
    /// `Origin`, and reports ``HTTPServer/Event/Kind/hostNotAllowed(_:)``.
    ///
    /// ```swift
    /// var configuration = HTTPServer.Configuration()
    /// configuration.allowedHosts = try HTTPServer.AllowedHosts(["chat.example.com", "*.example.com"])
    /// ```
    ///
    /// Literal addresses and `localhost` with the names below it (RFC 6761 §6.3) are always allowed, as no DNS server decides where
    /// they lead; so is a request without `Host`, which no browser sends. The port does not matter.
    public struct AllowedHosts: Sendable {
        private enum Rule {
            case automatic
            case any
            case named(exact: Set<ExactString>, below: [ExactString])
        }

        private let rule: Rule

        /// Any host, but only those that are always allowed if the server listens at the loopback interface only.
        ///
        /// This is the default.
        ///
        /// Connections by a Unix socket and those of ``HTTPServer/Configuration/trustedProxies`` may name any host: a proxy passes
        /// on the public name. For a proxy on the same machine that is not among them, name the hosts that it serves.
        public static let automatic = HTTPServer.AllowedHosts(rule: .automatic)

        /// Any host, wherever the server listens.
        ///
        /// On the loopback interface that lets the pages of any site read from the server and open WebSockets.
        public static let any = HTTPServer.AllowedHosts(rule: .any)

        private init(rule: Rule) {
            self.rule = rule
        }

        /// Creates a list of hosts, which holds for all connections, wherever the server listens.
        ///
        /// - Parameter hosts: Names without a port, such as `chat.example.com`; `*.example.com` stands for all names below
        ///   `example.com`, and not for that itself. Internationalized names are written in their ASCII form (`xn--…`).
        /// - Throws: ``WebSocket/Error`` with the code `invalidArgument` if one of them is not such a name.
        public init(_ hosts: [String]) throws(WebSocket.Error) {
            var exact: Set<ExactString> = []
            var below: [ExactString] = []
            for host in hosts {
                let isPattern = host.utf8.starts(with: "*.".utf8)
                let name = isPattern ? String(Substring(host.utf8.dropFirst(2))) : host
                guard let authority = try? Authority(name), authority.port == nil, name.utf8.last != UInt8(ascii: ":"),
                    !isPattern || !authority.isAddress && authority.host.utf8.dropLast().contains(UInt8(ascii: "."))
                else {
                    throw WebSocket.Error(
                        .invalidArgument,
                        "\(host.debugDescription) is not a host, such as chat.example.com or *.example.com, without a port."
                    )
                }
                if isPattern {
                    below.append(authority.name)
                } else {
                    exact.insert(authority.name)
                }
            }
            self.rule = .named(exact: exact, below: below)
        }

        /// Whether some hosts are refused by a server, which listens at addresses of the loopback interface only if it `isLocal`.
        package func isRestricted(isLocal: Bool) -> Bool {
            switch self.rule {
            case .automatic: isLocal
            case .any: false
            case .named: true
            }
        }

        /// Whether Unix sockets and trusted proxies are exempt.
        var exemptsProxies: Bool {
            if case .automatic = self.rule { true } else { false }
        }

        /// Whether a request may name a host, with or without a port, where some are refused; what is not a host is not allowed.
        func allows(_ host: String) -> Bool {
            guard let authority = try? Authority(host) else { return false }
            let name = authority.name
            guard !authority.isAddress, name != "localhost", !name.isBelow("localhost") else { return true }
            guard case .named(let exact, let below) = self.rule else { return false }
            return exact.contains(name) || below.contains { name.isBelow($0) }
        }

        /// Whether all TCP addresses that a server listens at are of the loopback interface, and there is one.
        package static func areLocal(_ addresses: [NetworkAddress]) -> Bool {
            let hosts = addresses.compactMap { address -> String? in
                if case .tcp(let host, _) = address { host } else { nil }
            }
            return !hosts.isEmpty && hosts.allSatisfy { IPAddress($0)?.isLoopback ?? false }
        }
    }
}

extension Authority {
    /// The host without the point at its end, with which it is the same to DNS.
    fileprivate var name: ExactString {
        self.host.utf8.last == UInt8(ascii: ".")
            ? ExactString(Substring(self.host.utf8.dropLast())) : ExactString(self.host)
    }

    fileprivate var isAddress: Bool { self.isIPv6 || IPAddress(self.host) != nil }
}
