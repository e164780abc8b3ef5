//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What a frame is, as the low four bits of its first byte say (RFC 6455 §5.2).
///
/// An open set: an opcode that is reserved today keeps its number, so that it can be named when it is refused.
public struct WebSocketOpcode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire, from 0 to 15.
    public let rawValue: UInt8

    /// Creates an opcode from its number on the wire.
    ///
    /// - Parameter rawValue: The number, of which only the low four bits count: a frame has no room for more.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue & 0x0F
    }

    /// Continues the message that an earlier frame began.
    public static let continuation = WebSocketOpcode(rawValue: 0x0)

    /// Begins a text message, which is UTF-8.
    public static let text = WebSocketOpcode(rawValue: 0x1)

    /// Begins a binary message.
    public static let binary = WebSocketOpcode(rawValue: 0x2)

    /// Starts the closing handshake, or answers it (RFC 6455 §5.5.1).
    public static let close = WebSocketOpcode(rawValue: 0x8)

    /// Asks for a Pong (RFC 6455 §5.5.2).
    public static let ping = WebSocketOpcode(rawValue: 0x9)

    /// Answers a Ping, or is sent unasked as a heartbeat (RFC 6455 §5.5.3).
    public static let pong = WebSocketOpcode(rawValue: 0xA)

    /// Whether frames of this opcode are control frames: short, never fragmented, allowed between fragments.
    public var isControl: Bool { rawValue & 0x8 != 0 }

    /// Whether no meaning has been given to this opcode (RFC 6455 §5.2: 0x3 to 0x7 and 0xB to 0xF).
    public var isReserved: Bool { rawValue & 0x7 > 2 }
}

extension WebSocketOpcode: CustomStringConvertible {
    /// The RFC's name of the opcode, or its number if it is reserved.
    public var description: String {
        switch self {
        case .continuation: "continuation"
        case .text: "text"
        case .binary: "binary"
        case .close: "close"
        case .ping: "ping"
        case .pong: "pong"
        default: "reserved opcode \(rawValue)"
        }
    }
}
