//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport
import WebSocketProtocol

/// What is known of a connection's end.
///
/// Apart from the connection, which for most of its life knows nothing of it and would hold the room for it even so.
final class Ending {
    /// How the incoming messages ended.
    enum Outcome: Sendable {
        /// By a normal close, the peer's or ours.
        case closed
        /// By anything else.
        case failed(WebSocket.Error)
    }

    /// The end of our side, held back until the messages before it have been dealt with.
    struct PendingClose {
        /// The Close frame that is sent before; `nil` if the peer's stream has ended without one.
        let frame: CloseFrame?
        /// Whether the connection fails, so that nothing the peer still sends matters.
        let isFailure: Bool
        /// The loop's time at which it is sent even so.
        let deadline: UInt64
    }

    var outcome: Outcome?
    /// Whether the peer's stream has ended before any Close: then it gets none either.
    var isWithoutClose = false
    var pendingClose: PendingClose?
    var deadline: UInt64?
    var waiters: [CheckedContinuation<Void, Never>] = []
    var openScopes: [UInt32: @Sendable () -> Void] = [:]
    var outputError: (any Error)?
}
