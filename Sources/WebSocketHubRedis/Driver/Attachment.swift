//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketHub

/// A topic that the hub listens to.
final class Attachment {
    let topic: String
    let rule: Hub.HistoryRule?
    /// Where it is listened to; `nil` if nobody has its slot, or there is no connection.
    weak var shard: RedisShard?
    var phase = Phase.apart
    /// How far the hub has had what is kept; `nil` before it has had anything.
    var position: StreamPosition?
    /// Whether the hub has had all before, up to an interruption.
    var wasAttached = false
    /// The server that has refused to send what is published, or has ended to; it is asked again after some time.
    weak var refuser: RedisShard?
    /// Whether the hub has been told that the server refuses to send what is published.
    var isRefused = false

    enum Phase {
        /// It is not listened to.
        case apart
        /// The server has been asked to send what is published.
        case subscribing
        /// What is kept is being read; what comes meanwhile has to wait.
        case reading(held: [(SharedMessage, StreamPosition?)])
        /// The hub gets all.
        case attached
    }

    init(_ topic: String, _ rule: Hub.HistoryRule?) {
        self.topic = topic
        self.rule = rule
    }
}
