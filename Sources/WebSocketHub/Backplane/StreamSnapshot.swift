//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What a backplane keeps of a topic, as of one moment.
package struct StreamSnapshot: Hashable, Sendable {
    /// The messages, the oldest first.
    package let entries: [StreamEntry]
    /// All that was ever kept behind this position is among them.
    package let since: StreamPosition
    /// Nothing before this position is still to come.
    package let through: StreamPosition

    /// The epoch of all its positions.
    package var epoch: UInt32 { self.through.epoch }

    /// Creates a snapshot, whose positions are all of one epoch.
    package init(_ entries: [StreamEntry], since: StreamPosition, through: StreamPosition) {
        self.entries = entries
        self.since = since
        self.through = through
    }
}
