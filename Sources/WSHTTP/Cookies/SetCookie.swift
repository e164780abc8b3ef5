//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// What a server wants remembered: the value of a `Set-Cookie` field, read as RFC 6265 §5.2 says.
package struct SetCookie: Equatable, Sendable {
    /// How long a cookie is to be kept.
    package enum Lifetime: Equatable, Sendable {
        /// As long as whoever keeps it runs.
        case session
        /// So many seconds from now; none if not positive.
        case seconds(Int)
        /// Until so many seconds after 1970 began.
        case until(Int)
    }

    package let name: String
    package let value: String
    /// The hosts it is for, in lower case and without a leading dot, or `nil` for the one that set it.
    package private(set) var domain: String?
    /// The paths it is for, or `nil` for those beside the one that set it.
    package private(set) var path: String?
    package private(set) var lifetime = Lifetime.session
    /// Whether it is for connections by TLS only.
    package private(set) var isSecure = false
    /// Whether it is kept from scripts, which matters to the prefixes of names only: there are none here.
    package private(set) var isHTTPOnly = false

    /// Reads a value; `nil` if there is no name in it, a control character, which could not be sent back, or more than 4096
    /// bytes.
    package init?(_ text: String) {
        guard text.utf8.count <= 4096, text.utf8.allSatisfy({ $0 == ASCII.tab || $0 >= 0x20 && $0 != 0x7F }) else {
            return nil
        }
        var parts = text.utf8.split(separator: ASCII.semicolon, omittingEmptySubsequences: false)[...]
        guard let pair = parts.popFirst(), let separator = pair.firstIndex(of: ASCII.equalsSign) else { return nil }
        name = Self.trimmed(pair[..<separator])
        value = Self.trimmed(pair[pair.index(after: separator)...])
        guard !name.isEmpty else { return nil }
        var hasMaxAge = false
        for attribute in parts {
            let separator = attribute.firstIndex(of: ASCII.equalsSign) ?? attribute.endIndex
            let value = Self.trimmed(attribute[separator...].dropFirst())
            switch ExactString(ASCII.lowercased(Self.trimmed(attribute[..<separator]))) {
            case "expires":
                guard !hasMaxAge, let time = CookieDate.parse(value) else { continue }
                lifetime = .until(time)
            case "max-age":
                guard let seconds = Self.seconds(value) else { continue }
                hasMaxAge = true
                lifetime = .seconds(seconds)
            case "domain":
                let name = CookieStore.domain(value)
                domain = name.isEmpty ? domain : name
            case "path":
                path = value.utf8.first == ASCII.slash ? value : nil
            case "secure":
                isSecure = true
            case "httponly":
                isHTTPOnly = true
            default:
                continue
            }
        }
    }

    /// Whether it has the attributes that its name's prefix promises to the server (RFC 6265bis §4.1.3 and §5.7; `__Http-` and
    /// `__Host-Http-` are those of draft-ietf-httpbis-layered-cookies).
    ///
    /// The prefixes are compared without regard to case, because some servers compare names so.
    package var keepsPromiseOfName: Bool {
        let name = ASCII.lowercased(self.name)
        if name.utf8.starts(with: "__host-".utf8) {
            guard isSecure, domain == nil, let path, path.utf8.elementsEqual("/".utf8) else { return false }
        }
        if name.utf8.starts(with: "__http-".utf8) || name.utf8.starts(with: "__host-http-".utf8) {
            guard isSecure, isHTTPOnly else { return false }
        }
        return isSecure || !name.utf8.starts(with: "__secure-".utf8)
    }

    private static func trimmed(_ text: Substring.UTF8View) -> String {
        let isText = { (byte: UInt8) in byte != ASCII.space && byte != ASCII.tab }
        guard let first = text.firstIndex(where: isText), let last = text.lastIndex(where: isText) else { return "" }
        return String(text[first...last]) ?? ""
    }

    /// The number of a `Max-Age`, at most so many seconds as adding them to a time cannot overflow.
    private static func seconds(_ text: String) -> Int? {
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
        guard !digits.isEmpty, digits.allSatisfy({ $0.decimalValue != nil }) else { return nil }
        guard digits.count == text.utf8.count else { return 0 }
        return digits.count <= 10 ? Int(text) : 9_999_999_999
    }
}
