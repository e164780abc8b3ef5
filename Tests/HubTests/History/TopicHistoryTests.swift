//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub
import WebSockets

@Suite("the history of a topic")
struct TopicHistoryTests {
    private let start = ContinuousClock.now
    private let node: UInt64 = 7

    private func history(_ count: Int, _ rule: HistoryRule) throws -> TopicHistory {
        // The node has published elsewhere, too.
        var history = TopicHistory(rule, of: self.node, after: 100)
        for number in 0..<count {
            self.append(number + 1, to: &history)
        }
        return history
    }

    /// Publishes a message whose text is its number, which is to be 100 more.
    private func append(_ number: Int, to history: inout TopicHistory) {
        let origin = Publication.Origin(node: self.node, number: UInt64(100 + number))
        let time = self.start + .seconds(number - 1)
        _ = history.append(origin.number, at: time) { Self.publication("\(number)", $0, origin, $1) }
    }

    private static func publication(
        _ text: String,
        _ id: MessageID,
        _ origin: Publication.Origin,
        _ order: UInt64
    ) -> Publication {
        let message = PreparedMessage(text)
        return Publication(
            topic: ExactString("a"),
            message: message,
            content: message.message,
            key: nil,
            excluded: nil,
            id: id,
            origin: origin,
            order: order
        )
    }

    private func texts(_ publications: [Publication]) -> [String] {
        publications.map { if case .text(let text) = $0.message.message { text } else { "" } }
    }

    @Test("keeps the last messages, as many as it may")
    func count() throws {
        let history = try self.history(10, HistoryRule(of: "a", maxMessages: 3))
        #expect(self.texts(history.last(10)) == ["8", "9", "10"])
        #expect(self.texts(history.last(2)) == ["9", "10"])
        #expect(self.texts(history.last(0)) == [])
        #expect(self.texts(history.last(-1)) == [])
    }

    @Test("keeps them as long as it may")
    func age() throws {
        var history = try self.history(10, HistoryRule(of: "a", maxAge: .seconds(5)))
        #expect(self.texts(history.last(10)) == ["6", "7", "8", "9", "10"])
        history.trim(at: self.start + .seconds(12.5))
        #expect(self.texts(history.last(10)) == ["9", "10"])
        history.trim(at: self.start + .seconds(14))
        #expect(history.isEmpty)
    }

    @Test("knows what has come after a message, and whether that is all")
    func after() throws {
        let history = try self.history(10, HistoryRule(of: "a", maxMessages: 3))
        func after(_ number: UInt64, node: UInt64? = nil) -> ([String], Bool) {
            let (messages, isComplete) = history.messages(
                after: MessageID(node: node ?? self.node, number: number)
            )
            return (self.texts(messages), isComplete)
        }
        #expect(after(110) == ([], true))
        #expect(after(109) == (["10"], true))
        #expect(after(107) == (["8", "9", "10"], true))
        #expect(after(106) == (["8", "9", "10"], false))
        #expect(after(100) == (["8", "9", "10"], false))
        // What a client made up, or had of a topic that has been gone since.
        #expect(after(111) == (["8", "9", "10"], false))
        #expect(after(.max) == (["8", "9", "10"], false))
        #expect(after(110, node: self.node + 1) == (["8", "9", "10"], false))
    }

    @Test("of which nothing was ever published misses nothing")
    func empty() throws {
        let history = TopicHistory(HistoryRule(of: "a"), of: self.node, after: 100)
        let (messages, isComplete) = history.messages(after: MessageID(node: self.node, number: 100))
        #expect(messages.isEmpty && isComplete)
    }
}
