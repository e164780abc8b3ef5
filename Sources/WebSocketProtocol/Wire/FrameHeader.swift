//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Everything in a frame that comes before its payload (RFC 6455 §5.2).
///
/// A value of this type may break the protocol: it says what was on the wire, not whether that was allowed.
public struct FrameHeader: Hashable, Sendable {
    /// The most bytes a header takes: two, eight of length, four of masking key.
    static let maxEncodedSize = 14

    /// The FIN bit, the three RSV bits and the opcode.
    let firstByte: UInt8

    /// The MASK bit and the 7-bit length, which may stand for a longer one.
    let secondByte: UInt8

    /// How many bytes of payload follow the header.
    public let payloadLength: UInt64

    private let key: MaskingKey

    /// Creates a header whose length is encoded in as few bytes as it fits in.
    ///
    /// - Parameters:
    ///   - opcode: What the frame is.
    ///   - payloadLength: How many bytes of payload follow, less than 2^63.
    ///   - isFinal: Whether this is the message's last frame. A control frame always is.
    ///   - rsv1: Whether the message is compressed (RFC 7692 §6). Set on a message's first frame only.
    ///   - maskingKey: The key the payload is masked with: one from a client, none from a server.
    public init(
        opcode: WebSocketOpcode,
        payloadLength: UInt64,
        isFinal: Bool = true,
        rsv1: Bool = false,
        maskingKey: MaskingKey? = nil
    ) {
        precondition(payloadLength < 1 << 63, "a frame's length has 63 bits")
        precondition(
            !opcode.isControl || (isFinal && !rsv1 && payloadLength <= 125),
            "a control frame is final, never compressed, and holds at most 125 bytes"
        )
        let lengthField: UInt8 =
            switch payloadLength {
            case ...125: UInt8(truncatingIfNeeded: payloadLength)
            case ...0xFFFF: 126
            default: 127
            }
        self.init(
            firstByte: (isFinal ? 0x80 : 0) | (rsv1 ? 0x40 : 0) | opcode.rawValue,
            secondByte: (maskingKey == nil ? 0 : 0x80) | lengthField,
            payloadLength: payloadLength,
            key: maskingKey ?? MaskingKey(0)
        )
    }

    init(firstByte: UInt8, secondByte: UInt8, payloadLength: UInt64, key: MaskingKey) {
        self.firstByte = firstByte
        self.secondByte = secondByte
        self.payloadLength = payloadLength
        self.key = key
    }

    /// Whether this is its message's last frame (the FIN bit).
    public var isFinal: Bool { firstByte & 0x80 != 0 }

    /// The first reserved bit, which marks a compressed message where RFC 7692 was negotiated.
    public var rsv1: Bool { firstByte & 0x40 != 0 }

    /// The second reserved bit, which no extension we know uses.
    public var rsv2: Bool { firstByte & 0x20 != 0 }

    /// The third reserved bit, which no extension we know uses.
    public var rsv3: Bool { firstByte & 0x10 != 0 }

    /// What the frame is.
    public var opcode: WebSocketOpcode { WebSocketOpcode(rawValue: firstByte) }

    /// The key the payload is masked with, or `nil` if the MASK bit is not set.
    public var maskingKey: MaskingKey? { secondByte & 0x80 != 0 ? key : nil }

    /// How many bytes the header takes on the wire, from 2 to 14.
    public var encodedSize: Int { FrameHeader.encodedSize(secondByte: secondByte) }

    /// Returns the size of the header that has this second byte.
    @inline(always)
    static func encodedSize(secondByte: UInt8) -> Int {
        let maskSize = secondByte & 0x80 != 0 ? 4 : 0
        return switch secondByte & 0x7F {
        case 126: 4 + maskSize
        case 127: 10 + maskSize
        default: 2 + maskSize
        }
    }
}
