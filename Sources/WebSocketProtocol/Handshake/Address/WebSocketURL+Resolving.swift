//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

extension WebSocketURL {
    /// Reads where a server redirects to: a URL, or a reference relative to the one that was asked for (RFC 3986 §5.2).
    ///
    /// `http` and `https` stand for `ws` and `wss` (RFC 6455 §3 pairs them). User name and password go along within one origin,
    /// unless the reference has others. A fragment is dropped, which is for whoever shows the resource. A Unix socket is no
    /// place that a server may send to.
    ///
    /// - Throws: ``WebSocketURLError`` if it is neither.
    package init(resolving reference: String, against base: WebSocketURL) throws(WebSocketURLError) {
        let reference = Array(reference.utf8.prefix { $0 != UInt8(ascii: "#") })[...]
        if let colon = Self.schemeEnd(reference) {
            let name = reference[..<colon]
            let pairs: [ExactString: String] = ["ws": "ws", "wss": "wss", "http": "ws", "https": "wss"]
            guard let scheme = pairs[ExactString(ASCII.lowercased(name.span))] else { throw .unsupportedScheme }
            try self.init(scheme + String(decoding: reference[colon...], as: UTF8.self))
        } else if reference.starts(with: "//".utf8) {
            try self.init((base.isSecure ? "wss:" : "ws:") + String(decoding: reference, as: UTF8.self))
        } else {
            self = base
            hiddenResource = try HostURL.resource(Self.merge(reference, Array(base.resource.utf8)[...]))
        }
        // A server knows nothing of zones, and has no say in which interface is used.
        zone = host == base.host ? base.zone : nil
        if userInfo == nil, isSameOrigin(as: base) {
            userInfo = base.userInfo
        }
    }

    /// Whether scheme, host and port are the same, or the Unix socket.
    package func isSameOrigin(as other: WebSocketURL) -> Bool {
        isSecure == other.isSecure && host == other.host && zone == other.zone && port == other.port
            && unixPath == other.unixPath
    }

    /// Returns where the colon behind a scheme is; `nil` if the reference has none.
    private static func schemeEnd(_ reference: ArraySlice<UInt8>) -> Int? {
        let end = reference.firstIndex { [UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "?")].contains($0) }
        guard let end, reference[end] == UInt8(ascii: ":") else { return nil }
        return end
    }

    /// Applies a reference without a host to a path and query.
    private static func merge(_ reference: ArraySlice<UInt8>, _ base: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let basePath = base.prefix { $0 != UInt8(ascii: "?") }
        guard let first = reference.first else { return base }
        if first == UInt8(ascii: "?") { return basePath + reference }
        let path = reference.prefix { $0 != UInt8(ascii: "?") }
        let query = reference[path.endIndex...]
        let folder = basePath[..<(basePath.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? basePath.startIndex)]
        return removeDotSegments(first == UInt8(ascii: "/") ? path : folder + path) + query
    }

    /// Resolves `.` and `..` in a path that begins with `/` (RFC 3986 §5.2.4).
    private static func removeDotSegments(_ path: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var result: [ArraySlice<UInt8>] = []
        let segments = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
        var endsInDots = false
        for segment in segments {
            let isParent = segment.elementsEqual("..".utf8)
            endsInDots = isParent || segment.elementsEqual(".".utf8)
            if isParent {
                _ = result.popLast()
            } else if !endsInDots {
                result.append(segment)
            }
        }
        if endsInDots {
            result.append([])
        }
        return [UInt8(ascii: "/")] + result.joined(separator: [UInt8(ascii: "/")])
    }
}
