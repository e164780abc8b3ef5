//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

/// A received message that waits for the application.
enum WaitingMessage {
    case message(WebSocket.Message)

    /// One that is still compressed, since what it stands for may be a thousand times as large.
    case compressed(MessageKind, [UInt8])

    /// One that has been inflated in part: the first of those that wait, if any.
    case unfinished(UnfinishedMessage)

    /// What it takes while it waits: empty ones are not free.
    var size: Int {
        let payloadSize =
            switch self {
            case .message(let message): message.byteCount
            case .compressed(_, let payload): payload.count
            case .unfinished(let message): message.size
            }
        return payloadSize + MemoryLayout<WaitingMessage>.stride
    }
}
