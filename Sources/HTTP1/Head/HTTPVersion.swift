//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A version of HTTP/1 (RFC 9112 §2.3).
///
/// The major version is always 1, since all others are refused.
package struct HTTPVersion: Hashable, Sendable {
    /// The number before the dot.
    package var major: Int { 1 }
    /// The number after the dot, from 0 through 9.
    package let minor: Int

    /// HTTP/1.0: connections end after each response if not agreed otherwise, and there are no chunks.
    package static let http10 = HTTPVersion(minor: 0)
    /// HTTP/1.1.
    package static let http11 = HTTPVersion(minor: 1)

    /// Reads a version such as `HTTP/1.1`, whose letters are upper case.
    ///
    /// - Throws: ``HTTPViolation/unsupportedVersion`` for another major version.
    init(_ bytes: Span<UInt8>) throws(HTTPViolation) {
        let prefix = "HTTP/".utf8.span
        guard bytes.count == prefix.count + 3,
            bytes.extracting(first: prefix.count).equals(prefix),
            let major = bytes[prefix.count].decimalValue,
            bytes[prefix.count + 1] == 0x2E,
            let minor = bytes[prefix.count + 2].decimalValue
        else { throw .malformedStartLine }
        guard major == 1 else { throw .unsupportedVersion }
        self.minor = Int(minor)
    }

    private init(minor: Int) {
        self.minor = minor
    }
}
