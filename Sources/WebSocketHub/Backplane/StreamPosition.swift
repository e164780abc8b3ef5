//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The place of a message among those that a backplane keeps of a topic.
///
/// A place belongs to an epoch of what is kept: one that was lost as a whole, or in part, and begins anew has another. Only places
/// of one epoch are in an order.
package struct StreamPosition: Hashable, Sendable {
    /// What counts first: Redis has milliseconds there.
    package let major: UInt64
    /// What counts among those with the same.
    package let minor: UInt64
    /// The epoch, a random number; 0 if it is unknown or the backplane has none.
    package let epoch: UInt32

    /// Before all messages, of an unknown epoch.
    package static let beginning = StreamPosition(0, 0)

    /// Creates a position.
    package init(_ major: UInt64, _ minor: UInt64, epoch: UInt32 = 0) {
        self.major = major
        self.minor = minor
        self.epoch = epoch
    }
}

extension StreamPosition: Comparable {
    /// Whether one comes before the other, in one epoch.
    package static func < (left: StreamPosition, right: StreamPosition) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}
