//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// One socket's interest in one topic or pattern; it lives on the socket's loop.
final class Subscription {
    let filter: Hub.TopicFilter
    /// Whose it is.
    let socket: WebSocket
    /// The socket with all of its subscriptions; a delivery to one who keeps up does without it.
    unowned let subscriber: Subscriber
    let policy: Hub.DeliveryPolicy
    let member: Hub.Member?
    /// What the client has seen by another node, of which something may arrive here only now.
    private let seen: Hub.MessageID?
    /// The order of the last message, where they are kept, that came before the subscription: it is not to be delivered.
    var lastBefore: UInt64 = 0 {
        didSet { self.group?.update(self) }
    }
    /// The group that it belongs to, and where it is there.
    var group: SubscriptionGroup?
    var position = 0
    /// What waits for room; `nil` if nothing does, as is most often so.
    var waiting: WaitingPublications? {
        didSet { self.group?.update(self) }
    }
    /// Whether its subscriber knows that something waits, or did.
    var isListedAsSlow = false

    init(
        _ filter: Hub.TopicFilter,
        of subscriber: Subscriber,
        _ options: SubscriptionOptions,
        _ policy: Hub.DeliveryPolicy
    ) {
        self.filter = filter
        self.socket = subscriber.socket
        self.subscriber = subscriber
        self.policy = policy
        self.member = options.member
        self.seen = if case .after(let id) = options.start { id } else { nil }
    }

    /// What the client gets of a message that it has missed.
    ///
    /// The node may have published the message before it heard of what the client has seen by another. Its id then says less than
    /// the client has seen, and the next node would send that again.
    ///
    /// - Parameters:
    ///   - publication: The message.
    ///   - position: How far the node has heard of what is kept.
    ///   - isLast: Whether it is the last that the client has missed, with which it has all of that.
    /// - Returns: The message, with an id that says all that the client has seen.
    func replay(of publication: Publication, heard position: StreamPosition, isLast: Bool) -> Publication {
        // Places of an epoch that has ended say nothing any more.
        let seen = self.seen.flatMap { $0.position.epoch == position.epoch ? $0.position : nil }
        guard isLast else { return seen.map { publication.with($0) } ?? publication }
        return publication.with(max(position, seen ?? position))
    }

    /// Whether the client has had a message of another node, or has not asked for it.
    func hasSeen(_ publication: Publication) -> Bool {
        guard let origin = publication.origin, let id = publication.id else { return false }
        guard let seen else { return origin.isEarlier }
        let isBehind = id.position.epoch == seen.position.epoch && id.position <= seen.position
        return isBehind || (origin.node == seen.node && origin.number <= seen.number)
    }
}
