//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// One socket's interest in one topic or pattern; it lives on the socket's loop.
final class Subscription {
    let filter: TopicFilter
    /// Whose it is.
    let socket: WebSocket
    /// The socket with all of its subscriptions; a delivery to one who keeps up does without it.
    unowned let subscriber: Subscriber
    let policy: DeliveryPolicy
    let member: Member?
    /// What the client has seen by another node, of which something may arrive here only now.
    private let seen: MessageID?
    /// The order of the last message, where they are kept, that came before the subscription: it is not to be delivered.
    var lastBefore: UInt64 = 0 {
        didSet { self.audience?.update(self) }
    }
    /// The audience that it belongs to, and where it is there.
    var audience: Audience?
    var position = 0
    /// What waits for room; `nil` if nothing does, as is most often so.
    var waiting: WaitingPublications? {
        didSet { self.audience?.update(self) }
    }
    /// Whether its subscriber knows that something waits, or did.
    var isListedAsSlow = false

    init(_ filter: TopicFilter, of subscriber: Subscriber, _ options: SubscriptionOptions, _ policy: DeliveryPolicy) {
        self.filter = filter
        self.socket = subscriber.socket
        self.subscriber = subscriber
        self.policy = policy
        self.member = options.member
        self.seen = if case .after(let id) = options.start { id } else { nil }
    }

    /// Whether the client has had a message by another node.
    func hasSeen(_ publication: Publication) -> Bool {
        guard let seen, let origin = publication.origin, let id = publication.id else { return false }
        return id.position <= seen.position || (origin.node == seen.node && origin.number <= seen.number)
    }
}
