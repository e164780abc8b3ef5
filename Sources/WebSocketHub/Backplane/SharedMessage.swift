//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WebSockets

/// A message on its way between hubs.
public struct SharedMessage: Hashable, Sendable {
    /// The topic it was published to.
    public let topic: String
    /// Which node has published it.
    public let node: UInt64
    /// Counts the messages of a node, if they are kept; 0 if it is not.
    public let number: UInt64
    /// The message.
    public let message: WebSocket.Message
    /// Whether it may be compressed.
    public let mayCompress: Bool
    /// What it is about, for those who want the latest only.
    public let key: String?

    /// Creates a message.
    public init(
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
