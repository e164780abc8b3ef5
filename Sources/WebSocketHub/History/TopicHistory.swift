//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Containers

/// The last messages of a topic.
package struct TopicHistory {
    private let rule: HistoryRule
    private let epoch = UInt64.random(in: 0 ... .max)
    private var entries = FIFO<Entry>()
    package private(set) var lastSequence: UInt64 = 0

    private struct Entry {
        let publication: Publication
        let time: ContinuousClock.Instant
    }

    /// Creates a history without messages.
    package init(_ rule: HistoryRule) {
        self.rule = rule
    }

    /// The id of the next message.
    package var nextID: MessageID { MessageID(epoch: self.epoch, sequence: self.lastSequence &+ 1) }

    /// Keeps a message, whose id must be the next.
    package mutating func append(_ publication: Publication, at now: ContinuousClock.Instant) {
        self.lastSequence &+= 1
        self.entries.append(Entry(publication: publication, time: now))
        self.trim(at: now)
    }

    /// Drops what has been kept for long enough.
    package mutating func trim(at now: ContinuousClock.Instant) {
        while let oldest = self.entries.first,
            self.entries.count > self.rule.maxMessages || oldest.time + self.rule.maxAge <= now
        {
            _ = self.entries.popFirst()
        }
    }

    /// Whether it keeps nothing.
    package var isEmpty: Bool { self.entries.isEmpty }

    /// What has come after a message.
    ///
    /// - Parameter id: The message.
    /// - Returns: All messages after it that are kept, and whether none is missing.
    package func messages(after id: MessageID) -> (messages: [Publication], isComplete: Bool) {
        let firstKept = self.lastSequence &- UInt64(self.entries.count) &+ 1
        // What has not been published cannot have been seen.
        guard id.epoch == self.epoch, id.sequence <= self.lastSequence else {
            return (self.messages(droppingFirst: 0), false)
        }
        guard id.sequence &+ 1 >= firstKept else {
            return (self.messages(droppingFirst: 0), false)
        }
        return (self.messages(droppingFirst: Int(clamping: id.sequence &+ 1 &- firstKept)), true)
    }

    /// The last messages, the oldest first.
    package func last(_ count: Int) -> [Publication] {
        self.messages(droppingFirst: self.entries.count - min(max(0, count), self.entries.count))
    }

    private func messages(droppingFirst count: Int) -> [Publication] {
        (min(count, self.entries.count)..<self.entries.count).map { self.entries[$0].publication }
    }
}
