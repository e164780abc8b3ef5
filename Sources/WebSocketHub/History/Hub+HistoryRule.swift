//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Hub {
    /// Which topics keep their messages, and how many, for clients that subscribe later or come back.
    public struct HistoryRule: Sendable {
        /// The topics.
        public let filter: Hub.TopicFilter
        /// How many messages each keeps.
        public let maxMessages: Int
        /// How many bytes of messages each keeps.
        public let maxBytes: Int
        /// How long each message is kept.
        public let maxAge: Duration

        /// Creates a rule.
        ///
        /// A topic keeps its messages for that long also when nobody is subscribed to it.
        ///
        /// - Parameters:
        ///   - filter: The topics.
        ///   - maxMessages: How many messages each keeps; the oldest are dropped.
        ///   - maxBytes: How many bytes of messages each keeps, as ``Hub/Configuration/maxKeptBytes`` counts them, which is the limit
        ///     for all topics; the oldest are dropped. A message that is larger by itself is not kept, nor are those before it, as
        ///     clients are told whether all behind a message is there.
        ///   - maxAge: How long each message is kept.
        public init(
            of filter: Hub.TopicFilter,
            maxMessages: Int = 100,
            maxBytes: Int = 4 << 20,
            maxAge: Duration = .seconds(600)
        ) {
            precondition(maxMessages > 0, "at least one message must be kept")
            precondition(maxBytes > 0, "messages must be kept in some bytes")
            precondition(maxAge > .zero, "messages must be kept for some time")
            self.filter = filter
            self.maxMessages = maxMessages
            self.maxBytes = maxBytes
            self.maxAge = maxAge
        }
    }
}
