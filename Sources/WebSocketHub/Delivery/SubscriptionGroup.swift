//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// The subscriptions to one topic or pattern that live on one loop.
//
// Sendable, unchecked: confined to its loop, and but a name to other threads, by which they tell the loop to whom to deliver.
// `assertInLoop()` guards what changes it.
final class SubscriptionGroup: @unchecked Sendable {
    let loop: HubLoop
    /// Nobody any more once it is gone, so that what is still on its way reaches nobody.
    private(set) var members: [Member] = []

    /// A subscription, with what a delivery has to know of it: to look at the object itself would cost more than all the rest, as
    /// it is in no cache.
    struct Member {
        let subscription: Subscription
        let socket: WebSocket
        /// The order of the last message before it.
        var lastBefore: UInt64
        /// Whether something waits, behind which all else has to.
        var isWaiting: Bool
    }

    init(on loop: HubLoop) {
        self.loop = loop
    }

    var isEmpty: Bool { self.members.isEmpty }

    func add(_ subscription: Subscription) {
        self.loop.loop.assertInLoop()
        subscription.group = self
        subscription.position = self.members.count
        self.members.append(
            Member(
                subscription: subscription,
                socket: subscription.socket,
                lastBefore: subscription.lastBefore,
                isWaiting: subscription.waiting != nil
            )
        )
    }

    func remove(_ subscription: Subscription) {
        self.loop.loop.assertInLoop()
        subscription.group = nil
        let last = self.members.removeLast()
        if last.subscription !== subscription {
            self.members[subscription.position] = last
            last.subscription.position = subscription.position
        }
    }

    /// Notes what has changed of a subscription.
    func update(_ subscription: Subscription) {
        self.loop.loop.assertInLoop()
        let isWaiting = subscription.waiting != nil
        let member = self.members[subscription.position]
        if member.isWaiting != isWaiting || member.lastBefore != subscription.lastBefore {
            self.members[subscription.position].isWaiting = isWaiting
            self.members[subscription.position].lastBefore = subscription.lastBefore
        }
    }
}
