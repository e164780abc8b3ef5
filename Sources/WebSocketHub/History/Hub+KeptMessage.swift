//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WebSockets

extension Hub {
    /// A message that a topic keeps.
    public struct KeptMessage: Hashable, Sendable {
        /// Its place among the topic's messages.
        public let id: Hub.MessageID

        /// The message.
        public let message: WebSocket.Message
    }
}
