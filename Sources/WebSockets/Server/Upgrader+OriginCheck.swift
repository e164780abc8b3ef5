//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSocketProtocol

extension Upgrader {
    /// Which pages may open connections (RFC 6455 §10.2).
    ///
    /// A browser lets any page connect to any server, with the user's cookies, and names the page's origin in the request.
    /// A server that does not check it lends its users' rights to every page they visit.
    public struct OriginCheck: Sendable {
        private enum Rule {
            case sameOrigin
            case any
            case patterns([OriginPattern])
        }

        private typealias Condition = @Sendable (HTTP.Request) -> Bool

        private let rule: Rule
        /// What has to hold besides.
        private var conditions: [Condition] = []

        private init(rule: Rule) {
            self.rule = rule
        }

        /// Pages of the server's own scheme, host and port, and clients that are no browsers: those send no Origin.
        ///
        /// The server's own host is what the request names in `Host`. ``HTTPServer/Configuration/allowedHosts`` sees to it that a page
        /// cannot make that a name of its own which resolves to this machine (DNS rebinding); behind a server of another make
        /// than ``HTTPServer`` that is for the other server to do.
        public static let sameOrigin = Upgrader.OriginCheck(rule: .sameOrigin)

        /// All pages.
        ///
        /// Safe only if the connection's rights come from something that no page of others can have.
        public static let allowAnyOriginUnsafe = Upgrader.OriginCheck(rule: .any)

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
        public static func origins(_ patterns: String...) -> Upgrader.OriginCheck {
            Upgrader.OriginCheck(
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

        /// Pages of the server's own origin, as ``sameOrigin``, if the application allows the request, too.
        ///
        /// It adds to the check of the origin, so that a closure that only authenticates the user does not open the server to the pages
        /// of all origins. ``and(_:)`` adds such a closure to another check: `.allowAnyOriginUnsafe.and { … }` leaves the decision to
        /// the closure alone.
        ///
        /// - Parameter isAllowed: Called for each opening request of an allowed origin; `false` refuses it with 403.
        /// - Returns: The check.
        public static func custom(_ isAllowed: @escaping @Sendable (HTTP.Request) -> Bool) -> Upgrader.OriginCheck {
            Upgrader.OriginCheck.sameOrigin.and(isAllowed)
        }

        /// Returns a check that allows a request only if both this check and the application allow it.
        ///
        /// ```swift
        /// Upgrader(checkOrigin: .origins("https://example.com").and { request in
        ///     request.headers["Cookie"] != nil
        /// })
        /// ```
        ///
        /// - Parameter isAllowed: Called for each request that this check allows; `false` refuses it with 403.
        /// - Returns: The check.
        public func and(_ isAllowed: @escaping @Sendable (HTTP.Request) -> Bool) -> Upgrader.OriginCheck {
            var check = self
            check.conditions.append(isAllowed)
            return check
        }

        /// Whether the application looks at the request.
        var isCustom: Bool { !self.conditions.isEmpty }

        /// Why a request is refused, in one sentence for a log; `nil` if it is allowed.
        func refusalReason(_ opening: OpeningRequest, _ request: HTTP.Request) -> String? {
            if let reason = self.refusalReasonOfRule(opening, request) { return reason }
            guard self.conditions.allSatisfy({ $0(request) }) else {
                return "\(Self.shown(opening.origin)) is refused by a custom check."
            }
            return nil
        }

        private func refusalReasonOfRule(_ opening: OpeningRequest, _ request: HTTP.Request) -> String? {
            switch self.rule {
            case .any:
                return nil
            case .sameOrigin:
                guard let text = opening.origin else { return nil }
                let origin = WebOrigin(text)
                let isSame = origin?.isSameOrigin(asScheme: Self.scheme(request.isSecure), host: opening.host) ?? false
                return isSame ? nil : Self.reason(origin, text, opening.host, isSecure: request.isSecure)
            case .patterns(let patterns):
                guard let text = opening.origin else { return nil }
                if let origin = WebOrigin(text), patterns.contains(where: { $0.matches(origin) }) { return nil }
                return "\(Self.shown(text)) is not among the origins that the server allows."
            }
        }

        private static func reason(_ origin: WebOrigin?, _ text: String, _ host: String, isSecure: Bool) -> String {
            let server = "\(Self.scheme(isSecure))://\(host)"
            let compared = WebOrigin(server)?.description ?? ASCII.quoted(server)
            let refusal = "\(Self.shown(text)) is not \(compared), the scheme and the Host of the request."
            let differsInScheme = origin?.isSameOrigin(asScheme: Self.scheme(!isSecure), host: host) ?? false
            guard differsInScheme, !isSecure else { return refusal }
            return refusal + " A proxy that ends TLS must be among trustedProxies, and tell that the scheme is https."
        }

        private static func scheme(_ isSecure: Bool) -> String { isSecure ? "https" : "http" }

        /// An origin as a log may have it: of one that is malformed, which may be anything, nothing is shown.
        private static func shown(_ origin: String?) -> String {
            guard let origin else { return "A request without Origin" }
            if let origin = WebOrigin(origin) { return "The Origin \(origin)" }
            return ExactString(origin) == "null" ? "The Origin null" : "A malformed Origin"
        }
    }
}
