//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// How a socket takes part in a topic, or in all that match a pattern.
final class SubscriptionOptions {
    /// `nil` for the hub's own.
    let policy: Hub.DeliveryPolicy?
    let member: Hub.Member?
    let start: Hub.StartingPoint
    /// The name of the topic, or the pattern.
    private let name: String
    private let mayBePattern: Bool

    /// To a topic.
    @inline(never)
    init(_ topic: String, _ policy: Hub.DeliveryPolicy?, _ member: Hub.Member?, _ start: Hub.StartingPoint) {
        self.name = topic
        self.policy = policy
        self.member = member
        self.start = start
        self.mayBePattern = false
    }

    /// To all topics that match a pattern.
    @inline(never)
    init(pattern: String, _ policy: Hub.DeliveryPolicy?) {
        self.name = pattern
        self.policy = policy
        self.member = nil
        self.start = .now
        self.mayBePattern = true
    }

    /// The topic or the pattern, if it is one.
    var filter: Hub.TopicFilter {
        get throws(WebSocket.Error) {
            self.mayBePattern ? try Hub.TopicFilter(self.name) : try Hub.TopicFilter(topic: self.name)
        }
    }
}
