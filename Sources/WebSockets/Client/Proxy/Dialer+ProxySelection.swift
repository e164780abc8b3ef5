//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSProxies
import WebSocketProtocol

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Dialer {
    /// By which proxy a ``Dialer`` connects.
    public enum ProxySelection: Sendable {
        /// By none.
        case direct

        /// By the one that the environment names, if it names one.
        ///
        /// That is the value of `HTTPS_PROXY` for `wss`, of `HTTP_PROXY` for `ws`, and of `ALL_PROXY` for what has none of its own;
        /// each is a URL as ``Dialer/Proxy/init(_:)`` takes it. The same names in lower case count first.
        ///
        /// `NO_PROXY` lists the hosts that are connected to directly, separated by commas: names, which include all names below
        /// them; addresses; networks such as `10.0.0.0/8`; each with a port or without; or `*` for all. This machine itself
        /// (`localhost`, `127.0.0.0/8`, `::1`) is always connected to directly, and so is an address with a zone.
        ///
        /// An entry of `NO_PROXY` of another form exempts no host, and ``environmentWarnings`` names it.
        ///
        /// The environment is read once. In a CGI script `HTTP_PROXY` means nothing, since whoever sends a request could set it.
        case environment

        /// By this one.
        case always(Dialer.Proxy)

        /// By the one that a function returns for a host and port, or by none if that is `nil`; what it throws ends the dial.
        case custom(@Sendable (_ host: String, _ port: Int, _ isSecure: Bool) throws -> Dialer.Proxy?)

        /// What is wrong with the environment's variables and has no effect otherwise: a sentence for each entry of `NO_PROXY` that is
        /// not a host, an address, a network or `*`; none if no proxy is named.
        ///
        /// A program that uses ``environment`` shows them to its user.
        public static var environmentWarnings: [String] { Self.processEnvironment.warnings }

        private static let processEnvironment = ProxyEnvironment(ProcessInfo.processInfo.environment)

        /// Returns the proxy for a target, which is not that of a Unix socket.
        func proxy(for target: WebSocketURL) throws -> Dialer.Proxy? {
            switch self {
            case .direct:
                return nil
            case .environment:
                guard case nil = target.zone else { return nil }
                return try Self.processEnvironment.proxy(
                    host: target.host,
                    port: target.port,
                    isSecure: target.isSecure
                )
                .map { try Dialer.Proxy($0.reveal()) }
            case .always(let proxy):
                return proxy
            case .custom(let select):
                return try select(target.host, target.port, target.isSecure)
            }
        }
    }
}
