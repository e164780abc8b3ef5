//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Hub {
    /// What a subscription begins with.
    public struct Replay: Hashable, Sendable {
        /// How many messages it begins with, that were published before it.
        public let messageCount: Int

        /// Whether they are all that its client has missed: not if some have been dropped by now or are not kept at all, or if
        /// messages were asked for that other nodes keep and this node cannot read now.
        public let isComplete: Bool
    }
}
