//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSockets

/// The last messages of a topic, in the order in which they have come to this node.
package struct TopicHistory {
    /// Makes what the subscribers of this node get of a message that another has published.
    package typealias Reader = (SharedMessage, Hub.MessageID, _ order: UInt64) -> Publication?

    private let rule: Hub.HistoryRule
    /// For how long a message is kept.
    private let maxAge: Duration
    private let node: UInt64
    private var entries = FIFO<Entry>()
    /// What the messages take, in bytes.
    package private(set) var byteCount = 0
    /// How many messages were dropped because they took too many bytes, their topic's or all topics'.
    package private(set) var droppedForBytes: UInt64 = 0
    /// Counts what has come.
    package private(set) var lastOrder: UInt64 = 0
    /// The number of this node's last message; 0 if it has published none.
    private var lastNumber: UInt64 = 0
    /// The largest that it may have given in an earlier life of the topic.
    private let earlierNumber: UInt64

    // What is kept for all nodes, where there are others.

    /// How far this node has heard of it, in which epoch.
    private(set) var position = StreamPosition.beginning
    /// The epoch before, if it ended by the age of all messages while this node heard of all: then its ids are good.
    private var endedEpoch: UInt32?
    /// When this node last heard of a message there.
    private var lastHeard: ContinuousClock.Instant?
    /// Whether messages that were kept there have been lost, which has not been told.
    private var hasLost = false
    /// The last that each of the other nodes has published, as one that is not sure whether a message got there sends it again.
    private var lastNumbers: [UInt64: UInt64] = [:]
    /// Where those of this node's messages are that are both here and there.
    private var places = FIFO<(number: UInt64, position: StreamPosition)>()
    /// The number of this node's last message that is there.
    private var lastPlaced: UInt64 = 0
    /// The number of its last message that this node has heard of like others.
    private var lastEchoed: UInt64 = 0
    /// Whether this node has heard others since the topic is there.
    private(set) var hasHeardOthers = false
    /// What was there when this node began to hear others, and went to none of its subscribers.
    private var merged = StreamPosition.beginning

    // What is not here any more.

    /// All that is there behind this position is here.
    private var floor = StreamPosition.beginning
    /// All that this node has published after this number is here.
    private var numberFloor: UInt64

    private struct Entry {
        let publication: Publication
        let time: ContinuousClock.Instant
    }

    /// Creates a history without messages.
    ///
    /// - Parameters:
    ///   - rule: What it keeps.
    ///   - node: The node that this is.
    ///   - number: The number of the last message that the node has published.
    package init(_ rule: Hub.HistoryRule, of node: UInt64, after number: UInt64) {
        self.rule = rule
        self.maxAge = rule.maxAge.bounded
        self.node = node
        self.earlierNumber = number
        self.numberFloor = number
    }

    // MARK: Adding

    /// Keeps a message that this node publishes.
    ///
    /// - Parameters:
    ///   - number: Its number, larger than those before.
    ///   - now: The time.
    ///   - make: Makes it, with its id and its order.
    /// - Returns: The message.
    package mutating func append(
        _ number: UInt64,
        at now: ContinuousClock.Instant,
        _ make: (Hub.MessageID, _ order: UInt64) -> Publication
    ) -> Publication {
        self.lastNumber = number
        self.lastOrder &+= 1
        let publication = make(Hub.MessageID(node: self.node, number: number, position: self.position), self.lastOrder)
        self.keep(publication, at: now)
        return publication
    }

    /// Keeps a message that has come from another node.
    ///
    /// - Returns: The message; `nil` if it has come before, or is this node's own.
    package mutating func receive(
        _ entry: StreamEntry,
        at now: ContinuousClock.Instant,
        _ read: Reader
    ) -> Publication? {
        if entry.position.epoch != self.position.epoch {
            self.readd(self.beginEpoch(at: entry.position, now))
        }
        guard entry.position > self.position else { return nil }
        self.position = entry.position
        // All that is kept behind it will arrive.
        self.floor = min(self.floor, entry.position)
        self.lastHeard = now
        let message = entry.message
        guard message.node != self.node else {
            self.lastEchoed = message.number
            self.notePlace(message.number, entry.position)
            return nil
        }
        guard message.number > self.lastNumbers[message.node, default: 0] else { return nil }
        self.lastNumbers[message.node] = message.number
        // What the position says needs not be said by the number.
        let number = self.lastNumber > self.lastEchoed ? self.lastNumber : 0
        let id = Hub.MessageID(node: self.node, number: number, position: entry.position)
        guard let publication = read(message, id, self.lastOrder &+ 1) else { return nil }
        self.lastOrder &+= 1
        self.keep(publication, at: now)
        return publication
    }

    /// Whether a message that arrives is one that was there when this node began to hear others.
    package func hasAbsorbed(_ entry: StreamEntry) -> Bool {
        entry.position.epoch == self.merged.epoch && entry.position <= self.merged
    }

    /// Notes where a message of this node is among those that are kept for all.
    package mutating func place(_ number: UInt64, at position: StreamPosition, _ now: ContinuousClock.Instant) {
        if self.hasHeardOthers, position.epoch != self.position.epoch {
            self.readd(self.beginEpoch(at: position, now))
        }
        self.notePlace(number, position)
    }

    private mutating func notePlace(_ number: UInt64, _ position: StreamPosition) {
        guard number > self.lastPlaced else { return }
        self.lastPlaced = number
        if number <= self.numberFloor {
            self.floor = max(self.floor, position)
        } else {
            self.places.append((number, position))
        }
    }

    private mutating func keep(_ publication: Publication, at now: ContinuousClock.Instant) {
        self.add(Entry(publication: publication, time: now))
        self.trim(at: now)
    }

    private mutating func add(_ entry: Entry) {
        self.entries.append(entry)
        self.byteCount += entry.publication.size
    }

    private mutating func popFirst() -> Entry? {
        guard let entry = self.entries.popFirst() else { return nil }
        self.byteCount -= entry.publication.size
        return entry
    }

    /// Drops what has been kept for long enough, or is too much.
    package mutating func trim(at now: ContinuousClock.Instant) {
        while let oldest = self.entries.first {
            if self.entries.count > self.rule.maxMessages || oldest.time + self.maxAge <= now {
                self.dropOldest()
            } else if self.byteCount > self.rule.maxBytes {
                self.dropOldestForBytes()
            } else {
                return
            }
        }
    }

    private mutating func dropOldest() {
        guard let oldest = self.popFirst() else { return }
        self.noteDropped(oldest.publication)
    }

    /// Drops the oldest message, if there is one, because the messages take too many bytes.
    package mutating func dropOldestForBytes() {
        guard !self.entries.isEmpty else { return }
        self.dropOldest()
        self.droppedForBytes += 1
    }

    private mutating func noteDropped(_ publication: Publication) {
        guard let origin = publication.origin, origin.node == self.node else {
            self.floor = max(self.floor, publication.id?.position ?? self.floor)
            return
        }
        while let (number, position) = self.places.first, number <= origin.number {
            _ = self.places.popFirst()
            self.floor = max(self.floor, position)
        }
        if origin.number > self.lastPlaced {
            self.numberFloor = max(self.numberFloor, origin.number)
        }
    }

    // MARK: What others keep

    /// Takes what is kept for all nodes in place of what is here, as this node begins to hear others.
    package mutating func replace(by snapshot: StreamSnapshot, at now: ContinuousClock.Instant, _ read: Reader) {
        let lastThere = snapshot.entries.last { $0.message.node == self.node }?.message.number ?? 0
        self.lastPlaced = max(self.lastPlaced, lastThere)
        self.lastEchoed = self.lastPlaced
        let waiting = self.takeAll(after: self.lastPlaced)
        self.hasHeardOthers = true
        self.endedEpoch = nil
        self.floor = snapshot.since
        self.numberFloor = 0
        self.lastNumbers = [:]
        self.places.removeAll()
        for entry in snapshot.entries where entry.message.number > self.lastNumbers[entry.message.node, default: 0] {
            self.lastNumbers[entry.message.node] = entry.message.number
            self.merge(entry, at: now, read)
        }
        self.merged = snapshot.entries.last?.position ?? .beginning
        self.position = max(self.merged, snapshot.through)
        self.lastHeard = snapshot.entries.isEmpty ? nil : now
        for entry in waiting {
            // They come behind the others now, as their ids have to say.
            let id = Hub.MessageID(
                node: self.node,
                number: entry.publication.origin?.number ?? 0,
                position: self.position
            )
            if let publication = read(entry.publication.shared, id, entry.publication.order) {
                self.add(Entry(publication: publication, time: entry.time))
            }
        }
        self.trim(at: now)
    }

    /// Keeps what is there and goes to none of this node's subscribers.
    private mutating func merge(_ entry: StreamEntry, at now: ContinuousClock.Instant, _ read: Reader) {
        if entry.message.node == self.node {
            self.places.append((entry.message.number, entry.position))
        }
        let id = Hub.MessageID(node: self.node, number: 0, position: entry.position)
        if let publication = read(entry.message, id, self.lastOrder) {
            self.add(Entry(publication: publication, time: now))
        }
    }

    /// Removes all messages.
    ///
    /// - Returns: Those of this node after a number.
    private mutating func takeAll(after number: UInt64) -> [Entry] {
        var taken: [Entry] = []
        while let entry = self.popFirst() {
            if let origin = entry.publication.origin, origin.node == self.node, origin.number > number {
                taken.append(entry)
            }
        }
        return taken
    }

    private mutating func readd(_ entries: [Entry]) {
        for entry in entries {
            self.add(entry)
        }
    }

    /// Gives up what is not kept for all nodes any more: what is kept now is of another epoch.
    ///
    /// - Parameters:
    ///   - position: A place of the new epoch.
    ///   - now: The time.
    /// - Returns: The messages of this node that had no place, which are still to be kept.
    private mutating func beginEpoch(at position: StreamPosition, _ now: ContinuousClock.Instant) -> [Entry] {
        // Otherwise all was dropped there by its age.
        let isLoss = self.lastHeard.map { now < $0 + self.maxAge } ?? false
        self.hasLost = self.hasLost || isLoss
        // Of an unknown epoch this node may not have heard all.
        let isComplete = !isLoss && self.position.epoch != 0
        self.endedEpoch = isComplete ? self.position.epoch : nil
        let beginning = StreamPosition(0, 0, epoch: position.epoch)
        self.floor = isComplete ? beginning : position
        self.numberFloor = 0
        self.places.removeAll()
        self.merged = beginning
        self.position = beginning
        self.lastHeard = nil
        return self.takeAll(after: self.lastPlaced)
    }

    /// Whether messages have been lost since the last call that should be kept for all nodes.
    package mutating func takeLoss() -> Bool {
        defer { self.hasLost = false }
        return self.hasLost
    }

    /// Whether a snapshot, of which nothing could be read, tells less than what is here already.
    package func learnsNothing(from snapshot: StreamSnapshot) -> Bool {
        self.hasHeardOthers && self.position.epoch != 0 && snapshot.epoch == 0 && snapshot.entries.isEmpty
    }

    /// Takes what has come meanwhile, as this node hears others again.
    ///
    /// - Parameters:
    ///   - snapshot: What is kept.
    ///   - isNew: Whether the topic was not attached before, so that messages that arrive again are for subscribers to patterns.
    ///   - now: The time.
    ///   - read: Makes what subscribers get.
    /// - Returns: What is new here, and whether that is all that has come.
    package mutating func catchUp(
        _ snapshot: StreamSnapshot,
        isNew: Bool = false,
        at now: ContinuousClock.Instant,
        _ read: Reader
    ) -> (messages: [Publication], isComplete: Bool) {
        defer {
            if isNew { self.merged = snapshot.entries.last?.position ?? self.merged }
        }
        guard !self.learnsNothing(from: snapshot) else {
            // Messages up to the next that arrives may be missing.
            self.floor = StreamPosition(.max, .max, epoch: self.position.epoch)
            return ([], false)
        }
        guard snapshot.epoch == self.position.epoch else {
            return (self.beginEpoch(by: snapshot, at: now, read), false)
        }
        let isComplete = snapshot.since <= self.position && !self.takeLoss()
        if snapshot.since > self.position {
            self.floor = max(self.floor, snapshot.since)
        }
        let messages = snapshot.entries.compactMap { self.receive($0, at: now, read) }
        return (messages, isComplete)
    }

    /// Takes what is kept in another epoch, as this node hears others again.
    ///
    /// - Returns: What is new here.
    private mutating func beginEpoch(
        by snapshot: StreamSnapshot,
        at now: ContinuousClock.Instant,
        _ read: Reader
    ) -> [Publication] {
        let waiting = self.beginEpoch(at: snapshot.through, now)
        self.endedEpoch = nil
        self.hasLost = false
        self.floor = snapshot.since
        let lastPlaced = self.lastPlaced
        var messages: [Publication] = []
        for entry in snapshot.entries {
            let message = entry.message
            let isKnown =
                message.number <= (message.node == self.node ? lastPlaced : self.lastNumbers[message.node, default: 0])
            if let publication = self.receive(entry, at: now, read) {
                messages.append(publication)
            } else if isKnown {
                self.merge(entry, at: now, read)
            }
        }
        self.position = max(self.position, snapshot.through)
        self.readd(waiting)
        self.trim(at: now)
        return messages
    }

    // MARK: Looking

    /// Whether it keeps nothing.
    package var isEmpty: Bool { self.entries.isEmpty }

    /// Whether all that a client has seen has been heard of here, or never will be.
    package func hasHeard(_ id: Hub.MessageID) -> Bool {
        guard self.hasHeardOthers, id.node != self.node, id.position.epoch == self.position.epoch,
            id.position >= self.floor
        else { return true }
        return id.position <= self.position && id.number <= self.lastNumbers[id.node, default: 0]
    }

    /// What has come after a message.
    ///
    /// - Parameter id: The message.
    /// - Returns: All messages after it that are kept, and whether none is missing.
    package func messages(after id: Hub.MessageID) -> (messages: [Publication], isComplete: Bool) {
        let isOwn = id.node == self.node
        let epoch = self.position.epoch
        let isOfEpoch = id.position.epoch == epoch || id.position.epoch == self.endedEpoch
        // All of this epoch comes after all of others.
        let position = id.position.epoch == epoch ? id.position : StreamPosition(0, 0, epoch: epoch)
        // What has not been published cannot have been seen.
        guard isOwn ? id.number <= max(self.lastNumber, self.earlierNumber) : self.hasHeardOthers else {
            return (self.last(.max), false)
        }
        var places = self.places
        let messages = self.last(.max).filter { publication in
            guard let origin = publication.origin else { return true }
            guard origin.node != id.node || origin.number > id.number else { return false }
            guard origin.node == self.node else { return publication.id.map { $0.position > position } ?? true }
            while let place = places.first, place.number < origin.number {
                _ = places.popFirst()
            }
            guard let place = places.first, place.number == origin.number else { return true }
            return place.position > position
        }
        let hasOwn =
            (isOwn && id.number >= self.numberFloor) || (self.hasHeardOthers && self.numberFloor <= self.lastPlaced)
        return (messages, isOfEpoch && position >= self.floor && hasOwn)
    }

    /// The last messages, the oldest first.
    package func last(_ count: Int) -> [Publication] {
        let first = self.entries.count - min(max(0, count), self.entries.count)
        return (first..<self.entries.count).map { self.entries[$0].publication }
    }
}
