//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// How much of a peer's message is taken in before it is refused.
package struct HTTPLimits: Equatable, Sendable {
    /// The bytes of a start line and its fields with all line ends, 16 KiB by default; 431 beyond.
    ///
    /// The same number bounds a body's trailers, and the sum of its chunk extensions.
    package let maxHeadSize: Int
    /// The lines of fields in a head, 100 by default; 431 beyond.
    package let maxFieldCount: Int
    /// The bytes of a request's target, 8 KiB by default; 414 beyond.
    package let maxTargetLength: Int
    /// The bytes of a body, 1 MiB by default; 413 beyond, as soon as so much is announced or received.
    ///
    /// A ``ResponseParser`` cuts the body there instead.
    package let maxBodySize: Int

    /// Creates limits.
    ///
    /// - Precondition: No limit is negative, and a head is at most 1 GiB.
    package init(
        maxHeadSize: Int = 16 * 1024,
        maxFieldCount: Int = 100,
        maxTargetLength: Int = 8 * 1024,
        maxBodySize: Int = 1024 * 1024
    ) {
        precondition(0...(1 << 30) ~= maxHeadSize, "maxHeadSize must be from 0 through 1 GiB.")
        precondition(maxFieldCount >= 0, "maxFieldCount must not be negative.")
        precondition(0...(1 << 30) ~= maxTargetLength, "maxTargetLength must be from 0 through 1 GiB.")
        precondition(maxBodySize >= 0, "maxBodySize must not be negative.")
        self.maxHeadSize = maxHeadSize
        self.maxFieldCount = maxFieldCount
        self.maxTargetLength = maxTargetLength
        self.maxBodySize = maxBodySize
    }
}
