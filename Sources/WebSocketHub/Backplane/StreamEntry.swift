//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A message that a backplane keeps.
package struct StreamEntry: Hashable, Sendable {
    /// Its place among those of its topic.
    package let position: StreamPosition
    /// The message.
    package let message: SharedMessage

    /// Creates an entry.
    package init(_ message: SharedMessage, at position: StreamPosition) {
        self.message = message
        self.position = position
    }
}
