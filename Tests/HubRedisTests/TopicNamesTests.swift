//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub
import WebSocketHubRedis

@Suite("names in Redis")
struct TopicNamesTests {
    private let names = TopicNames(prefix: "ws:")

    @Test("lead back to their topic", arguments: ["a", "rooms/7", "}", "{}", "a{b}c%7D", "%", "é*?[x]"])
    func roundTrip(topic: String) {
        let channel = self.names.channel(topic)
        #expect(self.names.topic(of: channel) == topic)
        // What is between the first braces decides where it belongs.
        let tag = channel.drop { $0 != "{" }.dropFirst().prefix { $0 != "}" }
        #expect(tag == TopicNames.tag(topic))
        #expect(!tag.isEmpty)
    }

    @Test("of others are none", arguments: ["", "ws:", "ws:a", "ws:{a", "other:{a}", "{a}"])
    func others(channel: String) {
        #expect(self.names.topic(of: channel) == nil)
    }

    @Test(
        "match what a pattern matches, and as little more as can be",
        arguments: [
            ("rooms/+/typing", #"ws:{rooms/*"#), ("prices/#", #"ws:{prices*"#), ("#", #"ws:{*"#),
            ("a*?[b]\\/+", #"ws:{a\*\?\[b\]\\/*"#),
            ("{x}/#", #"ws:{%7Bx%7D*"#),
        ]
    )
    func globs(pattern: String, glob: String) throws {
        #expect(self.names.glob(try TopicFilter(pattern)) == glob)
    }

    @Test(
        "belong to the slots that Redis says",
        arguments: [("123456789", 12739), ("foo", 12182), ("", 0), ("user1000", 3443)]
    )
    func slots(tag: String, slot: Int) {
        #expect(HashSlot.of(tag) == slot)
    }
}
