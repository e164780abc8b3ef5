//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The subscriptions to one topic or pattern that live on one loop.
final class Audience {
    private(set) var members: [Subscription] = []

    var isEmpty: Bool { self.members.isEmpty }

    func add(_ subscription: Subscription) {
        subscription.position = self.members.count
        self.members.append(subscription)
    }

    func remove(_ subscription: Subscription) {
        let last = self.members.removeLast()
        if last !== subscription {
            self.members[subscription.position] = last
            last.position = subscription.position
        }
    }
}
