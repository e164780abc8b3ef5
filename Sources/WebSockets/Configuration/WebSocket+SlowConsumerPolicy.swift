//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension WebSocket {
    /// What to do with a message for a peer that does not take what it is sent.
    public enum SlowConsumerPolicy: Sendable {
        /// The sender is to wait: enqueueing throws ``WebSocket/Error/Code/sendBufferFull``, `send` suspends.
        case wait

        /// The message is dropped.
        case drop

        /// The connection is closed with 1008.
        case close
    }
}
