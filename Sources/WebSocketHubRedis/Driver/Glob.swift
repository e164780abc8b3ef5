//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketHub

/// The patterns that are listened to by one of Redis's.
struct Glob {
    /// What the channels begin with.
    let prefix: String
    var patterns: Set<Hub.TopicFilter> = []
    /// Whether the server sends what is published.
    var isAttached = false
    /// Why it does not; `nil` if it does, or has not answered.
    var refusal: String?
}
