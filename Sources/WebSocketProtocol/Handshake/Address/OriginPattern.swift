//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// The origins that a server lets in: one, or those of all hosts below a name.
public struct OriginPattern: Sendable, Hashable {
    private let origin: WebOrigin

    /// Whether hosts below the origin's are meant, and not that itself.
    private let isWildcard: Bool

    /// Reads a pattern: an origin as a browser sends it, such as `https://example.com:8443`, or one whose host's first label
    /// is `*`, which stands for one or more labels: `https://*.example.com`.
    ///
    /// It fails for everything else: a `*` elsewhere, a path, a list, and `*` above an address or a name of one label.
    public init?(_ pattern: String) {
        let bytes = Array(pattern.utf8)
        let separator = Array("://".utf8)
        let wildcard = Array("*.".utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: separator + wildcard)
        else {
            guard let origin = WebOrigin(pattern) else { return nil }
            self.origin = origin
            isWildcard = false
            return
        }
        let host = bytes[colon...].dropFirst(separator.count + wildcard.count)
        guard let origin = WebOrigin(String(decoding: bytes[..<colon] + separator + host, as: UTF8.self)),
            origin.host.utf8.contains(UInt8(ascii: ".")), !origin.isAddress
        else { return nil }
        self.origin = origin
        isWildcard = true
    }

    /// Returns whether an origin is among those meant: the scheme and the port are the same, and the host as the pattern
    /// says.
    public func matches(_ origin: WebOrigin) -> Bool {
        guard isWildcard else { return origin == self.origin }
        guard origin.scheme == self.origin.scheme, origin.port == self.origin.port, !origin.isAddress else {
            return false
        }
        return ExactString(origin.host).isBelow(ExactString(self.origin.host))
    }
}
