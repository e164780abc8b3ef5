//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What a message holds (RFC 6455 §5.6).
public enum MessageKind: Sendable {
    /// UTF-8 text.
    case text
    /// Bytes whose meaning is the application's alone.
    case binary

    /// The opcode of the message's first frame.
    public var opcode: WebSocketOpcode {
        switch self {
        case .text: .text
        case .binary: .binary
        }
    }
}
