//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// Cookies, and which requests they may be sent with (RFC 6265 §5.3 and §5.4).
///
/// Names, domains and paths are compared by their bytes. It knows no clock: the time is given in seconds since 1970 began.
package struct CookieStore: Sendable {
    /// Where a request goes, as far as it matters to cookies.
    package struct Target: Sendable {
        /// In lower case.
        let host: ExactString
        let path: ExactString
        let isSecure: Bool

        /// - Parameters:
        ///   - host: A name or an address, in lower case.
        ///   - path: The path of the URL, without the query.
        ///   - isSecure: Whether the connection is by TLS.
        package init(host: String, path: String, isSecure: Bool) {
            self.host = ExactString(host)
            self.path = ExactString(path)
            self.isSecure = isSecure
        }

        /// The path that a cookie is for if it does not say (RFC 6265 §5.1.4).
        fileprivate var defaultPath: ExactString {
            let path = path.text.utf8
            guard let slash = path.lastIndex(of: ASCII.slash), slash != path.startIndex else { return "/" }
            return ExactString(Substring(path[..<slash]))
        }
    }

    private struct Cookie {
        let name: ExactString
        let value: String
        let domain: ExactString
        /// Whether it is for this one host.
        let isHostOnly: Bool
        let path: ExactString
        let isSecure: Bool
        let expiry: Int

        func isSame(as other: Cookie) -> Bool {
            name == other.name && domain == other.domain && isHostOnly == other.isHostOnly && path == other.path
        }

        func isFor(_ target: Target) -> Bool {
            guard target.isSecure || !isSecure else { return false }
            guard target.host == domain || !isHostOnly && target.host.isBelow(domain) else { return false }
            return target.path.isAtOrBelow(path: path)
        }

        /// Whether a connection without TLS must not set `other`, which would be read in place of this cookie or beside it
        /// (RFC 6265bis §5.7, step 16).
        func isProtected(from other: Cookie) -> Bool {
            isSecure && name == other.name && other.path.isAtOrBelow(path: path)
                && (domain == other.domain || domain.isBelow(other.domain) || other.domain.isBelow(domain))
        }
    }

    /// As many cookies as RFC 6265 §6.1 wants kept, in all and for one domain; the oldest go first.
    package static let maxCount = 3000
    package static let maxCountPerDomain = 50

    /// In the order in which they were first set.
    private var cookies: [Cookie] = []
    private let sharedDomains: [ExactString]

    /// Creates a store without cookies.
    ///
    /// - Parameter sharedDomains: The domains at and below which hosts may set cookies for each other.
    package init(sharedDomains: [String] = []) {
        self.sharedDomains = sharedDomains.map { ExactString(Self.domain($0)) }.filter { !$0.text.isEmpty }
    }

    /// Forgets all cookies.
    package mutating func removeAll() {
        cookies = []
    }

    /// Stores a cookie that a server has set, unless it has no right to.
    ///
    /// There is no list of public suffixes (RFC 6265 §5.3, item 5): a cookie for a domain above its host is kept for the
    /// host alone, unless the domain is at or below one of the shared ones.
    package mutating func store(_ new: SetCookie, from target: Target, now: Int) {
        guard new.keepsPromiseOfName, let (domain, isHostOnly) = scope(of: new, from: target) else { return }
        // An attacker on the network may not replace a cookie that TLS protects.
        guard !new.isSecure || target.isSecure else { return }
        let expiry =
            switch new.lifetime {
            case .session: Int.max
            case .seconds(let seconds): seconds > 0 ? now + seconds : 0
            case .until(let time): time
            }
        let cookie = Cookie(
            name: ExactString(new.name),
            value: new.value,
            domain: domain,
            isHostOnly: isHostOnly,
            path: new.path.map { ExactString($0) } ?? target.defaultPath,
            isSecure: new.isSecure,
            expiry: expiry
        )
        cookies.removeAll { $0.expiry <= now }
        guard target.isSecure || !cookies.contains(where: { $0.isProtected(from: cookie) }) else { return }
        let ofDomain = cookies.indices.filter { cookies[$0].domain == cookie.domain }
        let place = ofDomain.first { cookies[$0].isSame(as: cookie) }
        switch (place, expiry > now) {
        case (let place?, true): cookies[place] = cookie
        case (let place?, false): cookies.remove(at: place)
        case (nil, true): append(cookie, besides: ofDomain)
        case (nil, false): break
        }
    }

    /// Returns the hosts that a cookie is for, or `nil` if the server is not among them.
    private func scope(of new: SetCookie, from target: Target) -> (domain: ExactString, isHostOnly: Bool)? {
        guard let domain = new.domain.map({ ExactString($0) }) else { return (target.host, true) }
        guard domain != target.host else { return (domain, Self.isAddress(target.host)) }
        guard target.host.isBelow(domain), !Self.isAddress(target.host) else { return nil }
        let isShared = sharedDomains.contains { domain == $0 || domain.isBelow($0) }
        return isShared ? (domain, false) : (target.host, true)
    }

    private mutating func append(_ cookie: Cookie, besides ofDomain: [Int]) {
        if ofDomain.count >= Self.maxCountPerDomain {
            cookies.remove(at: ofDomain[0])
        } else if cookies.count >= Self.maxCount {
            cookies.removeFirst()
        }
        cookies.append(cookie)
    }

    /// Returns the value for the `Cookie` field of a request, or `nil` if there are no cookies for it.
    package func field(for target: Target, now: Int) -> String? {
        let matching = cookies.filter { $0.expiry > now && $0.isFor(target) }
        guard !matching.isEmpty else { return nil }
        // Longer paths first; sorting keeps the order of the others.
        let sorted = matching.sorted { $0.path.text.utf8.count > $1.path.text.utf8.count }
        return sorted.map { "\($0.name.text)=\($0.value)" }.joined(separator: "; ")
    }

    /// A domain as cookies are compared by it: in lower case, and without a point in front.
    static func domain(_ text: String) -> String {
        let name = text.utf8.first == ASCII.point ? Substring(text.utf8.dropFirst()) : text[...]
        return ASCII.lowercased(String(name))
    }

    /// Whether a text is a domain's name, with or without a point before it, at and below which there can be hosts.
    package static func isDomain(_ text: String) -> Bool {
        ExactString(domain(text)).isDomainName
    }

    /// Whether a host is an address, which has no domain above it.
    private static func isAddress(_ host: ExactString) -> Bool {
        host.text.utf8.contains(ASCII.colon) || host.text.utf8.last?.decimalValue != nil
    }
}

extension ExactString {
    /// Whether a path is the same as another or below it (RFC 6265 §5.1.4).
    fileprivate func isAtOrBelow(path: ExactString) -> Bool {
        let (own, path) = (text.utf8, path.text.utf8)
        guard own.starts(with: path) else { return false }
        return own.count == path.count || path.last == ASCII.slash || own.dropFirst(path.count).first == ASCII.slash
    }
}
