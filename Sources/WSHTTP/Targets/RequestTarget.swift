//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// The target of a request, taken apart (RFC 9112 §3.2).
package struct RequestTarget: Equatable, Sendable {
    /// How a target is written.
    package enum Form: Equatable, Sendable {
        /// `/path?query`, the usual one.
        case origin
        /// `http://host/path?query`, as sent to proxies.
        case absolute
        /// `host:port`, for CONNECT alone.
        case authority
        /// `*`, for OPTIONS alone.
        case asterisk
    }

    /// How the target is written.
    package let form: Form
    /// The host and port, in the absolute form and the authority form.
    package let authority: Substring?
    /// The path as sent, with its percent escapes: it begins with a slash in the origin form and the absolute form, and
    /// is empty in the others.
    package let path: Substring
    /// The query as sent, without the question mark; `nil` if there is no question mark.
    package let query: Substring?

    /// Takes a target apart, or returns `nil` if it is in none of the four forms.
    package init?(_ target: String) {
        guard let layout = TargetLayout(target.utf8.span) else { return nil }
        form = layout.form
        authority = layout.authority.map { range in Self.slice(target, range) }
        query = layout.query.map { range in Self.slice(target, range) }
        let path = Self.slice(target, layout.path)
        // An absolute target without a path means the root (RFC 9110 §4.2.3).
        self.path = path.isEmpty && layout.form == .absolute ? "/" : path
    }

    /// The segments of the path between its slashes, percent-decoded; `nil` if one cannot be decoded.
    ///
    /// `/a/b%20c/` has the segments `a`, `b c` and an empty one; `/` has one empty segment. The segments `.` and `..`
    /// are reported as they are, escaped or not, and a slash that was escaped stays within its segment: comparing
    /// segments is safe, joining them to a file's path is not.
    package var segments: [String]? {
        let path = path.utf8.span
        guard !path.isEmpty, path[0] == ASCII.slash else { return [] }
        var segments: [String] = []
        var start = 1
        while start <= path.count {
            let end = path.firstOffset(of: ASCII.slash, in: start..<path.count) ?? path.count
            guard let segment = PercentEncoding.decode(path.extracting(start..<end)) else { return nil }
            segments.append(segment)
            start = end + 1
        }
        return segments
    }

    /// The names and values of the query, written as HTML forms are: `a=1&b=x+y`.
    ///
    /// A name or a value that cannot be decoded stays as it was sent.
    package var queryItems: [(name: String, value: String)] {
        guard let query else { return [] }
        var items: [(name: String, value: String)] = []
        for item in query.utf8.split(separator: ASCII.ampersand) {
            let item = item.span
            let separator = item.firstOffset(of: ASCII.equalsSign, in: 0..<item.count) ?? item.count
            let rest = item.extracting(droppingFirst: separator)
            items.append(
                (Self.formText(item.extracting(first: separator)), Self.formText(rest.extracting(droppingFirst: 1)))
            )
        }
        return items
    }

    /// Decodes a name or a value of a form, or returns it as it is.
    private static func formText(_ text: Span<UInt8>) -> String {
        PercentEncoding.decode(text, plusIsSpace: true) ?? String(repairing: text)
    }

    /// The offsets come from the same string's bytes, all ASCII, so they lie on character boundaries.
    private static func slice(_ target: String, _ range: Range<Int>) -> Substring {
        let start = target.utf8.index(target.startIndex, offsetBy: range.lowerBound)
        let end = target.utf8.index(start, offsetBy: range.count)
        return target[start..<end]
    }
}
