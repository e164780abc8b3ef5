//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What an opening handshake has brought besides a connection; most bring nothing.
final class Agreement: Sendable {
    let subprotocol: String?
    let response: HandshakeResponse?

    /// Fails if there is neither.
    init?(subprotocol: String?, response: HandshakeResponse?) {
        if subprotocol == nil, response == nil { return nil }
        self.subprotocol = subprotocol
        self.response = response
    }
}
