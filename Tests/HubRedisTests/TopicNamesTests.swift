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

    @Test(
        "lead back to their topic",
        arguments: [
            "a", "rooms/7", "}", "{}", "a{b}c%7D", "%", "%257D", "%7", "é*?[x]", "e\u{301}", "\u{E9}",
            // A mark or a prepended character beside a brace, of the topic or of the channel.
            "\u{301}", "\u{301}x", "x\u{600}", "\u{600}", "}\u{301}", "{\u{301}", "\u{600}}", "%\u{301}7D",
            "\u{8E2}{x}\u{301}",
        ]
    )
    func roundTrip(topic: String) throws {
        for prefix in ["ws:", "", "{a}", "}", "{", "%7B", "\u{301}"] {
            let names = TopicNames(prefix: prefix)
            let channel = names.channel(topic)
            let found = try #require(names.topic(of: channel))
            #expect(found.utf8.elementsEqual(topic.utf8))
            // What is between the first braces decides where it belongs.
            let tag = channel.utf8.drop { $0 != UInt8(ascii: "{") }.dropFirst().prefix { $0 != UInt8(ascii: "}") }
            #expect(tag.elementsEqual(TopicNames.tag(topic).utf8))
            #expect(!tag.isEmpty)
        }
    }

    @Test("of others are none", arguments: ["", "ws:", "ws:a", "ws:{a", "ws:{", "other:{a}", "{a}", "ws:\u{301}{a}"])
    func others(channel: String) {
        #expect(self.names.topic(of: channel) == nil)
    }

    @Test(
        "match what a pattern matches, and as little more as can be",
        arguments: [
            ("rooms/+/typing", #"ws:{rooms/*"#), ("prices/#", #"ws:{prices*"#), ("#", #"ws:{*"#),
            ("a*?[b]\\/+", #"ws:{a\*\?\[b\]\\/*"#),
            ("{x}/#", #"ws:{%7Bx%7D*"#),
            ("\u{301}/#", "ws:{\u{301}*"), ("a/\u{301}/+", "ws:{a/\u{301}/*"), ("x\u{600}/+", "ws:{x\u{600}/*"),
            ("a*\u{301}/#", "ws:{a\\*\u{301}*"), ("}\u{301}/+", "ws:{%7D\u{301}/*"),
        ]
    )
    func globs(pattern: String, glob: String) throws {
        #expect(self.names.glob(try Hub.TopicFilter(pattern)).utf8.elementsEqual(glob.utf8))
    }

    @Test(
        "belong to the slots that Redis says",
        arguments: [("123456789", 12739), ("foo", 12182), ("", 0), ("user1000", 3443)]
    )
    func slots(tag: String, slot: Int) {
        #expect(HashSlot.of(tag) == slot)
    }
}
