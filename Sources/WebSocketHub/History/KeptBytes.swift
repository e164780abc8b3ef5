//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// How many bytes the topics of a hub keep, each and all together, and which of them is to drop its oldest message when that is
/// too much: one of those that keep the most, to within a factor of two.
///
/// Topics are in groups by the base-2 logarithm of what they keep; the one that has been in the highest group for longest, or
/// took the place of one that has left it, gives way. So each change takes constant time, and a topic that keeps little loses
/// nothing because of others that keep much. To drop what is oldest of all topics would let one topic that is flooded empty all
/// others.
final class KeptBytes: Sendable {
    private let limit: Int
    private let state = Mutex(State())

    /// A topic's place in the account.
    struct Account: Sendable {
        fileprivate let index: Int
    }

    fileprivate struct State {
        var total = 0
        var dropped: UInt64 = 0
        var entries: [Entry] = []
        var freeEntries: [Int] = []
        /// The indices of entries: those of the topics that keep from 2 to the power of the group to twice as many bytes.
        var groups = [[Int]](repeating: [], count: Int.bitWidth)
    }

    fileprivate struct Entry {
        weak var topic: Topic?
        var size = 0
        /// Where the entry is in the group of its size, if that is not 0.
        var position = 0
    }

    /// Creates an account of nothing.
    ///
    /// - Parameter limit: The most bytes that all topics may keep.
    init(limit: Int) {
        self.limit = limit
    }

    /// How many bytes all topics keep.
    var total: Int { self.state.withLock { $0.total } }

    /// How many messages were dropped because they took too many bytes, their topic's or all topics'.
    var dropped: UInt64 { self.state.withLock { $0.dropped } }

    /// Opens an account for a topic, which keeps nothing yet; ``close(_:)`` has to follow.
    func open() -> Account {
        self.state.withLock { state in
            if let index = state.freeEntries.popLast() { return Account(index: index) }
            state.entries.append(Entry())
            return Account(index: state.entries.count - 1)
        }
    }

    /// Closes the account of a topic that keeps nothing any more.
    func close(_ account: Account) {
        self.state.withLock { state in
            state.setSize(account.index, 0)
            state.entries[account.index] = Entry()
            state.freeEntries.append(account.index)
        }
    }

    /// Notes what a topic keeps, called while the topic is locked.
    ///
    /// - Parameters:
    ///   - account: The topic's account.
    ///   - topic: The topic.
    ///   - size: What it keeps, in bytes.
    ///   - dropped: How many messages it has dropped since the last time because they took too many bytes.
    func note(_ account: Account, of topic: Topic, keeps size: Int, dropped: UInt64) {
        self.state.withLock { state in
            state.entries[account.index].topic = topic
            state.setSize(account.index, size)
            state.dropped += dropped
        }
    }

    /// Has topics drop their oldest messages until the rest is within the limit, called while no topic is locked.
    func enforceLimit() {
        while let topic = self.largestTopic() {
            topic.dropOldest()
        }
    }

    /// One of the topics that keep the most, if all keep too much.
    private func largestTopic() -> Topic? {
        self.state.withLock { state -> Topic? in
            while state.total > self.limit {
                guard let index = state.groups.last(where: { !$0.isEmpty })?.first else { return nil }
                if let topic = state.entries[index].topic { return topic }
                // It has ended with its hub.
                state.setSize(index, 0)
            }
            return nil
        }
    }
}

extension KeptBytes.State {
    mutating func setSize(_ index: Int, _ size: Int) {
        let before = self.entries[index].size
        self.total += size - before
        self.entries[index].size = size
        let (old, new) = (Self.group(of: before), Self.group(of: size))
        guard old != new else { return }
        if let old {
            let position = self.entries[index].position
            let last = self.groups[old].removeLast()
            if last != index {
                self.groups[old][position] = last
                self.entries[last].position = position
            }
        }
        if let new {
            self.entries[index].position = self.groups[new].count
            self.groups[new].append(index)
        }
    }

    private static func group(of size: Int) -> Int? {
        size > 0 ? Int.bitWidth - 1 - size.leadingZeroBitCount : nil
    }
}
