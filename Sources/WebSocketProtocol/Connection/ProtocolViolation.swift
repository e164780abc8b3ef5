//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A way in which what the peer sent is wrong, for which the connection fails (RFC 6455 §7.1.7).
@nonexhaustive
public enum ProtocolViolation: Error, Hashable, Sendable {
    /// A reserved bit is set that no negotiated extension gives a meaning here (RFC 6455 §5.2, RFC 7692 §6).
    case reservedBitSet
    /// The opcode has no meaning (RFC 6455 §5.2).
    case reservedOpcode(WebSocketOpcode)
    /// A control frame is not final (RFC 6455 §5.5).
    case fragmentedControlFrame
    /// A control frame announces more than 125 bytes of payload (RFC 6455 §5.5).
    case controlFrameTooLong
    /// A continuation came where no message was begun (RFC 6455 §5.4).
    case unexpectedContinuation
    /// A message began before the last one had ended (RFC 6455 §5.4).
    case interleavedMessage
    /// A client sent a frame without masking it (RFC 6455 §5.1).
    case unmaskedFrame
    /// A server masked a frame (RFC 6455 §5.1).
    case maskedFrame
    /// A length is encoded in more bytes than it needs (RFC 6455 §5.2).
    case nonMinimalLength
    /// A length has its most significant bit set (RFC 6455 §5.2).
    case invalidLength
    /// A message is larger than the limit.
    case messageTooBig
    /// A message has more fragments than the limit.
    case tooManyFragments
    /// A text message is not UTF-8 (RFC 6455 §8.1).
    case textNotUTF8
    /// A compressed message does not inflate (RFC 7692 §7.2.2).
    case invalidCompressedData
    /// The payload of a Close frame is a single byte, which is no code (RFC 6455 §5.5.1).
    case closePayloadTooShort
    /// A Close frame has a code that may not be sent (RFC 6455 §7.4).
    case closeCodeNotAllowed(CloseCode)
    /// The reason in a Close frame is not UTF-8 (RFC 6455 §5.5.1).
    case closeReasonNotUTF8

    /// The code that tells the peer what was wrong (RFC 6455 §7.4.1).
    public var closeCode: CloseCode {
        switch self {
        case .reservedBitSet, .reservedOpcode, .fragmentedControlFrame, .controlFrameTooLong,
            .unexpectedContinuation, .interleavedMessage, .unmaskedFrame, .maskedFrame, .nonMinimalLength,
            .invalidLength, .closePayloadTooShort, .closeCodeNotAllowed:
            .protocolError
        case .textNotUTF8, .invalidCompressedData, .closeReasonNotUTF8:
            .invalidFramePayloadData
        case .tooManyFragments:
            .policyViolation
        case .messageTooBig:
            .messageTooBig
        }
    }
}

extension ProtocolViolation: CustomStringConvertible {
    /// What the peer did wrong, in a sentence.
    public var description: String {
        switch self {
        case .reservedBitSet: "The peer set a reserved bit in a frame's header."
        case .reservedOpcode(let opcode): "The peer sent a frame with \(opcode)."
        case .fragmentedControlFrame: "The peer sent a control frame that is not final."
        case .controlFrameTooLong: "The peer sent a control frame of more than 125 bytes."
        case .unexpectedContinuation: "The peer sent a continuation without a message to continue."
        case .interleavedMessage: "The peer began a message before it had ended the last one."
        case .unmaskedFrame: "The client sent a frame that is not masked."
        case .maskedFrame: "The server sent a masked frame."
        case .nonMinimalLength: "The peer encoded a payload's length in more bytes than it needs."
        case .invalidLength: "The peer announced a payload of 2^63 bytes or more."
        case .messageTooBig: "The peer sent a message that is larger than the limit."
        case .tooManyFragments: "The peer sent a message in more fragments than the limit."
        case .textNotUTF8: "The peer sent a text message that is not valid UTF-8."
        case .invalidCompressedData: "The peer sent a compressed message that cannot be decompressed."
        case .closePayloadTooShort: "The peer sent a Close frame with half a code."
        case .closeCodeNotAllowed(let code): "The peer sent a Close frame with the code \(code), which is not allowed."
        case .closeReasonNotUTF8: "The peer sent a Close frame whose reason is not valid UTF-8."
        }
    }
}
