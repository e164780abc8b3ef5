//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport
import WebSockets

/// What a hub keeps of the sockets that live on one loop, and does for them there.
actor HubLoop {
    nonisolated let loop: EventLoop
    nonisolated let counters = HubCounters()
    private let topics: TopicTable
    private var subscribers: [ObjectIdentifier: Subscriber] = [:]
    private var groups: [Hub.TopicFilter: SubscriptionGroup] = [:]
    private var deliveryCount: UInt64 = 0

    init(loop: EventLoop, topics: TopicTable) {
        self.loop = loop
        self.topics = topics
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.loop.unownedSerialExecutor
    }

    // MARK: Subscriptions

    /// Lets a socket hear what is published.
    ///
    /// - Returns: What it begins with; `nil` if it has subscribed to as much as it may.
    func subscribe(
        _ socket: WebSocket,
        to filter: Hub.TopicFilter,
        _ options: SubscriptionOptions,
        _ policy: Hub.DeliveryPolicy,
        limit: Int
    ) -> Hub.Replay? {
        let subscriber = self.subscriber(of: socket)
        if subscriber.subscriptions[filter] != nil {
            self.unsubscribe(subscriber, from: filter)
        }
        guard subscriber.subscriptions.count < limit else { return nil }
        let subscription = Subscription(filter, of: subscriber, options, policy)
        subscriber.subscriptions[filter] = subscription
        let beginning = self.topics.enter(filter, self.add(subscription), as: options.member, from: options.start)
        subscription.lastBefore = beginning.lastOrder
        self.counters.subscribed.add()
        for (index, publication) in beginning.missed.enumerated() {
            let isLast = index == beginning.missed.count - 1
            let replay = subscription.replay(of: publication, heard: beginning.position, isLast: isLast)
            self.replay(replay, to: subscription)
        }
        return Hub.Replay(messageCount: beginning.missed.count, isComplete: beginning.isComplete)
    }

    /// Ends a socket's subscription, if there is one.
    func unsubscribe(_ socket: WebSocket, from filter: Hub.TopicFilter) {
        guard let subscriber = self.subscribers[ObjectIdentifier(socket)] else { return }
        self.unsubscribe(subscriber, from: filter)
    }

    private func unsubscribe(_ subscriber: Subscriber, from filter: Hub.TopicFilter) {
        guard let subscription = subscriber.subscriptions.removeValue(forKey: filter) else { return }
        let group = self.remove(subscription)
        subscription.waiting = nil
        self.counters.unsubscribed.add()
        self.topics.leave(filter, group, as: subscription.member)
    }

    private func subscriber(of socket: WebSocket) -> Subscriber {
        if let subscriber = self.subscribers[ObjectIdentifier(socket)] { return subscriber }
        let subscriber = Subscriber(socket)
        self.subscribers[ObjectIdentifier(socket)] = subscriber
        let id = ObjectIdentifier(socket)
        // Both live on one loop.
        socket.assumeIsolated { [weak self] in
            $0.notifyOfEnd { [weak self] in self?.assumeIsolated { $0.end(id) } }
        }
        return subscriber
    }

    /// Ends all that a socket has subscribed to, as it has ended.
    private func end(_ socket: ObjectIdentifier) {
        guard let subscriber = self.subscribers.removeValue(forKey: socket) else { return }
        for filter in subscriber.subscriptions.keys {
            self.unsubscribe(subscriber, from: filter)
        }
    }

    // MARK: Audiences

    /// Adds a subscription to its group.
    ///
    /// - Returns: The group, if it is new.
    private func add(_ subscription: Subscription) -> SubscriptionGroup? {
        if let group = self.groups[subscription.filter] {
            group.add(subscription)
            return nil
        }
        let group = SubscriptionGroup(on: self)
        group.add(subscription)
        self.groups[subscription.filter] = group
        return group
    }

    /// Removes a subscription from its group.
    ///
    /// - Returns: The group, if it is gone with it.
    private func remove(_ subscription: Subscription) -> SubscriptionGroup? {
        guard let group = subscription.group else { return nil }
        group.remove(subscription)
        guard group.isEmpty else { return nil }
        self.groups[subscription.filter] = nil
        return group
    }

    // MARK: Delivery

    /// Delivers a publication soon, behind those that were posted before.
    nonisolated func post(_ publication: Publication, to first: SubscriptionGroup, _ rest: [SubscriptionGroup]) {
        self.loop.execute { self.assumeIsolated { $0.deliver(publication, to: first, rest) } }
    }

    /// Delivers a publication to groups: once to each subscriber, even if it is in several.
    func deliver(_ publication: Publication, to first: SubscriptionGroup, _ rest: [SubscriptionGroup]) {
        guard !rest.isEmpty else {
            self.deliver(publication, to: first, amongSeveral: false)
            return
        }
        self.deliveryCount &+= 1
        self.deliver(publication, to: first, amongSeveral: true)
        for group in rest {
            self.deliver(publication, to: group, amongSeveral: true)
        }
    }

    private func deliver(_ publication: Publication, to group: SubscriptionGroup, amongSeveral: Bool) {
        let order = publication.order
        let mayHaveBeenSeen = publication.origin.map { $0.node != self.topics.node.id } ?? false
        var takenCount = 0
        var others: [Subscription] = []
        let members = group.members
        // By index: a copy of a member would touch the object of its subscription.
        for index in members.indices {
            guard order > members[index].lastBefore else { continue }
            guard publication.excluded != ObjectIdentifier(members[index].socket) else { continue }
            guard !mayHaveBeenSeen || !members[index].subscription.hasSeen(publication) else { continue }
            if amongSeveral {
                let subscriber = members[index].subscription.subscriber
                guard subscriber.lastDelivery != self.deliveryCount else { continue }
                subscriber.lastDelivery = self.deliveryCount
            }
            if !members[index].isWaiting, members[index].socket.offer(publication.message) == .taken {
                takenCount += 1
            } else {
                others.append(members[index].subscription)
            }
        }
        // Behind the rest, as that may change who is in the group.
        for subscription in others {
            self.deliverSlowly(publication, to: subscription)
        }
        self.counters.delivered.add(takenCount)
    }

    /// Does what the policy of a subscription says, whose peer does not take what it is sent.
    private func deliverSlowly(_ publication: Publication, to subscription: Subscription) {
        let socket = subscription.socket
        if subscription.policy == .close, subscription.waiting == nil {
            switch socket.offerBeyondHighWater(publication.message) {
            case .taken: self.counters.delivered.add()
            case .noRoom: self.close(socket)
            case .closed: break
            }
            return
        }
        guard socket.assumeIsolated({ $0.canSend }) else { return }
        switch self.letWait(subscription, { $0.append(publication, subscription.policy) }) {
        case .waits: self.counters.delayed.add()
        case .hasDropped(let count): self.counters.dropped.add(count)
        case .hasReplaced: self.counters.replaced.add()
        case .isTooMuch: self.close(socket)
        }
    }

    /// Delivers what a client has missed.
    private func replay(_ publication: Publication, to subscription: Subscription) {
        if subscription.waiting == nil, subscription.socket.offer(publication.message) == .taken {
            self.counters.delivered.add()
            return
        }
        self.letWait(subscription) { $0.append(missed: publication) }
    }

    private func close(_ socket: WebSocket) {
        self.counters.closed.add()
        socket.assumeIsolated { _ = $0.failAsTooSlow() }
    }

    // MARK: Room

    /// Lets something wait until there is room.
    private func letWait<Result>(
        _ subscription: Subscription,
        _ add: (inout WaitingPublications) -> Result
    ) -> Result {
        if !subscription.isListedAsSlow {
            subscription.isListedAsSlow = true
            subscription.subscriber.slow.append(subscription)
        }
        var waiting = subscription.waiting.take() ?? WaitingPublications(maxBytes: self.topics.maxWaitingBytes)
        let result = add(&waiting)
        subscription.waiting = waiting
        self.waitForRoom(subscription.subscriber)
        return result
    }

    private func waitForRoom(_ subscriber: Subscriber) {
        guard !subscriber.waitsForRoom else { return }
        subscriber.waitsForRoom = true
        let id = ObjectIdentifier(subscriber.socket)
        subscriber.socket.assumeIsolated { [weak self] in
            $0.notifyOfRoom { [weak self] in self?.assumeIsolated { $0.drain(id) } }
        }
    }

    /// Sends what waits for a socket, as far as there is room: of each of its subscriptions in turn.
    private func drain(_ socket: ObjectIdentifier) {
        guard let subscriber = self.subscribers[socket] else { return }
        subscriber.waitsForRoom = false
        while !subscriber.slow.isEmpty {
            for subscription in subscriber.slow {
                guard subscriber.socket.hasRoom else {
                    self.waitForRoom(subscriber)
                    return
                }
                if let publication = subscription.waiting?.popFirst(),
                    subscriber.socket.offer(publication.message) == .taken
                {
                    self.counters.delivered.add()
                }
                if subscription.waiting?.isEmpty == true {
                    subscription.waiting = nil
                }
            }
            subscriber.slow.removeAll { subscription in
                subscription.isListedAsSlow = subscription.waiting != nil
                return !subscription.isListedAsSlow
            }
        }
    }
}
