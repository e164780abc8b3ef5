//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension WebSocketMachine {
    /// What was received.
    public enum Received: Equatable, Sendable {
        /// Everything has been taken in; more is needed before there is anything to tell.
        case needsMoreBytes
        /// A message, or a part of one.
        case data(DataPart)
        /// A Ping, to be answered with a Pong of the same payload: ``WebSocketMachine/controlPayload``.
        ///
        /// No answer is due where ``WebSocketMachine/canSendData`` is `false` (RFC 6455 §5.5.2).
        case ping
        /// A Pong, whose payload is ``WebSocketMachine/controlPayload``.
        case pong
        /// The peer's Close frame, to be answered with ``CloseFrame/reply`` unless we have sent one.
        ///
        /// Afterwards all input is ignored.
        case close(CloseFrame)
        /// The peer broke the protocol or exceeded a limit: the connection has failed (RFC 6455 §7.1.7).
        ///
        /// To be followed by a Close frame with the violation's code. Afterwards all input is ignored.
        case violation(ProtocolViolation)
    }

    /// A message, or a part of one: payload as it arrives.
    public struct DataPart: Hashable, Sendable {
        /// What the message holds.
        public let kind: MessageKind

        /// Where the payload lies in the bytes that were given.
        ///
        /// It has been unmasked. If it is text that is not compressed, then it has been checked to be UTF-8, which a
        /// part may cut in the middle of a character. It is empty only if the part is the message's last.
        public let payload: Range<Int>

        /// Whether the message begins with this part.
        public let isFirst: Bool

        /// Whether the message ends with this part.
        public let isLast: Bool

        /// Whether the message is compressed (RFC 7692 §6).
        ///
        /// Then neither its UTF-8 nor its size has been checked.
        public let isCompressed: Bool

        /// Creates a part of a message.
        public init(kind: MessageKind, payload: Range<Int>, isFirst: Bool, isLast: Bool, isCompressed: Bool = false) {
            self.kind = kind
            self.payload = payload
            self.isFirst = isFirst
            self.isLast = isLast
            self.isCompressed = isCompressed
        }
    }
}
