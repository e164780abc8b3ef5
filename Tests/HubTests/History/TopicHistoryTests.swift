//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSBase
import WebSocketHub
import WebSockets

@Suite("the history of a topic")
struct TopicHistoryTests {
    private let start = ContinuousClock.now
    private let node: UInt64 = 7

    private func history(_ count: Int, _ rule: Hub.HistoryRule) throws -> TopicHistory {
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
        _ id: Hub.MessageID,
        _ origin: Publication.Origin,
        _ order: UInt64
    ) -> Publication {
        let message = WebSocket.PreparedMessage(text)
        return Publication(
            topic: ExactString("a"),
            message: message,
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
        let history = try self.history(10, Hub.HistoryRule(of: "a", maxMessages: 3))
        #expect(self.texts(history.last(10)) == ["8", "9", "10"])
        #expect(self.texts(history.last(2)) == ["9", "10"])
        #expect(self.texts(history.last(0)) == [])
        #expect(self.texts(history.last(-1)) == [])
    }

    @Test("keeps them as long as it may")
    func age() throws {
        var history = try self.history(10, Hub.HistoryRule(of: "a", maxAge: .seconds(5)))
        #expect(self.texts(history.last(10)) == ["6", "7", "8", "9", "10"])
        history.trim(at: self.start + .seconds(12.5))
        #expect(self.texts(history.last(10)) == ["9", "10"])
        history.trim(at: self.start + .seconds(14))
        #expect(history.isEmpty)
    }

    /// What a message of one digit takes.
    private var messageSize: Int {
        Self.publication("1", Hub.MessageID(node: 1, number: 1), Publication.Origin(node: 1, number: 1), 1).size
    }

    @Test("keeps as many bytes as it may, and says that what came before is missing")
    func bytes() throws {
        var history = try self.history(9, Hub.HistoryRule(of: "a", maxBytes: 3 * self.messageSize))
        #expect(self.texts(history.last(10)) == ["7", "8", "9"])
        #expect(history.byteCount == 3 * self.messageSize)
        #expect(history.droppedForBytes == 6)
        #expect(history.messages(after: Hub.MessageID(node: self.node, number: 106)).isComplete)
        #expect(!history.messages(after: Hub.MessageID(node: self.node, number: 105)).isComplete)
        // What is a byte larger takes the place of two.
        self.append(10, to: &history)
        #expect(self.texts(history.last(10)) == ["9", "10"])
        history.dropOldestForBytes()
        #expect(self.texts(history.last(10)) == ["10"])
        #expect(!history.messages(after: Hub.MessageID(node: self.node, number: 108)).isComplete)
        #expect(history.byteCount == self.messageSize + 1)
        history.trim(at: self.start + .seconds(100_000))
        #expect(history.isEmpty && history.byteCount == 0)
        history.dropOldestForBytes()
        #expect(history.droppedForBytes == 9)
    }

    @Test("does not keep what is larger than all that it may, and says that it is missing")
    func tooLarge() throws {
        let rule = Hub.HistoryRule(of: "a", maxBytes: 10 * self.messageSize)
        var history = try self.history(9, rule)
        let origin = Publication.Origin(node: self.node, number: 110)
        let text = String(repeating: "x", count: rule.maxBytes)
        let publication = history.append(110, at: self.start) { Self.publication(text, $0, origin, $1) }
        #expect(publication.message.message == .text(text))
        #expect(history.isEmpty && history.byteCount == 0)
        #expect(!history.messages(after: Hub.MessageID(node: self.node, number: 109)).isComplete)
        #expect(history.messages(after: Hub.MessageID(node: self.node, number: 110)).isComplete)
        self.append(11, to: &history)
        #expect(self.texts(history.last(10)) == ["11"])
    }

    @Test("keeps as many bytes as it may of what other nodes publish")
    func bytesOfOthers() throws {
        var history = try self.history(0, Hub.HistoryRule(of: "a", maxBytes: 2 * self.messageSize))
        let entries = (1...4).map { StreamEntry.text("\($0)", 8, $0, at: $0) }
        history.replace(by: self.snapshot(entries), at: self.start, Self.read)
        #expect(self.texts(history.last(10)) == ["3", "4"])
        #expect(!history.messages(after: Hub.MessageID(node: 8, number: 1)).isComplete)
        _ = history.receive(.text("5", 8, 5, at: 5), at: self.start, Self.read)
        _ = history.catchUp(self.snapshot([.text("6", 8, 6, at: 6)]), at: self.start, Self.read)
        #expect(self.texts(history.last(10)) == ["5", "6"])
        #expect(history.byteCount == 2 * self.messageSize)
        #expect(history.messages(after: Hub.MessageID(node: 8, number: 4, position: StreamPosition(4, 0))).isComplete)
        #expect(!history.messages(after: Hub.MessageID(node: 8, number: 3, position: StreamPosition(3, 0))).isComplete)
    }

    @Test("knows what has come after a message, and whether that is all")
    func after() throws {
        let history = try self.history(10, Hub.HistoryRule(of: "a", maxMessages: 3))
        func after(_ number: UInt64, node: UInt64? = nil) -> ([String], Bool) {
            let (messages, isComplete) = history.messages(
                after: Hub.MessageID(node: node ?? self.node, number: number)
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
        let history = TopicHistory(Hub.HistoryRule(of: "a"), of: self.node, after: 100)
        let (messages, isComplete) = history.messages(after: Hub.MessageID(node: self.node, number: 100))
        #expect(messages.isEmpty && isComplete)
    }

    // MARK: With other nodes

    private static func read(_ message: SharedMessage, _ id: Hub.MessageID, _ order: UInt64) -> Publication? {
        guard case .text(let text) = message.message else { return nil }
        let origin = Publication.Origin(node: message.node, number: message.number)
        return Self.publication(text, id, origin, order)
    }

    private func snapshot(_ entries: [StreamEntry], since: UInt64 = 0, through: UInt64 = 0) -> StreamSnapshot {
        StreamSnapshot(entries, since: StreamPosition(since, 0), through: StreamPosition(through, 0))
    }

    /// What a history hands out after each of its messages is what comes behind it there.
    private func expectSuffixes(_ history: TopicHistory) {
        let all = history.last(.max)
        for (index, publication) in all.enumerated() {
            guard let id = publication.id else { continue }
            #expect(self.texts(history.messages(after: id).messages) == self.texts(Array(all[(index + 1)...])))
        }
    }

    @Test("takes what is kept for all nodes in its place, and knows what of its own is not there yet")
    func replacing() throws {
        var history = try self.history(3, Hub.HistoryRule(of: "a"))
        history.replace(
            by: self.snapshot([
                .text("x", 8, 1, at: 5), .text("1", 7, 101, at: 6), .text("y", 9, 1, at: 7),
            ]),
            at: self.start,
            Self.read
        )
        #expect(self.texts(history.last(.max)) == ["x", "1", "y", "2", "3"])
        self.expectSuffixes(history)
        // Who listens to a pattern was not given these.
        #expect(history.hasAbsorbed(.text("y", 9, 1, at: 7)))
        #expect(!history.hasAbsorbed(.text("2", 7, 102, at: 8)))
        // The same again is nothing new, nor are its own.
        for entry in [StreamEntry.text("y", 9, 1, at: 7), .text("2", 7, 102, at: 8), .text("y", 9, 1, at: 9)] {
            #expect(history.receive(entry, at: self.start, Self.read) == nil)
        }
        #expect(history.receive(.text("z", 9, 2, at: 10), at: self.start, Self.read) != nil)
        self.append(4, to: &history)
        #expect(self.texts(history.last(.max)) == ["x", "1", "y", "2", "3", "z", "4"])
        self.expectSuffixes(history)
    }

    @Test("knows what a client has seen by another node")
    func elsewhere() throws {
        var history = try self.history(0, Hub.HistoryRule(of: "a"))
        history.replace(by: self.snapshot([.text("x", 8, 1, at: 5)]), at: self.start, Self.read)
        _ = history.receive(.text("y", 8, 2, at: 6), at: self.start, Self.read)
        self.append(1, to: &history)
        _ = history.receive(.text("z", 9, 1, at: 7), at: self.start, Self.read)
        history.place(101, at: StreamPosition(8, 0), self.start)
        func after(_ node: UInt64, _ number: UInt64, at place: UInt64) -> ([String], Bool) {
            let id = Hub.MessageID(node: node, number: number, position: StreamPosition(place, 0))
            let (messages, isComplete) = history.messages(after: id)
            return (self.texts(messages), isComplete)
        }
        // Node 8 had heard of nothing when its client saw its own.
        #expect(after(8, 1, at: 0) == (["y", "1", "z"], true))
        #expect(after(8, 2, at: 0) == (["1", "z"], true))
        #expect(after(8, 0, at: 7) == (["1"], true))
        #expect(after(8, 0, at: 8) == ([], true))
        #expect(after(self.node, 101, at: 6) == (["z"], true))
    }

    @Test("knows if it has not heard yet of what a client has seen, and if it never will")
    func hearing() throws {
        var history = try self.history(0, Hub.HistoryRule(of: "a"))
        func hasHeard(_ node: UInt64, _ number: UInt64, at place: UInt64) -> Bool {
            history.hasHeard(Hub.MessageID(node: node, number: number, position: StreamPosition(place, 0)))
        }
        // Alone there is nobody to hear.
        #expect(hasHeard(8, 5, at: 9))
        history.replace(by: self.snapshot([.text("x", 8, 3, at: 5)], since: 2), at: self.start, Self.read)
        #expect(hasHeard(8, 3, at: 5))
        #expect(!hasHeard(8, 4, at: 5))
        #expect(!hasHeard(9, 1, at: 5))
        #expect(!hasHeard(8, 0, at: 6))
        #expect(hasHeard(self.node, 500, at: 6))
        // That is gone.
        #expect(hasHeard(9, 1, at: 1))
    }

    @Test("says if something of other nodes was missed, and what of it is there")
    func catchingUp() throws {
        var history = try self.history(0, Hub.HistoryRule(of: "a"))
        history.replace(by: self.snapshot([.text("x", 8, 1, at: 5)]), at: self.start, Self.read)
        var (messages, isComplete) = history.catchUp(
            self.snapshot([.text("y", 8, 2, at: 6)], since: 4),
            at: self.start,
            Self.read
        )
        #expect(self.texts(messages) == ["y"] && isComplete)
        (messages, isComplete) = history.catchUp(
            self.snapshot([.text("z", 8, 9, at: 20)], since: 15),
            at: self.start,
            Self.read
        )
        #expect(self.texts(messages) == ["z"] && !isComplete)
        // Whoever has seen y only has missed something.
        #expect(!history.messages(after: Hub.MessageID(node: 8, number: 0, position: StreamPosition(6, 0))).isComplete)
        #expect(history.messages(after: Hub.MessageID(node: 8, number: 0, position: StreamPosition(15, 0))).isComplete)
    }

    @Test("knows what subscribers to patterns have not been given of what it catches up with")
    func catchingUpAnew() throws {
        for isNew in [true, false] {
            var history = try self.history(0, Hub.HistoryRule(of: "a"))
            history.replace(by: self.snapshot([.text("x", 8, 1, at: 5)]), at: self.start, Self.read)
            let entry = StreamEntry.text("y", 8, 2, at: 6)
            let caughtUp = history.catchUp(self.snapshot([entry], since: 4), isNew: isNew, at: self.start, Self.read)
            #expect(self.texts(caughtUp.messages) == ["y"])
            #expect(history.hasAbsorbed(entry) == isNew)
        }
    }

    @Test("says if something is missing that has been dropped here")
    func dropping() throws {
        var history = try self.history(0, Hub.HistoryRule(of: "a", maxMessages: 2))
        history.replace(by: self.snapshot([], since: 1), at: self.start, Self.read)
        for number in 1...4 {
            self.append(number, to: &history)
            _ = history.receive(
                .text("", 7, UInt64(100 + number), at: UInt64(10 + number)),
                at: self.start,
                Self.read
            )
        }
        func isComplete(_ node: UInt64, at place: UInt64) -> Bool {
            history.messages(after: Hub.MessageID(node: node, number: 0, position: StreamPosition(place, 0))).isComplete
        }
        #expect(isComplete(8, at: 12) && isComplete(7, at: 12))
        #expect(!isComplete(8, at: 11) && !isComplete(7, at: 11))
    }
}
