//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// Does in a hub what its backplane tells, and knows who waits for that.
final class BackplaneReceiver: BackplaneListener {
    private let topics: TopicTable
    private let onEvent: (@Sendable (BackplaneEvent) -> Void)?
    private let state = Mutex(State())

    private struct State {
        /// Whether the hub goes on alone.
        var isLost = false
        /// In how many topics and patterns something is missing since it did.
        var gaps = 0
        var waiting: [TopicFilter: [Waiter]] = [:]
        var lastWaiter: UInt64 = 0
        var counts = Counts()
    }

    /// Somebody who waits until a topic or a pattern is attached, or a topic is as far as a client who comes back.
    private struct Waiter {
        let number: UInt64
        let id: MessageID?
        let continuation: CheckedContinuation<Void, Never>
    }

    /// How long to wait for what a client has seen by a node that may be gone.
    private static let patience = Duration.seconds(5)

    /// What has been counted.
    struct Counts {
        var received: UInt64 = 0
        var losses: UInt64 = 0
        var gaps: UInt64 = 0
        var unsent: UInt64 = 0
    }

    init(_ topics: TopicTable, _ onEvent: (@Sendable (BackplaneEvent) -> Void)?) {
        self.topics = topics
        self.onEvent = onEvent
    }

    var counts: Counts { self.state.withLock { $0.counts } }

    /// Whether what others publish does not arrive.
    var isLost: Bool { self.state.withLock { $0.isLost } }

    // MARK: Visiting

    /// Whether there may be others.
    var isShared: Bool { self.topics.node.backplane.isShared }

    /// Waits until what others publish to a topic or a pattern arrives, or will as soon as it can; ``endVisit(_:)`` must follow.
    ///
    /// - Parameters:
    ///   - filter: The topic or the pattern.
    ///   - start: What a client has seen of the topic, which then has been heard of here, too, unless its node is gone.
    ///   - isolation: Whose caller waits.
    func beginVisit(
        _ filter: TopicFilter,
        from start: StartingPoint = .now,
        isolation: isolated (any Actor)? = #isolation
    ) async {
        guard self.isShared else { return }
        self.topics.visit(filter)
        await self.wait(for: filter, nil)
        if case .after(let id) = start, self.topics[filter.name]?.hasHeard(id) == false {
            await self.wait(for: filter, id)
        }
    }

    /// Ends what has begun with ``beginVisit(_:from:isolation:)``: somebody has subscribed by now, or has seen enough.
    func endVisit(_ filter: TopicFilter) {
        guard self.isShared else { return }
        self.topics.endVisit(filter)
    }

    private func wait(for filter: TopicFilter, _ id: MessageID?, isolation: isolated (any Actor)? = #isolation) async {
        await withCheckedContinuation { continuation in
            let number = self.state.withLock { state -> UInt64? in
                guard !state.isLost, !self.isReached(filter, id) else { return nil }
                state.lastWaiter += 1
                let waiter = Waiter(number: state.lastWaiter, id: id, continuation: continuation)
                state.waiting[filter, default: []].append(waiter)
                return waiter.number
            }
            guard let number else {
                continuation.resume()
                return
            }
            guard id != nil else { return }
            Task {
                try? await Task.sleep(for: Self.patience)
                self.resume(filter) { $0.number == number }
            }
        }
    }

    private func isReached(_ filter: TopicFilter, _ id: MessageID?) -> Bool {
        guard let id else { return self.topics.isAttached(filter) }
        return self.topics[filter.name]?.hasHeard(id) ?? true
    }

    private func resume(_ filter: TopicFilter, _ isToGoOn: (Waiter) -> Bool) {
        let waiters = self.state.withLock { state -> [Waiter] in
            guard let all = state.waiting.removeValue(forKey: filter) else { return [] }
            let others = all.filter { !isToGoOn($0) }
            state.waiting[filter] = others.isEmpty ? nil : others
            return all.filter(isToGoOn)
        }
        for waiter in waiters {
            waiter.continuation.resume()
        }
    }

    // MARK: BackplaneListener

    func attached(_ filter: TopicFilter, _ extract: StreamExtract?) {
        let isComplete = self.topics.attach(filter, extract)
        if !isComplete {
            self.state.withLock { state in
                state.gaps += 1
                state.counts.gaps += 1
            }
        }
        self.resume(filter) { self.isReached(filter, $0.id) }
    }

    func received(_ message: SharedMessage, at position: StreamPosition?) {
        self.topics.receive(message, at: position)
        let filter = TopicFilter(knownTopic: ExactString(message.topic))
        let isWaitedFor = self.state.withLock { state in
            state.counts.received += 1
            return !state.waiting.isEmpty && state.waiting[filter] != nil
        }
        if isWaitedFor {
            self.resume(filter) { self.isReached(filter, $0.id) }
        }
    }

    func kept(_ topic: String, _ number: UInt64, at position: StreamPosition) {
        self.topics[ExactString(topic)]?.place(number, at: position)
    }

    func presenceChanged(_ change: PresenceChange) {
        self.topics.node.presenceReports.append(change)
    }

    func lost(_ reason: String) {
        let (isNews, waiting) = self.state.withLock { state in
            let isNews = !state.isLost
            state.isLost = true
            if isNews {
                state.gaps = 0
                state.counts.losses += 1
            }
            defer { state.waiting = [:] }
            return (isNews, state.waiting.values.flatMap { $0 })
        }
        for waiter in waiting {
            waiter.continuation.resume()
        }
        if isNews {
            self.onEvent?(.lost(reason: reason))
        }
    }

    func restored() {
        let gaps = self.state.withLock { state in
            state.isLost = false
            return state.gaps
        }
        self.onEvent?(.restored(gaps: gaps))
    }

    func dropped(_ count: Int) {
        self.state.withLock { $0.counts.unsent += UInt64(clamping: count) }
    }
}
