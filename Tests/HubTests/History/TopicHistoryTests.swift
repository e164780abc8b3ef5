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

    private func history(_ count: Int, _ rule: HistoryRule) throws -> TopicHistory {
        var history = TopicHistory(rule)
        for number in 0..<count {
            let message = PreparedMessage("\(number + 1)")
            let publication = Publication(
                topic: ExactString("a"),
                message: message,
                content: message.message,
                key: nil,
                excluded: nil,
                id: history.nextID
            )
            history.append(publication, at: self.start + .seconds(number))
        }
        return history
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
        let next = history.nextID
        func after(_ sequence: UInt64, epoch: UInt64? = nil) -> ([String], Bool) {
            let (messages, isComplete) = history.messages(
                after: MessageID(epoch: epoch ?? next.epoch, sequence: sequence)
            )
            return (self.texts(messages), isComplete)
        }
        #expect(after(10) == ([], true))
        #expect(after(9) == (["10"], true))
        #expect(after(7) == (["8", "9", "10"], true))
        #expect(after(6) == (["8", "9", "10"], false))
        #expect(after(0) == (["8", "9", "10"], false))
        // What a client made up, or had of a topic that has been gone since.
        #expect(after(11) == (["8", "9", "10"], false))
        #expect(after(.max) == (["8", "9", "10"], false))
        #expect(after(10, epoch: next.epoch &+ 1) == (["8", "9", "10"], false))
    }

    @Test("of which nothing was ever published misses nothing")
    func empty() throws {
        let history = TopicHistory(HistoryRule(of: "a"))
        let (messages, isComplete) = history.messages(after: MessageID(epoch: history.nextID.epoch, sequence: 0))
        #expect(messages.isEmpty && isComplete)
    }
}
