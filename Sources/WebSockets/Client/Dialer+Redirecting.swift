//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP
import WSTLS
import WebSocketProtocol

// Where a server sends a dialer that follows.
extension Dialer {
    /// How many redirects are followed.
    static let maxRedirects = 10

    /// Returns where to try next, after a server has refused.
    ///
    /// - Parameters:
    ///   - error: What the attempt failed with.
    ///   - target: Where it went.
    ///   - count: How many redirects have been followed before.
    /// - Returns: The next target, and the dialer to reach it with: one without credentials if it is of another origin.
    /// - Throws: `error` if this is no redirect, or redirects are not followed; a ``WebSocket/Error`` if this one may not be.
    func redirected(
        by error: WebSocket.Error,
        from target: WebSocketURL,
        after count: Int
    ) throws(WebSocket.Error) -> (WebSocketURL, Dialer) {
        guard self.followsRedirects, error.code == .handshakeFailed, let response = error.response,
            [301, 302, 303, 307, 308].contains(response.status.rawValue), let location = response.headers["Location"]
        else { throw error }
        func refuse(_ why: String, _ cause: (any Error)? = nil) -> WebSocket.Error {
            WebSocket.Error(
                .handshakeFailed,
                "\(target) redirects, and that was not followed: \(why)",
                cause: cause,
                response: response
            )
        }
        guard count < Self.maxRedirects else { throw refuse("it is the one after \(count) others.") }
        let next: WebSocketURL
        do {
            next = try WebSocketURL(resolving: location, against: target)
        } catch {
            throw refuse("\(error)", error)
        }
        guard next.isSecure || !target.isSecure else { throw refuse("it leads from wss to ws.") }
        self.trace?(.redirect(to: next.description))
        return (next, next.isSameOrigin(as: target) ? self : self.withoutCredentials)
    }

    /// What a server of another origin may be shown.
    private var withoutCredentials: Dialer {
        var dialer = self
        for name in ["Authorization", "Cookie", "Host"] {
            dialer.headers.remove(name)
        }
        if dialer.tls.identity != nil {
            dialer.tls.identity = nil
        }
        return dialer
    }
}
