//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

/// Who wants to be told of control frames and of the end; most do not.
final class ControlHandlers {
    var ping: (@Sendable ([UInt8], isolated WebSocket) -> Void)?
    var pong: (@Sendable ([UInt8], isolated WebSocket) -> Void)?
    var close: (@Sendable (CloseCode, String, isolated WebSocket) -> Void)?
    /// What is called once the connection has ended.
    var ends: [@Sendable () -> Void] = []
}
