//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension WebSocketMachine {
    /// What is to become of the transport (RFC 6455 §7.1.1).
    public enum TransportDuty: Sendable {
        /// The connection goes on, or its closing handshake does.
        case keepOpen
        /// The handshake is over, and the server closes first: wait for the end of its stream, for a while.
        case awaitPeer
        /// Close the transport.
        case close
    }
}
