//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WSBase
import WebSockets

/// All topics and patterns that somebody listens to, and the topics that keep messages.
final class TopicTable: Sendable {
    let node: Node
    /// How many bytes may wait for a subscription whose peer is slow.
    let maxWaitingBytes: Int
    private let rules: [Hub.HistoryRule]
    private let maxKeptTopics: Int
    private let state = Mutex(State())

    private struct State {
        var topics: [ExactString: Topic] = [:]
        var patterns = PatternTree<[SubscriptionGroup]>()
        /// The topics that keep messages, each with a time for somebody to see whether it still does.
        var keeping = FIFO<(topic: Topic, time: ContinuousClock.Instant)>()
        /// The patterns that somebody uses here, where there are other nodes.
        var sharedPatterns: [Hub.TopicFilter: SharedPattern] = [:]
    }

    private struct SharedPattern {
        /// Audiences, and those who are about to subscribe.
        var userCount = 0
        /// Whether all that others publish arrives.
        var isAttached = false
    }

    init(_ configuration: Hub.Configuration) {
        self.maxWaitingBytes = configuration.maxWaitingBytes
        self.rules = configuration.history
        self.maxKeptTopics = configuration.maxKeptTopics
        self.node = Node(configuration)
    }

    /// How many topics there are.
    var count: Int { self.state.withLock { $0.topics.count } }

    subscript(name: ExactString) -> Topic? {
        self.state.withLock { $0.topics[name] }
    }

    // MARK: Publishing

    /// Sends a message to all who listen to its topic, here and elsewhere.
    func publish(_ pendingPublication: PendingPublication) {
        while true {
            let (topic, others) = self.state.withLock { state in
                self.sweep(&state)
                return (
                    self.topic(pendingPublication.topic, in: &state, isNeeded: false),
                    Self.others(pendingPublication.topic, in: state)
                )
            }
            guard let topic else {
                if !others.isEmpty {
                    pendingPublication.publication().send(to: [], others)
                }
                self.node.share(pendingPublication)
                return
            }
            guard !topic.publish(pendingPublication, to: others) else { return }
        }
    }

    /// Sends what another node has published to all who listen here; see ``Topic/receive(_:at:to:)``.
    func receive(_ message: SharedMessage, at position: StreamPosition?) -> Bool {
        let name = ExactString(message.topic)
        let (topic, others) = self.state.withLock { ($0.topics[name], Self.others(name, in: $0)) }
        if let topic, topic.isAttached {
            return topic.receive(message, at: position, to: others)
        }
        if !others.isEmpty {
            self.node.read(message)?.post(to: [], others)
        }
        return true
    }

    /// Goes on with what others publish; see ``Topic/attach(_:to:)``.
    func attach(_ filter: Hub.TopicFilter, _ snapshot: StreamSnapshot?) -> Bool {
        guard !filter.isPattern else {
            return self.state.withLock { state in
                let wasAttached = state.sharedPatterns[filter]?.isAttached ?? false
                state.sharedPatterns[filter]?.isAttached = true
                return !wasAttached
            }
        }
        let (topic, others) = self.state.withLock { ($0.topics[filter.name], Self.others(filter.name, in: $0)) }
        return topic?.attach(snapshot, to: others) ?? true
    }

    /// Whether all that others publish arrives.
    func isAttached(_ filter: Hub.TopicFilter) -> Bool {
        guard !filter.isPattern else { return self.state.withLock { $0.sharedPatterns[filter]?.isAttached ?? false } }
        return self[filter.name]?.isAttached ?? false
    }

    /// Those who listen to a topic because of a pattern.
    private static func others(_ name: ExactString, in state: borrowing State) -> [SubscriptionGroup] {
        var others: [SubscriptionGroup] = []
        state.patterns.forEachMatch(of: name) { others += $0 }
        return others
    }

    // MARK: Subscribing

    /// Counts a subscription in; see ``Topic/enter(_:as:from:)``.
    func enter(
        _ filter: Hub.TopicFilter,
        _ group: SubscriptionGroup?,
        as member: Hub.Member?,
        from start: Hub.StartingPoint
    ) -> Topic.SubscriptionStart {
        guard !filter.isPattern else {
            if let group {
                self.state.withLock { state in
                    state.patterns.update(filter) { $0 = ($0 ?? []) + [group] }
                    self.use(filter, &state, 1)
                }
            }
            return Topic.SubscriptionStart()
        }
        while true {
            let topic = self.state.withLock { state in
                self.sweep(&state)
                return self.topic(filter.name, in: &state, isNeeded: true)
            }
            if let beginning = topic?.enter(group, as: member, from: start) {
                return beginning
            }
        }
    }

    /// Counts a subscription off; see ``Topic/leave(_:as:)``.
    func leave(_ filter: Hub.TopicFilter, _ group: SubscriptionGroup?, as member: Hub.Member?) {
        guard !filter.isPattern else {
            if let group {
                self.removeFromPatterns(group, filter)
            }
            return
        }
        guard let topic = self[filter.name] else { return }
        topic.leave(group, as: member)
        if group != nil {
            self.removeIfUnused(topic)
        }
    }

    private func removeIfUnused(_ topic: Topic) {
        guard topic.rule == nil else { return }
        let now = ContinuousClock.now
        self.state.withLock { state in
            if state.topics[topic.name] === topic, topic.endIfUnused(at: now) {
                state.topics[topic.name] = nil
            }
        }
    }

    private func removeFromPatterns(_ group: SubscriptionGroup, _ filter: Hub.TopicFilter) {
        self.state.withLock { state in
            state.patterns.update(filter) { groups in
                groups?.removeAll { $0 === group }
                groups = groups?.isEmpty == true ? nil : groups
            }
            self.use(filter, &state, -1)
        }
    }

    /// Counts somebody in or off who uses a pattern, and listens to others while somebody does.
    private func use(_ pattern: Hub.TopicFilter, _ state: inout State, _ change: Int) {
        guard self.node.backplane.isShared else { return }
        var shared = state.sharedPatterns[pattern] ?? SharedPattern()
        let wasInUse = shared.userCount > 0
        shared.userCount += change
        let isInUse = shared.userCount > 0
        state.sharedPatterns[pattern] = isInUse ? shared : nil
        guard isInUse != wasInUse else { return }
        // While it is locked, so that it is last asked for what was last wanted.
        if isInUse {
            self.node.backplane.attach(pattern, keeping: nil)
        } else {
            self.node.backplane.detach(pattern)
        }
    }

    // MARK: Visiting

    /// Counts somebody in who is about to subscribe or to look, so that others are listened to.
    func retain(_ filter: Hub.TopicFilter) {
        guard !filter.isPattern else {
            self.state.withLock { self.use(filter, &$0, 1) }
            return
        }
        while true {
            let topic = self.state.withLock { state in
                self.sweep(&state)
                return self.topic(filter.name, in: &state, isNeeded: true)
            }
            guard topic?.retain() != true else { return }
        }
    }

    /// Counts a visitor off.
    func release(_ filter: Hub.TopicFilter) {
        guard !filter.isPattern else {
            self.state.withLock { self.use(filter, &$0, -1) }
            return
        }
        guard let topic = self[filter.name] else { return }
        topic.release()
        self.removeIfUnused(topic)
    }

    // MARK: Topics

    /// The topic of a name; a new one if it is needed or keeps messages.
    private func topic(_ name: ExactString, in state: inout State, isNeeded: Bool) -> Topic? {
        if let topic = state.topics[name] { return topic }
        let rule = self.rules.first { $0.filter.matches(name) }
        guard isNeeded || rule != nil else { return nil }
        let topic = Topic(name, keeping: rule, self.node)
        state.topics[name] = topic
        if let rule {
            state.keeping.append((topic, ContinuousClock.now + rule.maxAge.bounded))
        }
        return topic
    }

    /// Takes topics out that keep nothing any more, or are too many: two at most whenever somebody comes, more than come with
    /// them.
    private func sweep(_ state: inout State) {
        guard !state.keeping.isEmpty else { return }
        let now = ContinuousClock.now
        for _ in 0..<2 {
            let isTooMany = state.keeping.count > self.maxKeptTopics
            guard let (topic, time) = state.keeping.first, isTooMany || time <= now, let rule = topic.rule else {
                return
            }
            _ = state.keeping.popFirst()
            if topic.endIfUnused(at: now, evenIfItKeeps: isTooMany) {
                state.topics[topic.name] = nil
            } else {
                state.keeping.append((topic, now + rule.maxAge.bounded))
            }
        }
    }
}
