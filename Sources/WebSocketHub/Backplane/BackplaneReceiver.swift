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
        var waiting: [TopicFilter: [CheckedContinuation<Void, Never>]] = [:]
        var counts = Counts()
    }

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

    /// Lets `body` run while what others publish to a topic or a pattern arrives, or will as soon as it can.
    func visiting<Result, Failure: Error>(
        _ filter: TopicFilter,
        isolation: isolated (any Actor)? = #isolation,
        _ body: () throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        guard self.topics.node.backplane.isShared else { return try body() }
        self.topics.visit(filter)
        defer { self.topics.endVisit(filter) }
        await withCheckedContinuation { continuation in
            let mustWait = self.state.withLock { state in
                guard !state.isLost, !self.topics.isAttached(filter) else { return false }
                state.waiting[filter, default: []].append(continuation)
                return true
            }
            if !mustWait {
                continuation.resume()
            }
        }
        return try body()
    }

    // MARK: BackplaneListener

    func attached(_ filter: TopicFilter, _ extract: StreamExtract?) {
        let isComplete = self.topics.attach(filter, extract)
        let waiting = self.state.withLock { state in
            if !isComplete {
                state.gaps += 1
                state.counts.gaps += 1
            }
            return state.waiting.removeValue(forKey: filter) ?? []
        }
        for continuation in waiting {
            continuation.resume()
        }
    }

    func received(_ message: SharedMessage, at position: StreamPosition?) {
        self.state.withLock { $0.counts.received += 1 }
        self.topics.receive(message, at: position)
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
        for continuation in waiting {
            continuation.resume()
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
