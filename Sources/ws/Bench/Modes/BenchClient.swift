//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// One connection of the generator, as far as messages go: it is touched on the connection's loop only.
protocol BenchClient: AnyObject, SendableMetatype {
    /// How many messages have been sent, where that is counted.
    var sent: UInt64 { get }

    /// How many messages have been sent and not answered.
    var outstanding: Int { get }

    /// Sends the first messages.
    func begin(on socket: isolated WebSocket) throws

    /// Takes an answer; it must be quick.
    func received(_ message: borrowing WebSocket.MessageView, on socket: isolated WebSocket) throws

    /// Takes note that the connection has ended, before its time or in time.
    func ended()
}

extension BenchClient {
    var sent: UInt64 { 0 }

    func ended() {}
}
