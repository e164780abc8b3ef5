//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WebSocketProtocol

extension WebSocket {
    /// A received message where it lies in the receive buffer: nothing is copied, nothing allocated.
    ///
    /// It cannot leave the closure it is given to. What is to be kept is copied, by ``text``, ``message`` or from
    /// ``bytes``.
    public struct MessageView: ~Escapable {
        /// Whether it is text or binary.
        public let kind: MessageKind

        /// The payload; valid UTF-8 if it is text.
        public let bytes: Span<UInt8>

        @_lifetime(copy bytes)
        init(kind: MessageKind, bytes: Span<UInt8>) {
            self.kind = kind
            self.bytes = bytes
        }

        /// The payload as a string, or `nil` if the message is binary.
        public var text: String? {
            self.kind == .text ? String(checked: self.bytes) : nil
        }

        /// The message, copied.
        public var message: WebSocket.Message {
            WebSocket.Message(self.kind, checked: self.bytes)
        }
    }
}
