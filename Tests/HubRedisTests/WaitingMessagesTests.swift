//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub
import WebSocketHubRedis
import WebSockets

@Suite("messages that wait to be kept by Redis")
struct WaitingMessagesTests {
    private static func waiting(_ topics: String, sizes: [Int] = []) -> WaitingMessages {
        var waiting = WaitingMessages()
        for (number, topic) in topics.enumerated() {
            let message = SharedMessage(
                topic: "\(topic)",
                node: 1,
                number: UInt64(number),
                message: .binary([UInt8](repeating: 0, count: sizes.isEmpty ? 1 : sizes[number])),
                mayCompress: false,
                key: nil
            )
            waiting.append(WaitingMessages.Entry(message, Hub.HistoryRule(of: "#")))
        }
        return waiting
    }

    private static func numbers(_ groups: [[WaitingMessages.Entry]]) -> [[UInt64]] { groups.map { $0.map(\.number) } }

    @Test("are sent by topic, and one of each topic at a time if the server does not keep several together")
    func topics() {
        for (mayRepeat, expected) in [(true, [[0, 2], [1, 3]]), (false, [[0], [1]])] as [(Bool, [[UInt64]])] {
            var waiting = Self.waiting("abab")
            let groups = waiting.nextWindow(mayRepeatTopics: mayRepeat, maxSize: nil) { _ in 0 }
            #expect(Self.numbers(groups) == expected)
        }
    }

    @Test("are sent as far as the limit goes, a larger one alone")
    func limit() {
        var waiting = Self.waiting("aaaa", sizes: [100, 100, 10_000, 1])
        for expected in [[0, 1], [2], [3]] as [[UInt64]] {
            let groups = waiting.nextWindow(mayRepeatTopics: true, maxSize: 1000) { _ in 200 }
            #expect(Self.numbers(groups) == [expected])
            for entry in groups[0] { waiting.noteDone(entry) }
            let isLast = waiting.endTopic()
            #expect(isLast)
        }
        #expect(waiting.count == 0 && waiting.byteCount == 0)
        waiting = Self.waiting("aa", sizes: [100, 600 << 10])
        let groups = waiting.nextWindow(mayRepeatTopics: true, maxSize: nil) { _ in 0 }
        #expect(Self.numbers(groups) == [[0]])
    }

    @Test("are not handed to another server, nor count as lost, if theirs has kept them")
    func done() {
        var waiting = Self.waiting("abc")
        let groups = waiting.nextWindow(mayRepeatTopics: true, maxSize: nil) { _ in 0 }
        waiting.noteDone(groups[0][0])
        var other = waiting
        let removed = other.remove { _ in true }
        #expect(removed.map(\.number) == [1, 2])
        #expect(other.count == 0)
        let areLosses = [waiting.dropFirst(), waiting.dropFirst()]
        #expect(areLosses == [false, true])
        // An answer to what was given up does not count again.
        let isNew = waiting.noteDone(groups[1][0])
        #expect(!isNew)
    }
}
