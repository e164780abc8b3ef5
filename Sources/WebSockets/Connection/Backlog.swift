//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// What waits until the peer takes more of what it is sent, or a message that is sent piece by piece is whole.
///
/// Apart from the connection, as most have a peer that keeps up.
final class Backlog {
    /// The sends that wait for room, in order.
    var sends = FIFO<WaitingSend>()
    /// What messages take that were enqueued and have to wait, in bytes.
    var enqueuedSize = 0
    /// The message that is being sent piece by piece: no other may begin.
    var writer: OutgoingMessage?
    /// The payload of the last ping that could not be answered yet.
    var pong: [UInt8]?

    /// Who wants to know when there is room.
    var roomWaiters: [@Sendable () -> Void] = []

    /// Whether whatever is to be sent has to wait.
    var isBlocking: Bool { self.writer != nil || !self.sends.isEmpty }
}
