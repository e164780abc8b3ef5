//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// How a socket takes part in a topic.
struct SubscriptionOptions {
    let policy: DeliveryPolicy
    let member: Member?
    let start: StartingPoint
}
