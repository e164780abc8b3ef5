//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
package import WebSocketHub

/// Messages that are to be kept, until a server says that they are.
///
/// They are sent in windows: the next is sent when all of one have been answered. As those of one topic in a window are kept or
/// refused together, none is kept before one that was published earlier. When the server refuses some for now, none are sent for
/// some time, then the oldest alone, and the others when the server has kept that.
package struct WaitingMessages {
    /// What a message takes beside its bytes, about: more than nothing, as messages may be empty.
    static let entrySize = 128

    /// The most of a window.
    private static let (maxWindowCount, maxWindowSize) = (1024, 512 << 10)

    private var queue = FIFO<Entry>()
    package private(set) var byteCount = 0
    /// How many of the queue are of the window; they are the first.
    private var windowCount = 0
    /// How many topics of the window are still to be answered.
    private var openTopics = 0
    /// The numbers of those of the window that are kept, or never will be.
    private var done: Set<UInt64> = []
    private var hasRefused = false
    package private(set) var flow = Flow.open

    /// What may be sent.
    package enum Flow {
        /// Windows.
        case open
        /// Nothing for some time.
        case paused
        /// One message.
        case probing
    }

    package init() {}

    package struct Entry {
        let topic: String
        /// The message's number.
        package let number: UInt64
        let rule: Hub.HistoryRule
        /// The message as it is sent, the only copy of it that waits.
        let bytes: [UInt8]

        package init(_ message: SharedMessage, _ rule: Hub.HistoryRule) {
            self.topic = message.topic
            self.number = message.number
            self.rule = rule
            self.bytes = message.bytes
        }

        /// What it takes, in bytes.
        var size: Int { self.bytes.count + WaitingMessages.entrySize }
    }

    package var count: Int { self.queue.count }

    /// Adds a message at the end.
    package mutating func append(_ entry: Entry) {
        self.queue.append(entry)
        self.byteCount += entry.size
    }

    /// Removes the one that has waited longest.
    package mutating func popFirst() -> Entry? {
        guard let entry = self.queue.popFirst() else { return nil }
        self.byteCount -= entry.size
        self.windowCount = max(0, self.windowCount - 1)
        return entry
    }

    /// Gives up the one that has waited longest.
    ///
    /// - Returns: Whether that is a loss: the server has not kept or refused it yet.
    package mutating func dropFirst() -> Bool {
        let isOfWindow = self.windowCount > 0
        guard let entry = self.popFirst() else { return false }
        return !isOfWindow || self.done.insert(entry.number).inserted
    }

    /// Removes those for which `isToGo` holds.
    ///
    /// - Returns: What was removed without those that the server has kept or refused, the oldest first.
    package mutating func remove(where isToGo: (Entry) -> Bool) -> [Entry] {
        var removed: [Entry] = []
        var (rest, restSize, restCount) = (FIFO<Entry>(), 0, 0)
        while case let isOfWindow = self.windowCount > 0, let entry = self.popFirst() {
            if isToGo(entry) {
                let isDone = isOfWindow && !self.done.insert(entry.number).inserted
                if !isDone { removed.append(entry) }
            } else {
                rest.append(entry)
                restSize += entry.size
                restCount += isOfWindow ? 1 : 0
            }
        }
        (self.queue, self.byteCount, self.windowCount) = (rest, restSize, restCount)
        return removed
    }

    // MARK: Sending

    /// Begins a window.
    ///
    /// - Parameters:
    ///   - mayRepeatTopics: Whether it may have several messages of one topic: the server keeps or refuses them together.
    ///   - maxSize: The most bytes of several messages, as far as is known; a single message may be larger.
    ///   - namesSize: The size of the names in the command of a message, in bytes.
    /// - Returns: The messages to be sent, for each topic in order; none if nothing may be sent now.
    package mutating func nextWindow(mayRepeatTopics: Bool, maxSize: Int?, _ namesSize: (Entry) -> Int) -> [[Entry]] {
        guard self.openTopics == 0, self.flow != .paused else { return [] }
        let maxCount = min(self.queue.count, self.flow == .probing ? 1 : Self.maxWindowCount)
        var (groups, indices, size): ([[Entry]], [ExactString: Int], Int) = ([], [:], 0)
        let limit = min(Self.maxWindowSize, maxSize ?? .max)
        while self.windowCount < maxCount {
            let entry = self.queue[self.windowCount]
            let topic = ExactString(entry.topic)
            size += entry.size + namesSize(entry)
            if self.windowCount > 0, size > limit || (!mayRepeatTopics && indices[topic] != nil) { break }
            self.windowCount += 1
            if let index = indices[topic] {
                groups[index].append(entry)
            } else {
                indices[topic] = groups.count
                groups.append([entry])
            }
        }
        self.openTopics = groups.count
        return groups
    }

    /// Notes that the server has kept a message of the window, or never will.
    ///
    /// - Returns: Whether that is new.
    @discardableResult
    package mutating func noteDone(_ entry: Entry) -> Bool { self.done.insert(entry.number).inserted }

    /// Notes that the server has refused a message of the window for now.
    package mutating func noteRefused() { self.hasRefused = true }

    /// Notes that all messages of one topic of the window have been answered, of which each was noted.
    ///
    /// - Returns: Whether that was the last. If there is a pause now, ``resume()`` is to follow after some time.
    package mutating func endTopic() -> Bool {
        guard self.openTopics > 0 else { return false }
        self.openTopics -= 1
        guard self.openTopics == 0 else { return false }
        let mustPause = self.hasRefused
        self.rewind()
        self.flow = mustPause ? .paused : .open
        return true
    }

    /// Ends a pause: one message may be sent.
    package mutating func resume() {
        guard self.flow == .paused else { return }
        self.flow = .probing
    }

    /// All have to be sent, be it again, that are not known to be kept.
    package mutating func rewind() {
        var rest: [Entry] = []
        while self.windowCount > 0, let entry = self.popFirst() {
            if !self.done.contains(entry.number) { rest.append(entry) }
        }
        self.byteCount += rest.reduce(0) { $0 + $1.size }
        if self.queue.isEmpty {
            for entry in rest { self.queue.append(entry) }
        } else {
            for entry in rest.reversed() { self.queue.prepend(entry) }
        }
        (self.windowCount, self.openTopics, self.done, self.hasRefused, self.flow) = (0, 0, [], false, .open)
    }
}
