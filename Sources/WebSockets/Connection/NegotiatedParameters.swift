//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport

/// What an opening handshake has brought besides a connection; most bring nothing.
final class NegotiatedParameters: Sendable {
    let subprotocol: String?
    let response: Dialer.HandshakeResponse?
    /// Who a server's client is, by the word of a proxy.
    let client: NetworkAddress?
    /// Whose the connection is counted as, if it is.
    let network: ClientNetwork?

    /// Fails if there is nothing.
    init?(subprotocol: String?, response: Dialer.HandshakeResponse?, client: NetworkAddress?, network: ClientNetwork?) {
        if subprotocol == nil, response == nil, client == nil, network == nil { return nil }
        self.subprotocol = subprotocol
        self.response = response
        self.client = client
        self.network = network
    }
}
