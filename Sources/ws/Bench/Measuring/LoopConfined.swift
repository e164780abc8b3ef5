//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// State of connections that live on one event loop, touched only there.
///
/// It costs nothing, unlike an actor of its own, whose executor would be checked for every message.
//
// Sendable, unchecked: after init, the value is reached only from code isolated to a WebSocket, and each is handed only
// to the sockets of one loop, which is one thread.
struct LoopConfined<Value: AnyObject>: @unchecked Sendable {
    private let value: Value

    init(_ value: Value) {
        self.value = value
    }

    /// The state, on the loop.
    func value(on socket: isolated WebSocket) -> Value {
        self.value
    }
}
