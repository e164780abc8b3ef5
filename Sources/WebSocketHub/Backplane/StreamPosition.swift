//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The place of a message among those that a backplane keeps of a topic.
public struct StreamPosition: Hashable, Sendable {
    /// What counts first: Redis has milliseconds there.
    public let major: UInt64
    /// What counts among those with the same.
    public let minor: UInt64

    /// Before all messages.
    public static let beginning = StreamPosition(0, 0)

    /// Creates a position.
    public init(_ major: UInt64, _ minor: UInt64) {
        self.major = major
        self.minor = minor
    }
}

extension StreamPosition: Comparable {
    /// Whether one comes before the other.
    public static func < (left: StreamPosition, right: StreamPosition) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}
