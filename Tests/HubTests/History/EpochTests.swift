//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSBase
import WebSocketHub
import WebSockets

@Suite("the history of a topic whose backplane has lost what it kept")
struct EpochTests {
    private let start = ContinuousClock.now
    private static let node: UInt64 = 7

    /// A history that has heard of x by node 8, in epoch 1.
    private func history() -> TopicHistory {
        var history = TopicHistory(Hub.HistoryRule(of: "a", maxAge: .seconds(5)), of: Self.node, after: 0)
        history.replace(by: Self.snapshot([.text("x", 8, 1, at: 50, 1)], 1), at: self.start, Self.read)
        return history
    }

    private static func snapshot(_ entries: [StreamEntry], _ epoch: UInt32, since: UInt64 = 0) -> StreamSnapshot {
        let since = StreamPosition(since, 0, epoch: epoch)
        return StreamSnapshot(entries, since: since, through: since)
    }

    private static func read(_ message: SharedMessage, _ id: Hub.MessageID, _ order: UInt64) -> Publication? {
        guard case .text(let text) = message.message else { return nil }
        return Publication(
            topic: ExactString("a"),
            message: WebSocket.PreparedMessage(text),
            key: nil,
            excluded: nil,
            id: id,
            origin: Publication.Origin(node: message.node, number: message.number),
            order: order
        )
    }

    private func append(_ text: String, _ number: UInt64, to history: inout TopicHistory) -> Hub.MessageID? {
        history.append(number, at: self.start) { id, order in
            let message = SharedMessage(
                topic: "a",
                node: Self.node,
                number: number,
                message: .text(text),
                mayCompress: true,
                key: nil
            )
            return Self.read(message, id, order) ?? { preconditionFailure("a text can be read") }()
        }.id
    }

    private func texts(_ publications: [Publication]) -> [String] {
        publications.map { if case .text(let text) = $0.message.message { text } else { "" } }
    }

    private static func id(_ node: UInt64, _ number: UInt64, at place: UInt64, _ epoch: UInt32) -> Hub.MessageID {
        Hub.MessageID(node: node, number: number, position: StreamPosition(place, 0, epoch: epoch))
    }

    @Test("goes on with what is kept now, also if its places are earlier, and says that something is missing")
    func emptied() throws {
        var history = self.history()
        let publication = history.receive(.text("y", 9, 1, at: 3, 2), at: self.start, Self.read)
        #expect(publication != nil)
        #expect(history.takeLoss() == true)
        #expect(history.takeLoss() == false)
        #expect(self.texts(history.last(.max)) == ["y"])
        for id in [Self.id(8, 1, at: 50, 1), Self.id(8, 1, at: 50, 0), Self.id(8, 1, at: 50, 3)] {
            let (messages, isComplete) = history.messages(after: id)
            #expect(self.texts(messages) == ["y"] && !isComplete)
            // It never will.
            #expect(history.hasHeard(id))
        }
        let id = try #require(publication?.id)
        #expect(history.messages(after: id).isComplete)
        #expect(history.receive(.text("z", 9, 2, at: 4, 2), at: self.start, Self.read) != nil)
        #expect(self.texts(history.messages(after: id).messages) == ["z"])
        #expect(history.takeLoss() == false)
    }

    @Test("has lost nothing if all had been kept for long enough, and ids from before are good once")
    func aged() {
        var history = self.history()
        _ = history.receive(.text("y", 9, 1, at: 60, 2), at: self.start + .seconds(5), Self.read)
        #expect(history.takeLoss() == false)
        var (messages, isComplete) = history.messages(after: Self.id(8, 1, at: 50, 1))
        #expect(self.texts(messages) == ["y"] && isComplete)
        _ = history.receive(.text("z", 9, 2, at: 70, 3), at: self.start + .seconds(10), Self.read)
        #expect(history.takeLoss() == false)
        (messages, isComplete) = history.messages(after: Self.id(9, 1, at: 60, 2))
        #expect(self.texts(messages) == ["z"] && isComplete)
        #expect(!history.messages(after: Self.id(8, 1, at: 50, 1)).isComplete)
    }

    @Test("keeps those of its own that have no place yet", arguments: [true, false])
    func own(isToldOfPlace: Bool) throws {
        var history = self.history()
        _ = self.append("1", 1, to: &history)
        history.place(1, at: StreamPosition(51, 0, epoch: 1), self.start)
        _ = self.append("2", 2, to: &history)
        let place = StreamPosition(60, 0, epoch: 2)
        if isToldOfPlace { history.place(2, at: place, self.start) }
        #expect(history.receive(.text("2", 7, 2, at: 60, 2), at: self.start, Self.read) == nil)
        #expect(history.takeLoss() == true)
        #expect(self.texts(history.last(.max)) == ["2"])
        let id = try #require(self.append("3", 3, to: &history))
        #expect(id == Self.id(7, 3, at: 60, 2))
        #expect(self.texts(history.messages(after: Self.id(9, 0, at: 60, 2)).messages) == ["3"])
        #expect(self.texts(history.messages(after: Self.id(9, 0, at: 59, 2)).messages) == ["2", "3"])
    }

    @Test("takes all that is kept in another epoch after an interruption, and hands out what is new")
    func catchingUp() {
        var history = self.history()
        _ = self.append("1", 1, to: &history)
        history.place(1, at: StreamPosition(51, 0, epoch: 1), self.start)
        _ = self.append("2", 2, to: &history)
        let entries: [StreamEntry] = [
            .text("x", 8, 1, at: 20, 2), .text("1", 7, 1, at: 21, 2), .text("y", 8, 2, at: 22, 2),
        ]
        let (messages, isComplete) = history.catchUp(Self.snapshot(entries, 2, since: 10), at: self.start, Self.read)
        #expect(self.texts(messages) == ["y"] && !isComplete)
        #expect(history.takeLoss() == false)
        #expect(self.texts(history.last(.max)) == ["x", "1", "y", "2"])
        #expect(!history.messages(after: Self.id(8, 1, at: 50, 1)).isComplete)
        let (after, isAllThere) = history.messages(after: Self.id(9, 0, at: 20, 2))
        #expect(self.texts(after) == ["1", "y", "2"] && isAllThere)
        #expect(history.catchUp(Self.snapshot([], 2, since: 10), at: self.start, Self.read).isComplete == true)
    }

    @Test("stays in its epoch when nothing could be read, and tells that messages may be missing up to the next")
    func unread() {
        var history = self.history()
        let nothing = StreamSnapshot([], since: StreamPosition(.max, .max), through: .beginning)
        let (messages, isComplete) = history.catchUp(nothing, at: self.start, Self.read)
        #expect(messages.isEmpty && !isComplete)
        #expect(self.texts(history.last(.max)) == ["x"])
        #expect(!history.messages(after: Self.id(8, 1, at: 50, 1)).isComplete)
        #expect(history.receive(.text("z", 8, 3, at: 53, 1), at: self.start, Self.read) != nil)
        #expect(history.takeLoss() == false)
        #expect(self.texts(history.last(.max)) == ["x", "z"])
        for (place, isComplete) in [(50, false), (52, false), (53, true)] as [(UInt64, Bool)] {
            #expect(history.messages(after: Self.id(8, 1, at: place, 1)).isComplete == isComplete)
        }
    }
}
