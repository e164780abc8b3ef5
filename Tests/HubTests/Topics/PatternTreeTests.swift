//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSBase
import WebSocketHub

@Suite("a tree of patterns")
struct PatternTreeTests {
    private func matches(_ patterns: [String], _ topic: String) throws -> [String] {
        var tree = PatternTree<String>()
        for pattern in patterns {
            tree.update(try Hub.TopicFilter(pattern)) { $0 = pattern }
        }
        var found: [String] = []
        tree.forEachMatch(of: ExactString(topic)) { found.append($0) }
        return found.sorted()
    }

    @Test(
        "finds those that match",
        arguments: [
            ("prices/ACME", ["#", "+/ACME", "+/+", "prices/#", "prices/+"]),
            ("prices", ["#", "+", "prices/#"]),
            ("prices/ACME/bid", ["#", "prices/#", "prices/+/bid"]),
            ("prices/", ["#", "+/+", "prices/#", "prices/+"]),
            ("/prices", ["#", "+/+", "/+"]),
            ("other/bid", ["#", "+/+"]),
        ]
    )
    func matching(topic: String, expected: [String]) throws {
        let patterns = ["#", "+", "+/+", "+/ACME", "/+", "prices/#", "prices/+", "prices/+/bid"]
        #expect(try self.matches(patterns, topic) == expected.sorted())
    }

    @Test("wildcards do not match a first level that begins with $")
    func reserved() throws {
        let patterns = ["#", "+/load", "$SYS/#", "$SYS/+"]
        #expect(try self.matches(patterns, "$SYS/load") == ["$SYS/#", "$SYS/+"])
        #expect(try self.matches(patterns, "a/$SYS") == ["#"])
    }

    @Test("is as before when what was added is removed")
    func removal() throws {
        var tree = PatternTree<Int>()
        let filters = try ["a/+/c", "a/+", "a/#", "#", "+/b/#"].map { try Hub.TopicFilter($0) }
        for (number, filter) in filters.enumerated() {
            tree.update(filter) { $0 = number }
        }
        for filter in filters {
            #expect(!tree.isEmpty)
            tree.update(filter) { $0 = nil }
        }
        #expect(tree.isEmpty)
        tree.update(filters[0]) { #expect($0 == nil) }
        #expect(tree.isEmpty)
    }

    @Test(
        "finds what the definition says, whatever the patterns and the topic",
        arguments: [UInt64.random(in: 0 ... .max)]
    )
    func random(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let levels = ["a", "b", ""]
        for _ in 0..<300 {
            let patterns = Set(
                (0..<8).map { _ in
                    var parts = (0...Int.random(in: 0...3, using: &random)).map { _ in
                        (levels + ["+"]).randomElement(using: &random) ?? ""
                    }
                    if Bool.random(using: &random) {
                        parts.append("#")
                    }
                    return parts.joined(separator: "/")
                }
            ).filter { (try? Hub.TopicFilter($0))?.isPattern == true }
            let topic = (0...Int.random(in: 0...4, using: &random)).map { _ in
                levels.randomElement(using: &random) ?? ""
            }
            let expected = patterns.filter { pattern in
                let levels = pattern.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
                return Self.matches(levels[...], topic[...])
            }
            #expect(try self.matches(Array(patterns), topic.joined(separator: "/")) == expected.sorted())
        }
    }

    /// The definition, as it is written.
    private static func matches(_ pattern: ArraySlice<String>, _ topic: ArraySlice<String>) -> Bool {
        switch pattern.first {
        case nil: topic.isEmpty
        case "#": true
        case let level:
            topic.first != nil && (level == "+" || level == topic.first)
                && Self.matches(pattern.dropFirst(), topic.dropFirst())
        }
    }
}
