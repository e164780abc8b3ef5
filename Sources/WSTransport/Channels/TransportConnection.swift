//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A connection to a peer over which a WebSocket runs, or is to run.
@nonexhaustive
public enum TransportConnection: Sendable {
    /// A connected stream socket, TCP or Unix.
    ///
    /// Whoever is handed it to take over owns the descriptor, and closes it.
    case socket(descriptor: CInt)

    /// Anything else that carries bytes.
    case channel(any ByteChannel)
}
