//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// A socket with its subscriptions; it lives on the socket's loop.
final class Subscriber {
    let socket: WebSocket
    var subscriptions: [Hub.TopicFilter: Subscription] = [:]
    /// Those of which something waits for room, or did.
    var slow: [Subscription] = []
    /// Whether it is told when there is room.
    var waitsForRoom = false
    /// The last delivery that it has had, as it may be among several groups of one.
    var lastDelivery: UInt64 = 0

    init(_ socket: WebSocket) {
        self.socket = socket
    }
}
