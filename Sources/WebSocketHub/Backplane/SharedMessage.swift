//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WebSockets

/// A message on its way between hubs.
package struct SharedMessage: Hashable, Sendable {
    /// The topic it was published to.
    package let topic: String
    /// Which node has published it.
    package let node: UInt64
    /// Counts the messages of a node, if they are kept; 0 if it is not.
    package let number: UInt64
    /// The message.
    package let message: WebSocket.Message
    /// Whether it may be compressed.
    package let mayCompress: Bool
    /// What it is about, for those who want the latest only.
    package let key: String?

    /// Creates a message.
    package init(
        topic: String,
        node: UInt64,
        number: UInt64,
        message: WebSocket.Message,
        mayCompress: Bool,
        key: String?
    ) {
        self.topic = topic
        self.node = node
        self.number = number
        self.message = message
        self.mayCompress = mayCompress
        self.key = key
    }
}
