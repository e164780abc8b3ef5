//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WSBase
import WebSockets

/// Does in a hub what its backplane tells, and knows who waits for that.
final class BackplaneReceiver: BackplaneListener {
    private let topics: TopicTable
    private let onEvent: (@Sendable (Hub.BackplaneEvent) -> Void)?
    private let state = Mutex(State())

    private struct State {
        /// Whether the hub goes on alone.
        var isLost = false
        /// Whether it does so for ever, as it has been shut down.
        var hasEnded = false
        /// In how many topics and patterns something is missing since it did.
        var gaps = 0
        var waiting: [Hub.TopicFilter: [Waiter]] = [:]
        /// The topics and patterns of which nothing arrives, as the server refuses them.
        var refused: Set<Hub.TopicFilter> = []
        var refusalEvents = EventWindow()
        var counts = Counts()

        mutating func noteGap() {
            self.gaps += 1
            self.counts.gaps += 1
        }
    }

    /// A task that waits until a topic or a pattern is attached, or a topic has what a client has seen elsewhere.
    ///
    /// The wait ends with whether that is so.
    private struct Waiter {
        let id: Hub.MessageID?
        let wait: BoundedWait<Bool>
    }

    /// How long to wait for what others publish to arrive.
    private let timeout: Duration

    /// What has been counted.
    struct Counts {
        var received: UInt64 = 0
        var losses: UInt64 = 0
        var gaps: UInt64 = 0
        var unsent: UInt64 = 0
        var refused: UInt64 = 0
    }

    /// Lets ten events through in a second: what a server refuses may be what clients ask for.
    private struct EventWindow {
        private var end: ContinuousClock.Instant?
        private var count = 0

        /// Counts an event; returns whether it is to be told.
        mutating func admit(at now: ContinuousClock.Instant) -> Bool {
            if self.end.map({ now >= $0 }) ?? true {
                self.end = now + .seconds(1)
                self.count = 0
            }
            self.count += 1
            return self.count <= 10
        }
    }

    init(_ topics: TopicTable, _ configuration: Hub.Configuration) {
        self.topics = topics
        self.onEvent = configuration.onBackplaneEvent
        self.timeout = configuration.backplaneTimeout.bounded
    }

    var counts: Counts { self.state.withLock { $0.counts } }

    /// Whether what others publish does not arrive.
    var isLost: Bool { self.state.withLock { $0.isLost } }

    // MARK: Visiting

    /// Whether there may be others.
    var isShared: Bool { self.topics.node.backplane.isShared }

    /// Waits until what others publish to a topic or a pattern arrives, or will as soon as it can; ``release(_:)`` must follow.
    ///
    /// The wait ends when the hub loses its way to the others, after ``Hub/Configuration/backplaneTimeout``, or when the task is
    /// cancelled.
    ///
    /// - Parameters:
    ///   - filter: The topic or the pattern.
    ///   - start: What a client has seen of the topic, which then has been heard of here, too, unless its node is gone.
    ///   - isolation: Whose caller waits.
    /// - Returns: Whether the task was not cancelled while it waited.
    @discardableResult
    func beginVisit(
        _ filter: Hub.TopicFilter,
        from start: Hub.StartingPoint = .now,
        isolation: isolated (any Actor)? = #isolation
    ) async -> Bool {
        guard self.isShared else { return true }
        self.topics.retain(filter)
        let deadline = ContinuousClock.now + self.timeout
        guard await self.wait(for: filter, nil, until: deadline) else { return !Task.isCancelled }
        if case .after(let id) = start, self.topics[filter.name]?.hasHeard(id) == false,
            await !self.wait(for: filter, id, until: deadline)
        {
            return !Task.isCancelled
        }
        return true
    }

    /// Ends what has begun with ``beginVisit(_:from:isolation:)``: somebody has subscribed by now, or has seen enough.
    func release(_ filter: Hub.TopicFilter) {
        guard self.isShared else { return }
        self.topics.release(filter)
    }

    /// - Returns: Whether the topic or the pattern is as it should be, or the hub is alone.
    private func wait(
        for filter: Hub.TopicFilter,
        _ id: Hub.MessageID?,
        until deadline: ContinuousClock.Instant,
        isolation: isolated (any Actor)? = #isolation
    ) async -> Bool {
        let (isReachedAlready, wait) = self.state.withLock { state -> (Bool, BoundedWait<Bool>?) in
            guard !state.isLost, !self.isReached(filter, id) else { return (true, nil) }
            guard !state.refused.contains(filter) else { return (false, nil) }
            let wait = BoundedWait<Bool>()
            state.waiting[filter, default: []].append(Waiter(id: id, wait: wait))
            return (false, wait)
        }
        guard let wait else { return isReachedAlready }
        let isReached = await wait.value(until: deadline, otherwise: false)
        if !isReached {
            _ = self.take(filter, where: { $0.wait === wait })
        }
        return isReached
    }

    private func isReached(_ filter: Hub.TopicFilter, _ id: Hub.MessageID?) -> Bool {
        guard let id else { return self.topics.isAttached(filter) }
        return self.topics[filter.name]?.hasHeard(id) ?? true
    }

    private func resume(_ filter: Hub.TopicFilter) {
        for waiter in self.take(filter, where: { self.isReached(filter, $0.id) }) {
            waiter.wait.end(true)
        }
    }

    /// Removes waiters.
    ///
    /// - Returns: Those removed.
    private func take(_ filter: Hub.TopicFilter, where isTaken: (Waiter) -> Bool) -> [Waiter] {
        self.state.withLock { state -> [Waiter] in
            guard let all = state.waiting.removeValue(forKey: filter) else { return [] }
            var (taken, others): ([Waiter], [Waiter]) = ([], [])
            for waiter in all {
                // Asked once, as the answer may change meanwhile.
                if isTaken(waiter) { taken.append(waiter) } else { others.append(waiter) }
            }
            state.waiting[filter] = others.isEmpty ? nil : others
            return taken
        }
    }

    // MARK: BackplaneListener

    func attached(_ filter: Hub.TopicFilter, _ snapshot: StreamSnapshot?) {
        let isComplete = self.topics.attach(filter, snapshot)
        self.state.withLock { state in
            state.refused.remove(filter)
            if !isComplete { state.noteGap() }
        }
        self.resume(filter)
    }

    func received(_ message: SharedMessage, at position: StreamPosition?) {
        let isComplete = self.topics.receive(message, at: position)
        let filter = Hub.TopicFilter(knownTopic: ExactString(message.topic))
        let isWaitedFor = self.state.withLock { state in
            state.counts.received += 1
            if !isComplete { state.noteGap() }
            return !state.waiting.isEmpty && state.waiting[filter] != nil
        }
        if isWaitedFor {
            self.resume(filter)
        }
    }

    func kept(_ topic: String, _ number: UInt64, at position: StreamPosition) {
        self.topics[ExactString(topic)]?.place(number, at: position)
    }

    func presenceChanged(_ change: Hub.PresenceChange) {
        self.topics.node.presenceReports.append(change)
    }

    func lost(_ reason: String) {
        let isNews = self.state.withLock { state in
            guard !state.isLost else { return false }
            state.isLost = true
            state.gaps = 0
            state.counts.losses += 1
            return true
        }
        self.endWaits()
        if isNews {
            self.onEvent?(.lost(reason: reason))
        }
    }

    /// Ends all waits, for the hub is alone.
    private func endWaits() {
        let waiting = self.state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting.values.flatMap { $0 }
        }
        for waiter in waiting {
            waiter.wait.end(true)
        }
    }

    /// Lets the hub go on alone after its shutdown, which is not a loss.
    func end() {
        guard self.isShared else { return }
        self.state.withLock { state in
            (state.isLost, state.hasEnded) = (true, true)
        }
        self.endWaits()
    }

    func restored() {
        let gaps = self.state.withLock { state -> Int? in
            guard !state.hasEnded else { return nil }
            state.isLost = false
            return state.gaps
        }
        if let gaps {
            self.onEvent?(.restored(gaps: gaps))
        }
    }

    func refused(_ request: Hub.BackplaneRequest, _ filter: Hub.TopicFilter, _ reason: String?) {
        let isToBeTold = self.state.withLock { state in
            guard reason != nil else {
                state.refused.remove(filter)
                return false
            }
            if request == .subscribing {
                state.refused.insert(filter)
            }
            state.counts.refused += 1
            return state.refusalEvents.admit(at: ContinuousClock.now)
        }
        if request == .subscribing, reason != nil {
            // Subscribers get what is published here.
            for waiter in self.take(filter, where: { _ in true }) {
                waiter.wait.end(false)
            }
        }
        if isToBeTold, let reason {
            self.onEvent?(.refused(request, filter, reason: reason))
        }
    }

    func dropped(_ count: Int) {
        self.state.withLock { $0.counts.unsent += UInt64(clamping: count) }
    }
}
