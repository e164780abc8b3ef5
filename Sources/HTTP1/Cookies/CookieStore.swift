//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Cookies, and to whom they may be sent (RFC 6265 §5.3 and §5.4).
///
/// It knows no clock: the time is given in seconds since 1970 began.
package struct CookieStore: Sendable {
    /// Where a request goes, as far as it matters to cookies.
    package struct Target: Sendable {
        /// In lower case.
        let host: String
        let path: String
        let isSecure: Bool

        /// - Parameters:
        ///   - host: A name or an address, in lower case.
        ///   - path: The path of the URL, without the query.
        ///   - isSecure: Whether the connection is by TLS.
        package init(host: String, path: String, isSecure: Bool) {
            self.host = host
            self.path = path
            self.isSecure = isSecure
        }

        /// The path that a cookie is for if it does not say (RFC 6265 §5.1.4).
        fileprivate var defaultPath: String {
            guard let slash = path.utf8.lastIndex(of: ASCII.slash), slash != path.startIndex else { return "/" }
            return String(path[..<slash])
        }
    }

    private struct Cookie {
        let name: String
        let value: String
        let domain: String
        /// Whether it is for this one host.
        let isHostOnly: Bool
        let path: String
        let isSecure: Bool
        let expiry: Int

        func isSame(as other: Cookie) -> Bool {
            name == other.name && domain == other.domain && isHostOnly == other.isHostOnly && path == other.path
        }

        func isFor(_ target: Target) -> Bool {
            guard target.isSecure || !isSecure else { return false }
            guard target.host == domain || !isHostOnly && target.host.utf8.hasSuffix("." + domain) else { return false }
            guard target.path.utf8.starts(with: path.utf8) else { return false }
            return target.path == path || path.utf8.last == ASCII.slash
                || target.path.utf8.dropFirst(path.utf8.count).first == ASCII.slash
        }
    }

    /// As many cookies as RFC 6265 §6.1 wants kept, in all and for one domain; the oldest go first.
    package static let maxCount = 3000
    package static let maxCountPerDomain = 50

    /// In the order in which they were first set.
    private var cookies: [Cookie] = []

    package init() {}

    /// Takes in what a server has set; what it has no right to set is ignored.
    ///
    /// There is no list of the domains under which anybody can register (RFC 6265 §5.3, item 5): only those of one label
    /// are refused.
    package mutating func store(_ new: SetCookie, from target: Target, now: Int) {
        if let domain = new.domain, domain != target.host {
            guard target.host.utf8.hasSuffix("." + domain), domain.utf8.contains(UInt8(ascii: ".")),
                !Self.isAddress(target.host)
            else { return }
        }
        // Nobody in between may replace what TLS protects.
        guard !new.isSecure || target.isSecure else { return }
        let expiry =
            switch new.lifetime {
            case .session: Int.max
            case .seconds(let seconds): seconds > 0 ? now + seconds : 0
            case .until(let time): time
            }
        let cookie = Cookie(
            name: new.name,
            value: new.value,
            domain: new.domain ?? target.host,
            isHostOnly: new.domain == nil || Self.isAddress(target.host),
            path: new.path ?? target.defaultPath,
            isSecure: new.isSecure,
            expiry: expiry
        )
        cookies.removeAll { $0.expiry <= now }
        let place = cookies.firstIndex { $0.isSame(as: cookie) }
        if let place, cookies[place].isSecure, !target.isSecure { return }
        switch (place, expiry > now) {
        case (let place?, true): cookies[place] = cookie
        case (let place?, false): cookies.remove(at: place)
        case (nil, true): append(cookie)
        case (nil, false): break
        }
    }

    private mutating func append(_ cookie: Cookie) {
        let ofDomain = cookies.indices.filter { cookies[$0].domain == cookie.domain }
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
        let sorted = matching.sorted { $0.path.utf8.count > $1.path.utf8.count }
        return sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
    }

    /// Whether a host is an address, which has no domain above it.
    private static func isAddress(_ host: String) -> Bool {
        host.utf8.contains(ASCII.colon) || host.utf8.last?.decimalValue != nil
    }
}

extension String.UTF8View {
    fileprivate func hasSuffix(_ suffix: String) -> Bool {
        count >= suffix.utf8.count && self.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }
}
