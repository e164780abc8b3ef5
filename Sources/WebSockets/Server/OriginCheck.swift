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
        case patterns([OriginPattern])
        case custom(@Sendable (HTTPRequest) -> Bool)
    }

    private let rule: Rule

    /// Pages of the server's own scheme, host and port, and clients that are no browsers: those send no Origin.
    public static let sameOrigin = OriginCheck(rule: .sameOrigin)

    /// All pages.
    ///
    /// Safe only if the connection's rights come from something that no page of others can have.
    public static let allowAnyOriginUnsafe = OriginCheck(rule: .any)

    /// The pages of some origins, and clients that are no browsers: those send no Origin.
    ///
    /// ```swift
    /// Upgrader(checkOrigin: .origins("https://example.com", "https://*.example.com"))
    /// ```
    ///
    /// The server's own origin is among them only if it is named.
    ///
    /// - Parameter patterns: Origins as browsers send them; `*` as the host's first label stands for one or more labels, see
    ///   ``WebSocketProtocol/OriginPattern``. What is no pattern is a mistake that stops the program.
    /// - Returns: The check.
    public static func origins(_ patterns: String...) -> OriginCheck {
        OriginCheck(
            rule: .patterns(
                patterns.map { text in
                    guard let pattern = OriginPattern(text) else {
                        preconditionFailure(
                            "\(text) is no origin, such as https://example.com or https://*.example.com"
                        )
                    }
                    return pattern
                }
            )
        )
    }

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
            return WebOrigin(origin)?.isSameOrigin(asScheme: request.isSecure ? "https" : "http", host: opening.host)
                ?? false
        case .any:
            return true
        case .patterns(let patterns):
            guard let origin = opening.origin else { return true }
            guard let origin = WebOrigin(origin) else { return false }
            return patterns.contains { $0.matches(origin) }
        case .custom(let isAllowed):
            return isAllowed(request)
        }
    }
}
