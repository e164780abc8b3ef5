//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Containers

/// What waits until the peer takes more of what it is sent.
///
/// Apart from the connection, as most have a peer that keeps up.
final class Backlog {
    /// The sends that wait for room, in order.
    var sends = FIFO<WaitingSend>()
    /// The payload of the last ping that could not be answered yet.
    var pong: [UInt8]?
}
