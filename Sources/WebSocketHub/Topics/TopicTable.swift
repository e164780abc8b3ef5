//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Containers
import Synchronization
import WebSockets

/// All topics and patterns that somebody listens to, and the topics that keep messages.
final class TopicTable: Sendable {
    let presenceReports: PresenceReports
    private let rules: [HistoryRule]
    private let maxKeptTopics: Int
    private let state = Mutex(State())

    private struct State {
        var topics: [ExactString: Topic] = [:]
        var patterns = PatternTree<[AudienceID]>()
        /// The topics that keep messages, each with a time for somebody to see whether it still does.
        var keeping = FIFO<(topic: Topic, time: ContinuousClock.Instant)>()
    }

    init(_ configuration: HubConfiguration) {
        self.rules = configuration.history
        self.maxKeptTopics = configuration.maxKeptTopics
        self.presenceReports = PresenceReports(configuration.onPresenceChange)
    }

    /// How many topics there are.
    var count: Int { self.state.withLock { $0.topics.count } }

    subscript(name: ExactString) -> Topic? {
        self.state.withLock { $0.topics[name] }
    }

    // MARK: Publishing

    /// Sends a message to all who listen to a topic.
    func publish(to name: ExactString, _ make: (MessageID?) -> Publication) {
        while true {
            let (topic, others) = self.state.withLock { state in
                self.sweep(&state)
                var others: [AudienceID] = []
                state.patterns.forEachMatch(of: name) { others += $0 }
                return (self.topic(name, in: &state, isNeeded: false), others)
            }
            guard let topic else {
                if !others.isEmpty {
                    make(nil).send(to: [], others)
                }
                return
            }
            guard !topic.publish(to: others, make) else { return }
        }
    }

    // MARK: Subscribing

    /// Counts a subscription in; see ``Topic/enter(_:as:from:)``.
    func enter(
        _ filter: TopicFilter,
        _ audience: AudienceID?,
        as member: Member?,
        from start: StartingPoint
    ) -> Topic.Beginning {
        guard !filter.isPattern else {
            if let audience {
                self.state.withLock { $0.patterns.update(filter) { $0 = ($0 ?? []) + [audience] } }
            }
            return Topic.Beginning()
        }
        while true {
            let topic = self.state.withLock { state in
                self.sweep(&state)
                return self.topic(filter.name, in: &state, isNeeded: true)
            }
            if let beginning = topic?.enter(audience, as: member, from: start) {
                return beginning
            }
        }
    }

    /// Counts a subscription off; see ``Topic/leave(_:as:)``.
    func leave(_ filter: TopicFilter, _ audience: AudienceID?, as member: Member?) {
        guard !filter.isPattern else {
            if let audience {
                self.removeFromPatterns(audience, filter)
            }
            return
        }
        guard let topic = self[filter.name] else { return }
        topic.leave(audience, as: member)
        if audience != nil, topic.rule == nil {
            let now = ContinuousClock.now
            self.state.withLock { state in
                if state.topics[topic.name] === topic, topic.endIfUnused(at: now) {
                    state.topics[topic.name] = nil
                }
            }
        }
    }

    private func removeFromPatterns(_ audience: AudienceID, _ filter: TopicFilter) {
        self.state.withLock { state in
            state.patterns.update(filter) { audiences in
                audiences?.removeAll { $0 == audience }
                audiences = audiences?.isEmpty == true ? nil : audiences
            }
        }
    }

    // MARK: Topics

    /// The topic of a name; a new one if it is needed or keeps messages.
    private func topic(_ name: ExactString, in state: inout State, isNeeded: Bool) -> Topic? {
        if let topic = state.topics[name] { return topic }
        let rule = self.rules.first { $0.filter.matches(name) }
        guard isNeeded || rule != nil else { return nil }
        let topic = Topic(name, keeping: rule, self.presenceReports)
        state.topics[name] = topic
        if let rule {
            state.keeping.append((topic, ContinuousClock.now + rule.maxAge))
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
                state.keeping.append((topic, now + rule.maxAge))
            }
        }
    }
}
