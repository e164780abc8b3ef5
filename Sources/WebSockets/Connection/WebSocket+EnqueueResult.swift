//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension WebSocket {
    /// What became of an enqueued message.
    public enum EnqueueResult: Sendable {
        /// It will be sent.
        case accepted
        /// It was dropped, as the slow-consumer policy says.
        case dropped
    }
}
