//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub
import WebSockets

@Suite("a filter of topics")
struct TopicFilterTests {
    @Test(
        "is a name or a pattern by MQTT's rules",
        arguments: [
            ("prices", false), ("/", false), ("a//b", false), ("rooms/7/typing", false), ("grüße/🙂", false),
            ("+", true),
            ("#", true), ("prices/#", true), ("rooms/+/typing", true), ("+/+/#", true), ("/+", true),
        ]
    )
    func valid(text: String, isPattern: Bool) throws {
        let filter = try Hub.TopicFilter(text)
        #expect(filter.isPattern == isPattern)
        #expect(filter.description == text)
    }

    @Test("is nothing else", arguments: ["", "a+", "+a", "a/b#", "#/a", "a/#/b", "a/+b", "##", "+#", "a\0b"])
    func invalid(text: String) {
        #expect(throws: WebSocket.Error.self) { try Hub.TopicFilter(text) }
    }

    @Test("has at most 1,024 bytes and 32 levels")
    func limits() throws {
        _ = try Hub.TopicFilter(String(repeating: "a", count: 1024))
        #expect(throws: WebSocket.Error.self) { try Hub.TopicFilter(String(repeating: "a", count: 1025)) }
        _ = try Hub.TopicFilter(String(repeating: "/", count: 31))
        #expect(throws: WebSocket.Error.self) { try Hub.TopicFilter(String(repeating: "/", count: 32)) }
    }

    @Test("of a topic to publish to is no pattern", arguments: ["+", "a/#", "rooms/+/typing"])
    func topic(text: String) {
        #expect(!Hub.TopicFilter.isTopic(text))
        #expect(Hub.TopicFilter.isTopic(text.replacing("+", with: "x").replacing("#", with: "y")))
    }

    @Test("an error shows no control characters, and not all of what is long")
    func messages() throws {
        let error = #expect(throws: WebSocket.Error.self) {
            try Hub.TopicFilter("a\r\n\u{1B}[2J+" + String(repeating: "x", count: 5000))
        }
        let message = try #require(error?.message)
        #expect(!message.unicodeScalars.contains { $0.value < 0x20 })
        #expect(message.utf8.count < 400)
    }

    @Test("names are compared byte by byte")
    func bytes() {
        #expect("e\u{301}" == "\u{E9}")
        #expect(Hub.TopicFilter("e\u{301}") != Hub.TopicFilter("\u{E9}"))
        #expect(Hub.TopicFilter("e\u{301}") == Hub.TopicFilter("e\u{301}"))
    }
}
