//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

/// Which pages may open connections (RFC 6455 §10.2).
///
/// A browser lets any page connect to any server, with the user's cookies, and names the page's origin in the request.
/// A server that does not check it lends its users' rights to every page they visit.
public struct OriginCheck: Sendable {
    private enum Rule {
        case sameOrigin
        case any
        case custom(@Sendable (HTTPRequest) -> Bool)
    }

    private let rule: Rule

    /// Pages of the server's own scheme, host and port, and clients that are no browsers: those send no Origin.
    public static let sameOrigin = OriginCheck(rule: .sameOrigin)

    /// All pages.
    ///
    /// Safe only if the connection's rights come from something that no page of others can have.
    public static let allowAnyOriginUnsafe = OriginCheck(rule: .any)

    /// The pages for whose requests `isAllowed` returns `true`.
    public static func custom(_ isAllowed: @escaping @Sendable (HTTPRequest) -> Bool) -> OriginCheck {
        OriginCheck(rule: .custom(isAllowed))
    }

    /// Whether the application looks at the request.
    var isCustom: Bool {
        if case .custom = self.rule { true } else { false }
    }

    func allows(_ opening: OpeningRequest, _ request: HTTPRequest) -> Bool {
        switch self.rule {
        case .sameOrigin:
            guard let origin = opening.origin else { return true }
            return WebOrigin(origin)?.isSameOrigin(asScheme: "http", host: opening.host) ?? false
        case .any:
            return true
        case .custom(let isAllowed):
            return isAllowed(request)
        }
    }
}
