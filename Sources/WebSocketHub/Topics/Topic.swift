//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WebSockets

/// One topic: who listens to it, who is present, and the messages that it keeps.
final class Topic: Sendable {
    let name: ExactString
    /// What it keeps, if it keeps its messages.
    let rule: HistoryRule?
    private let presenceReports: PresenceReports
    private let state: Mutex<State>

    private struct State {
        var audiences: [AudienceID] = []
        var subscriptionCount = 0
        var presences = Presences()
        var history: TopicHistory?
        /// Whether another may be in its place by now.
        var isGone = false
    }

    /// What somebody who subscribes begins with.
    struct Beginning {
        /// The place of the last message before, where they are kept.
        var lastSequence: UInt64 = 0
        var missed: [Publication] = []
        var isComplete = true
    }

    init(_ name: ExactString, keeping rule: HistoryRule?, _ presenceReports: PresenceReports) {
        self.name = name
        self.rule = rule
        self.presenceReports = presenceReports
        self.state = Mutex(State(history: rule.map { TopicHistory($0) }))
    }

    // MARK: Publishing

    /// Sends a message to all who listen.
    ///
    /// - Parameters:
    ///   - others: Those who listen because of a pattern.
    ///   - make: Makes the message, with its id where messages are kept.
    /// - Returns: Whether it has been sent, which it has not if the topic is gone.
    func publish(to others: [AudienceID], _ make: (MessageID?) -> Publication) -> Bool {
        guard self.rule != nil else {
            let audiences = self.state.withLock { $0.audiences }
            if !audiences.isEmpty || !others.isEmpty {
                make(nil).send(to: audiences, others)
            }
            return true
        }
        let now = ContinuousClock.now
        return self.state.withLock { state in
            guard !state.isGone, let id = state.history?.nextID else { return false }
            let publication = make(id)
            state.history?.append(publication, at: now)
            // While it is locked, and never at once: so all get the messages in the order in which they are kept.
            publication.post(to: state.audiences, others)
            return true
        }
    }

    // MARK: Subscribing

    /// Counts a subscription in.
    ///
    /// - Parameters:
    ///   - audience: The audience it belongs to, if that is new.
    ///   - member: Who subscribes, if that is to be known.
    ///   - start: What it begins with.
    /// - Returns: What that is; `nil` if the topic is gone.
    func enter(_ audience: AudienceID?, as member: Member?, from start: StartingPoint) -> Beginning? {
        let now = ContinuousClock.now
        return self.state.withLock { state in
            guard !state.isGone else { return nil }
            if let audience {
                state.audiences.append(audience)
            }
            state.subscriptionCount += 1
            var beginning = Beginning()
            if let member, state.presences.enter(member) {
                // While it is locked, so that changes are told of in the order in which they come about.
                self.report(.joined, member)
            }
            state.history?.trim(at: now)
            beginning.lastSequence = state.history?.lastSequence ?? 0
            switch start {
            case .now:
                break
            case .last(let count):
                beginning.missed = state.history?.last(count) ?? []
            case .after(let id):
                (beginning.missed, beginning.isComplete) = state.history?.messages(after: id) ?? ([], false)
            }
            return beginning
        }
    }

    /// Counts a subscription off.
    ///
    /// - Parameters:
    ///   - audience: The audience it belonged to, if that is gone with it.
    ///   - member: Who had subscribed.
    func leave(_ audience: AudienceID?, as member: Member?) {
        self.state.withLock { state in
            if let audience {
                state.audiences.removeAll { $0 == audience }
            }
            state.subscriptionCount -= 1
            if let member, state.presences.leave(member) {
                self.report(.left, member)
            }
        }
    }

    private func report(_ kind: PresenceChange.Kind, _ member: Member) {
        self.presenceReports.append(PresenceChange(kind: kind, member: member, topic: self.name.text))
    }

    /// Marks the topic as gone, if nobody has subscribed and it keeps nothing, or what it keeps is to be given up.
    ///
    /// - Returns: Whether it is.
    func endIfUnused(at now: ContinuousClock.Instant, evenIfItKeeps: Bool = false) -> Bool {
        self.state.withLock { state in
            state.history?.trim(at: now)
            let keepsNothing = state.history?.isEmpty ?? true
            state.isGone = state.subscriptionCount == 0 && (keepsNothing || evenIfItKeeps)
            return state.isGone
        }
    }

    // MARK: Queries

    var subscriptionCount: Int { self.state.withLock { $0.subscriptionCount } }

    var members: [Member] { self.state.withLock { $0.presences.members } }

    /// The last messages that it keeps.
    func history(_ count: Int) -> [Publication] {
        let now = ContinuousClock.now
        return self.state.withLock { state in
            state.history?.trim(at: now)
            return state.history?.last(count) ?? []
        }
    }
}
