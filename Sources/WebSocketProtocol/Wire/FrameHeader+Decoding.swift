//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension FrameHeader {
    /// Decodes the header at the beginning of the bytes, in one pass and without judging it.
    ///
    /// - Returns: `nil` if the header is not all there. If it is, it took ``encodedSize`` bytes.
    public init?(decoding bytes: Span<UInt8>) {
        guard bytes.count >= 2 else { return nil }
        let second = bytes[1]
        let size = FrameHeader.encodedSize(secondByte: second)
        guard bytes.count >= size, let length = FrameHeader.payloadLength(decoding: bytes) else { return nil }
        let isMasked = second & 0x80 != 0
        self.init(
            firstByte: bytes[0],
            secondByte: second,
            payloadLength: length,
            key: MaskingKey(isMasked ? bytes.load(at: size &- 4, as: UInt32.self) : 0)
        )
    }

    /// Decodes the payload's length from the beginning of a header, as soon as it is there.
    ///
    /// A length that is too large to carry out can be refused before the masking key has arrived.
    @inline(always)
    static func payloadLength(decoding bytes: Span<UInt8>) -> UInt64? {
        guard bytes.count >= 2 else { return nil }
        switch bytes[1] & 0x7F {
        case 126:
            guard bytes.count >= 4 else { return nil }
            return UInt64(UInt16(bigEndian: bytes.load(at: 2, as: UInt16.self)))
        case 127:
            guard bytes.count >= 10 else { return nil }
            return UInt64(bigEndian: bytes.load(at: 2, as: UInt64.self))
        case let length:
            return UInt64(length)
        }
    }
}
