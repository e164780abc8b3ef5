//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A connection that goes on as a WebSocket.
struct Upgrade: Sendable {
    let subprotocol: String?
    let compression: AgreedCompression?
    let settings: ConnectionSettings
    let handler: WebSocketHandler
}
