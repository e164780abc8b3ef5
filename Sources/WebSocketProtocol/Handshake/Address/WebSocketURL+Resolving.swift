//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension WebSocketURL {
    /// Reads where a server redirects to: a URL, or a reference relative to the one that was asked for (RFC 3986 §5.2).
    ///
    /// `http` and `https` stand for `ws` and `wss` (RFC 6455 §3 pairs them). User name and password go along within one origin,
    /// unless the reference has others. A fragment is dropped, which is for whoever shows the resource. A Unix socket is no
    /// place that a server may send to.
    ///
    /// - Throws: ``WebSocketURLError`` if it is neither.
    package init(resolving reference: String, against base: WebSocketURL) throws(WebSocketURLError) {
        let reference = String(reference.prefix { $0 != "#" })
        if let colon = Self.schemeEnd(reference) {
            let scheme = ASCII.lowercased(String(reference[..<colon]).utf8.span)
            let pairs = ["ws": "ws", "wss": "wss", "http": "ws", "https": "wss"]
            guard let scheme = pairs[scheme] else { throw .unsupportedScheme }
            try self.init(scheme + reference[colon...])
        } else if reference.hasPrefix("//") {
            try self.init((base.isSecure ? "wss:" : "ws:") + reference)
        } else {
            self = base
            resource = try HostURL.resource(Array(Self.merge(reference, base.resource).utf8)[...])
        }
        if user == nil, isSameOrigin(as: base) {
            (user, password) = (base.user, base.password)
        }
    }

    /// Whether scheme, host and port are the same, or the Unix socket.
    package func isSameOrigin(as other: WebSocketURL) -> Bool {
        isSecure == other.isSecure && host == other.host && port == other.port && unixPath == other.unixPath
    }

    /// Returns where the colon behind a scheme is; `nil` if the reference has none.
    private static func schemeEnd(_ reference: String) -> String.Index? {
        guard let end = reference.firstIndex(where: { ":/?".contains($0) }), reference[end] == ":" else { return nil }
        return end
    }

    /// Applies a reference without a host to a path and query.
    private static func merge(_ reference: String, _ base: String) -> String {
        let basePath = base.prefix { $0 != "?" }
        if reference.isEmpty { return base }
        if reference.hasPrefix("?") { return basePath + reference }
        let path = String(reference.prefix { $0 != "?" })
        let query = reference.dropFirst(path.count)
        let folder = basePath[...(basePath.lastIndex(of: "/") ?? basePath.startIndex)]
        return removeDotSegments(path.hasPrefix("/") ? path : folder + path) + query
    }

    /// Resolves `.` and `..` in a path that begins with `/` (RFC 3986 §5.2.4).
    private static func removeDotSegments(_ path: String) -> String {
        var result: [Substring] = []
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for segment in segments {
            switch segment {
            case ".": break
            case "..": _ = result.popLast()
            default: result.append(segment)
            }
        }
        if segments.last == "." || segments.last == ".." {
            result.append("")
        }
        return "/" + result.joined(separator: "/")
    }
}
