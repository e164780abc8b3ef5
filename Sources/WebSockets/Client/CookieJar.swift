//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import HTTP1
import Synchronization
import Transport
import WebSocketProtocol

/// Cookies that a ``Dialer`` sends and keeps (RFC 6265), such as those by which a load balancer knows its clients.
///
/// ```swift
/// var dialer = Dialer()
/// dialer.cookieJar = CookieJar()
/// ```
///
/// A jar may be used by any number of dialers. It keeps 3,000 cookies, 50 for one domain, as long as the program runs and they
/// have not expired; the oldest go first. It does not know the domains under which anybody can register a name, such as
/// `co.uk`, and takes a cookie for all names there from a server that asks for it.
public final class CookieJar: Sendable {
    private let store = Mutex(CookieStore())

    /// Creates an empty jar.
    public init() {}

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
    ///   - setCookie: The value of a `Set-Cookie` field. What is none, or what a server at `url` may not set, is ignored.
    ///   - url: A `ws`, `wss`, `http` or `https` URL.
    public func store(_ setCookie: String, from url: String) {
        if let target = Self.target(url) {
            self.store([setCookie], from: target)
        }
    }

    /// Forgets all cookies.
    public func removeAll() {
        self.store.withLock { $0 = CookieStore() }
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
        let isHTTP = url.utf8.count >= 4 && url.prefix(4).lowercased() == "http"
        return (try? WebSocketURL(isHTTP ? "ws" + url.dropFirst(4) : url)).map(CookieStore.Target.init)
    }
}

extension CookieStore.Target {
    init(_ url: WebSocketURL) {
        let path = url.resource.utf8.firstIndex(of: UInt8(ascii: "?")).map { url.resource[..<$0] }
        self.init(host: url.host, path: path.map(String.init) ?? url.resource, isSecure: url.isSecure)
    }
}
