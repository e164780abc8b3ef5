//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WSHTTP
import WSTransport
import WebSocketProtocol

extension HTTP {
    /// Cookies that a ``Dialer`` sends and keeps (RFC 6265), such as those by which a load balancer knows its clients.
    ///
    /// ```swift
    /// var dialer = Dialer()
    /// dialer.cookieJar = HTTP.CookieJar()
    /// ```
    ///
    /// A jar may be used by any number of dialers. It keeps 3,000 cookies, 50 for one domain, as long as the program runs and they
    /// have not expired; the oldest go first.
    ///
    /// A cookie goes back to the host that set it, and with the attribute `Domain` also to the hosts below. It goes to other hosts
    /// only within the domains that ``init(sharedDomains:)`` names: a jar has no list of public suffixes such as `co.uk`, so it
    /// cannot tell a company's domain from one where strangers have sites. Elsewhere it keeps a cookie whose `Domain` is above its
    /// host for that host alone.
    ///
    /// A cookie whose name begins with `__Secure-`, `__Host-`, `__Http-` or `__Host-Http-`, in any case, is ignored unless it has
    /// the attributes that the prefix promises (RFC 6265bis §4.1.3). A connection without TLS neither sets cookies that are
    /// `Secure` nor replaces them.
    public final class CookieJar: Sendable {
        private let store: Mutex<CookieStore>

        /// Creates an empty jar.
        ///
        /// ```swift
        /// // login.example.com may set cookies that chat.example.com gets.
        /// let jar = HTTP.CookieJar(sharedDomains: ["example.com"])
        /// ```
        ///
        /// - Parameter sharedDomains: The domains whose hosts may set cookies for each other, with all domains below them; none
        ///   by default. Name only domains whose hosts you trust, and no public suffix. Internationalized names are written
        ///   in their ASCII form (`xn--…`). What is not a domain stops the program.
        public init(sharedDomains: [String] = []) {
            for domain in sharedDomains {
                precondition(CookieStore.isDomain(domain), "A shared domain is not the name of a domain: \(domain)")
            }
            self.store = Mutex(CookieStore(sharedDomains: sharedDomains))
        }

        /// The value for the `Cookie` field of a request to a URL.
        ///
        /// - Parameter url: A `ws`, `wss`, `http` or `https` URL.
        /// - Returns: The cookies for it, or `nil` if there are none, or `url` is no such URL.
        public func cookies(for url: String) -> String? {
            Self.target(url).flatMap(self.cookies)
        }

        /// Takes a cookie in, as one that was received in the response to a request to a URL.
        ///
        /// - Parameters:
        ///   - setCookie: The value of a `Set-Cookie` field. An invalid one, or one that a server at `url` may not set, is
        ///     ignored.
        ///   - url: A `ws`, `wss`, `http` or `https` URL.
        public func store(_ setCookie: String, from url: String) {
            if let target = Self.target(url) {
                self.store([setCookie], from: target)
            }
        }

        /// Forgets all cookies.
        public func removeAll() {
            self.store.withLock { $0.removeAll() }
        }

        func cookies(for target: CookieStore.Target) -> String? {
            self.store.withLock { $0.field(for: target, now: EventLoop.secondsSince1970) }
        }

        func store(_ setCookies: [String], from target: CookieStore.Target) {
            let now = EventLoop.secondsSince1970
            self.store.withLock { store in
                for text in setCookies {
                    if let cookie = SetCookie(text) { store.store(cookie, from: target, now: now) }
                }
            }
        }

        private static func target(_ url: String) -> CookieStore.Target? {
            // A cookie does not care which of the two protocols carries it.
            let isHTTP = url.utf8.prefix(4).elementsEqual("http".utf8) { $0 | 0x20 == $1 }
            return (try? WebSocketURL(isHTTP ? "ws\(Substring(url.utf8.dropFirst(4)))" : url)).map(
                CookieStore.Target.init
            )
        }
    }
}

extension CookieStore.Target {
    init(_ url: WebSocketURL) {
        let path = url.resource.utf8.firstIndex(of: UInt8(ascii: "?")).map { url.resource[..<$0] }
        self.init(host: url.hostWithZone, path: path.map(String.init) ?? url.resource, isSecure: url.isSecure)
    }
}
