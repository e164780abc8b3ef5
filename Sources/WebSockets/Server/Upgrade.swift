//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport

/// A connection that goes on as a WebSocket.
struct Upgrade: Sendable {
    let subprotocol: String?
    let compression: AgreedCompression?
    let settings: ConnectionSettings
    /// Who the client is, by the word of a proxy.
    let client: NetworkAddress?
    let handler: WebSocket.Handler
}

extension WebSocket {
    /// Creates a server's connection.
    init(stream: any ByteStream, _ upgrade: Upgrade, _ server: ServerSide? = nil) {
        self.init(
            stream: stream,
            role: .server,
            settings: upgrade.settings,
            subprotocol: upgrade.subprotocol,
            compression: upgrade.compression,
            client: upgrade.client,
            server: server
        )
    }
}
