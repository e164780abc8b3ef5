//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Which topics keep their messages, and how many, for those who come later or come back.
public struct HistoryRule: Sendable {
    /// The topics.
    public let filter: TopicFilter
    /// How many messages each keeps.
    public let maxMessages: Int
    /// How long each message is kept.
    public let maxAge: Duration

    /// Creates a rule.
    ///
    /// A topic keeps its messages for that long also when nobody is subscribed to it.
    ///
    /// - Parameters:
    ///   - filter: The topics.
    ///   - maxMessages: How many messages each keeps; the oldest are dropped.
    ///   - maxAge: How long each message is kept.
    public init(of filter: TopicFilter, maxMessages: Int = 100, maxAge: Duration = .seconds(600)) {
        precondition(maxMessages > 0, "at least one message must be kept")
        precondition(maxAge > .zero, "messages must be kept for some time")
        self.filter = filter
        self.maxMessages = maxMessages
        self.maxAge = maxAge
    }
}
