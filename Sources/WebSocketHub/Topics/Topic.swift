//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WSBase
import WebSockets

/// One topic: who listens to it, who is present, and the messages that it keeps.
final class Topic: Sendable {
    let name: ExactString
    /// What it keeps, if it keeps its messages.
    let rule: Hub.HistoryRule?
    private let node: Node
    private let account: KeptBytes.Account?
    private let state: Mutex<State>

    private struct State {
        var groups: [SubscriptionGroup] = []
        var subscriptionCount = 0
        /// How many are about to subscribe or to look.
        var visitorCount = 0
        var topicMembers = TopicMembers()
        var history: TopicHistory?
        /// How many of the messages that were dropped for their bytes have been counted.
        var countedDropped: UInt64 = 0
        /// Whether all that others publish arrives.
        var isAttached = false
        /// Whether sockets have subscribed while it did not, without saying what they have seen.
        var hasSubscribersToAttach = false
        /// Whether another may be in its place by now.
        var isGone = false

        var isInUse: Bool { self.subscriptionCount + self.visitorCount > 0 }
    }

    /// What somebody who subscribes begins with.
    struct SubscriptionStart {
        /// The order of the last message before, where they are kept.
        var lastOrder: UInt64 = 0
        /// How far this node has heard of what is kept for all.
        var position = StreamPosition.beginning
        var missed: [Publication] = []
        var isComplete = true
    }

    init(_ name: ExactString, keeping rule: Hub.HistoryRule?, _ node: Node) {
        self.name = name
        self.rule = rule
        self.node = node
        self.account = rule.map { _ in node.keptBytes.open() }
        self.state = Mutex(State(history: rule.map { TopicHistory($0, of: node.id, after: node.lastNumber) }))
    }

    deinit {
        if let account {
            self.node.keptBytes.close(account)
        }
    }

    // MARK: What is kept

    /// Tells what the topic keeps by now.
    private func noteKept(_ state: inout State) {
        guard let account, let history = state.history else { return }
        let dropped = history.droppedForBytes - state.countedDropped
        state.countedDropped = history.droppedForBytes
        self.node.keptBytes.note(account, of: self, keeps: state.isGone ? 0 : history.byteCount, dropped: dropped)
    }

    /// Drops the oldest message, as all topics together keep too many bytes.
    func dropOldest() {
        self.state.withLock { state in
            state.history?.dropOldestForBytes()
            self.noteKept(&state)
        }
    }

    // MARK: Publishing

    /// Sends a message to all who listen, here and elsewhere.
    ///
    /// - Parameters:
    ///   - pendingPublication: The message.
    ///   - others: Those who listen because of a pattern.
    /// - Returns: Whether it has been sent, which it has not if the topic is gone.
    func publish(_ pendingPublication: PendingPublication, to others: [SubscriptionGroup]) -> Bool {
        guard let rule = self.rule else {
            self.send(pendingPublication, to: others)
            self.node.share(pendingPublication)
            return true
        }
        let now = ContinuousClock.now
        let isSent = self.state.withLock { state in
            guard !state.isGone else { return false }
            let origin = self.node.nextOrigin()
            let publication = state.history?.append(origin.number, at: now) { id, order in
                pendingPublication.publication(id: id, from: origin, order: order)
            }
            // While it is locked, and never at once: so all get the messages in the order in which they are kept.
            publication?.post(to: state.groups, others)
            self.node.share(pendingPublication, origin, keeping: rule)
            self.noteKept(&state)
            return true
        }
        self.node.keptBytes.enforceLimit()
        return isSent
    }

    private func send(_ pendingPublication: PendingPublication, to others: [SubscriptionGroup]) {
        let groups = self.state.withLock { $0.groups }
        if !groups.isEmpty || !others.isEmpty {
            pendingPublication.publication().send(to: groups, others)
        }
    }

    // MARK: Other nodes

    /// Sends what another node has published to all who listen here.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - position: Its place, if it is kept.
    ///   - others: Those who listen because of a pattern.
    /// - Returns: Whether all that was kept before is still kept for all nodes, or was for long enough.
    func receive(_ message: SharedMessage, at position: StreamPosition?, to others: [SubscriptionGroup]) -> Bool {
        let now = ContinuousClock.now
        defer { self.node.keptBytes.enforceLimit() }
        return self.state.withLock { state in
            guard let position, state.history != nil else {
                self.node.read(message)?.post(to: state.groups, others)
                return true
            }
            let entry = StreamEntry(message, at: position)
            guard state.history?.hasAbsorbed(entry) != true else {
                // Who has subscribed has been given it; who listens to a pattern gets each message as it arrives.
                if message.node != self.node.id {
                    self.node.read(message)?.post(to: [], others)
                }
                return true
            }
            let publication = state.history?.receive(entry, at: now) { self.node.read($0, $1, $2) }
            publication?.post(to: state.groups, others)
            self.noteKept(&state)
            return state.history?.takeLoss() != true
        }
    }

    /// Whether all that a client has seen has been heard of here, or never will be.
    func hasHeard(_ id: Hub.MessageID) -> Bool {
        self.state.withLock { $0.history?.hasHeard(id) ?? true }
    }

    /// Notes where a message of this node is among those that are kept for all.
    func place(_ number: UInt64, at position: StreamPosition) {
        let now = ContinuousClock.now
        self.state.withLock { state in
            state.history?.place(number, at: position, now)
            self.noteKept(&state)
        }
    }

    /// Goes on with what others publish.
    ///
    /// - Parameters:
    ///   - snapshot: What is kept of it.
    ///   - others: Those who listen because of a pattern.
    /// - Returns: Whether those who listen have had all of it; they have not if something is not kept that was published before.
    func attach(_ snapshot: StreamSnapshot?, to others: [SubscriptionGroup]) -> Bool {
        let now = ContinuousClock.now
        defer { self.node.keptBytes.enforceLimit() }
        return self.state.withLock { state in
            defer { self.noteKept(&state) }
            guard state.isInUse else { return true }
            let wasAttached = state.isAttached
            let hadSubscribersToAttach = state.hasSubscribersToAttach
            (state.isAttached, state.hasSubscribersToAttach) = (true, false)
            guard let snapshot, state.history != nil else { return !wasAttached && state.subscriptionCount == 0 }
            // Clients that came back while the hub was alone get what it had not received by then.
            let hasSubscribers = wasAttached || state.subscriptionCount > 0
            guard
                wasAttached || (state.subscriptionCount > 0 && state.history?.hasHeardOthers == true)
                    || state.history?.learnsNothing(from: snapshot) == true
            else {
                state.history?.replace(by: snapshot, at: now) { self.node.read($0, $1, $2) }
                return state.subscriptionCount == 0
            }
            let read: TopicHistory.Reader = { self.node.read($0, $1, $2, isEarlier: !wasAttached) }
            let caughtUp = state.history?.catchUp(snapshot, isNew: !wasAttached, at: now, read)
            let (messages, isComplete) = caughtUp ?? ([], true)
            for publication in messages {
                publication.post(to: state.groups, others)
            }
            return !hasSubscribers || (isComplete && !hadSubscribersToAttach)
        }
    }

    // MARK: Subscribing

    /// Counts somebody in who is about to subscribe or to look, so that others are listened to.
    ///
    /// - Returns: Whether that is possible, which it is not if the topic is gone.
    func retain() -> Bool {
        self.state.withLock { state in
            guard !state.isGone else { return false }
            self.use(&state) { $0.visitorCount += 1 }
            return true
        }
    }

    /// Counts a visitor off.
    func release() {
        self.state.withLock { state in
            self.use(&state) { $0.visitorCount -= 1 }
        }
    }

    /// Listens to others while somebody is here.
    private func use(_ state: inout State, _ change: (inout State) -> Void) {
        let wasInUse = state.isInUse
        change(&state)
        guard self.node.backplane.isShared, state.isInUse != wasInUse else { return }
        let filter = Hub.TopicFilter(knownTopic: self.name)
        // While it is locked, so that it is last asked for what was last wanted.
        if state.isInUse {
            self.node.backplane.attach(filter, keeping: self.rule)
        } else {
            state.isAttached = false
            state.hasSubscribersToAttach = false
            self.node.backplane.detach(filter)
        }
    }

    /// Counts a subscription in.
    ///
    /// - Parameters:
    ///   - group: The group it belongs to, if that is new.
    ///   - member: Who subscribes, if that is to be known.
    ///   - start: What it begins with.
    /// - Returns: What that is; `nil` if the topic is gone.
    func enter(_ group: SubscriptionGroup?, as member: Hub.Member?, from start: Hub.StartingPoint) -> SubscriptionStart?
    {
        let now = ContinuousClock.now
        return self.state.withLock { state in
            guard !state.isGone else { return nil }
            if let group {
                state.groups.append(group)
            }
            self.use(&state) { $0.subscriptionCount += 1 }
            var beginning = SubscriptionStart()
            if let member, state.topicMembers.enter(member) {
                // While it is locked, so that changes are told of in the order in which they come about.
                self.node.tell(.joined, member, self.name)
            }
            state.history?.trim(at: now)
            self.noteKept(&state)
            beginning.lastOrder = state.history?.lastOrder ?? 0
            beginning.position = state.history?.position ?? .beginning
            switch start {
            case .now:
                state.hasSubscribersToAttach = state.hasSubscribersToAttach || !state.isAttached
            case .last(let count):
                state.hasSubscribersToAttach = state.hasSubscribersToAttach || !state.isAttached
                beginning.missed = state.history?.last(count) ?? []
                beginning.isComplete = state.history == nil || state.isAttached || !self.node.backplane.isShared
            case .after(let id):
                (beginning.missed, beginning.isComplete) = state.history?.messages(after: id) ?? ([], false)
                // What others keep is not here.
                if self.node.backplane.isShared, !state.isAttached { beginning.isComplete = false }
            }
            return beginning
        }
    }

    /// Counts a subscription off.
    ///
    /// - Parameters:
    ///   - group: The group it belonged to, if that is gone with it.
    ///   - member: Who had subscribed.
    func leave(_ group: SubscriptionGroup?, as member: Hub.Member?) {
        self.state.withLock { state in
            if let group {
                state.groups.removeAll { $0 === group }
            }
            self.use(&state) { $0.subscriptionCount -= 1 }
            if let member, state.topicMembers.leave(member) {
                self.node.tell(.left, member, self.name)
            }
        }
    }

    /// Marks the topic as gone, if nobody has subscribed and it keeps nothing, or what it keeps is to be given up.
    ///
    /// - Returns: Whether it is.
    func endIfUnused(at now: ContinuousClock.Instant, evenIfItKeeps: Bool = false) -> Bool {
        self.state.withLock { state in
            state.history?.trim(at: now)
            let keepsNothing = state.history?.isEmpty ?? true
            state.isGone = !state.isInUse && (keepsNothing || evenIfItKeeps)
            self.noteKept(&state)
            return state.isGone
        }
    }

    // MARK: Queries

    /// Whether all that others publish arrives.
    var isAttached: Bool { self.state.withLock { $0.isAttached } }

    var subscriptionCount: Int { self.state.withLock { $0.subscriptionCount } }

    var members: [Hub.Member] { self.state.withLock { $0.topicMembers.members } }

    /// The last messages that it keeps.
    func history(_ count: Int) -> [Publication] {
        let now = ContinuousClock.now
        return self.state.withLock { state in
            state.history?.trim(at: now)
            self.noteKept(&state)
            return state.history?.last(count) ?? []
        }
    }
}
