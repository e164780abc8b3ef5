//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// How a socket takes part in a topic, or in all that match a pattern.
final class SubscriptionOptions {
    /// `nil` for the hub's own.
    let policy: DeliveryPolicy?
    let member: Member?
    let start: StartingPoint
    /// The name of the topic, or the pattern.
    private let name: String
    private let mayBePattern: Bool

    /// To a topic.
    @inline(never)
    init(_ topic: String, _ policy: DeliveryPolicy?, _ member: Member?, _ start: StartingPoint) {
        self.name = topic
        self.policy = policy
        self.member = member
        self.start = start
        self.mayBePattern = false
    }

    /// To all topics that match a pattern.
    @inline(never)
    init(pattern: String, _ policy: DeliveryPolicy?) {
        self.name = pattern
        self.policy = policy
        self.member = nil
        self.start = .now
        self.mayBePattern = true
    }

    /// The topic or the pattern, if it is one.
    var filter: TopicFilter {
        get throws(WebSocketError) {
            self.mayBePattern ? try TopicFilter(self.name) : try TopicFilter(topic: self.name)
        }
    }
}
