//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

/// A message that is encoded once, to be sent to many connections.
///
/// ```swift
/// let price = PreparedMessage(.text("42.17"))
/// for socket in sockets { try await socket.enqueue(price) }
/// ```
public final class PreparedMessage: Sendable {
    /// The message.
    public let message: Message

    /// The whole frame as a server sends it.
    ///
    /// A client masks each with a key of its own (RFC 6455 §5.3).
    let frame: [UInt8]

    /// Encodes a message.
    public init(_ message: Message) {
        self.message = message
        self.frame =
            switch message {
            case .text(let text): [UInt8](frame: .text, text.utf8Span.span)
            case .binary(let bytes): [UInt8](frame: .binary, bytes.span)
            }
    }
}

extension [UInt8] {
    fileprivate init(frame opcode: Opcode, _ payload: Span<UInt8>) {
        self.init(capacity: FrameEncoder.encodedSize(payloadCount: payload.count, isMasked: false)) { output in
            FrameEncoder.append(opcode, payload: payload, to: &output)
        }
    }
}
