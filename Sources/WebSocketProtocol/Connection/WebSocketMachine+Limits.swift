//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension WebSocketMachine {
    /// What a peer may cost.
    public struct Limits: Hashable, Sendable {
        /// The most bytes of payload that a message may have, over all its fragments.
        ///
        /// Checked at the header of every fragment, before any of its payload is looked at. Compressed messages have to
        /// be held to it by who inflates them; until then they may be a quarter larger.
        public let maxMessageSize: Int

        /// The most fragments that a message may have, empty ones counted, since each costs time.
        public let maxFragments: Int

        /// Creates limits.
        ///
        /// - Parameters:
        ///   - maxMessageSize: In bytes, at least 1. The default, 1 MiB, is ample for messages and small for attacks.
        ///   - maxFragments: At least 1. The default, 65,536, leaves 16 bytes for each fragment of the largest message.
        public init(maxMessageSize: Int = 1 << 20, maxFragments: Int = 1 << 16) {
            precondition(maxMessageSize >= 1, "a limit on the size of messages must be positive")
            precondition(maxFragments >= 1, "a limit on the number of fragments must be positive")
            self.maxMessageSize = maxMessageSize
            self.maxFragments = maxFragments
        }
    }
}
