//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension HTTP {
    /// A version of HTTP/1 (RFC 9112 §2.3).
    ///
    /// The major version is always 1, since all others are refused.
    package struct Version: Hashable, Sendable {
        /// The number before the dot.
        package var major: Int { 1 }
        /// The number after the dot, from 0 through 9.
        package let minor: Int

        /// HTTP/1.0: connections end after each response if not agreed otherwise, and there are no chunks.
        package static let http10 = HTTP.Version(minor: 0)
        /// HTTP/1.1.
        package static let http11 = HTTP.Version(minor: 1)

        /// Creates a version HTTP/1.`minor`.
        package init(minor: Int) {
            self.minor = minor
        }
    }
}
