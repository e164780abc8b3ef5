//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Checks frame headers against the rules of RFC 6455 §5, and against the limits.
///
/// The rules are looked at in the order of the bytes they are about. So a header that breaks several is refused for the
/// same reason whether it comes whole or byte by byte, and always at the first byte that breaks one.
struct FrameHeaderValidator: Sendable {
    /// Our role, the other of the peer's.
    let role: WebSocketRole

    /// Whether the RSV1 bit may mark a message as compressed (RFC 7692 §6).
    let allowsCompression: Bool

    /// Checks a whole header.
    @inline(always)
    func check(_ header: FrameHeader, after fragments: FragmentSequence) throws(ProtocolViolation) {
        try check(firstByte: header.firstByte, after: fragments)
        try check(secondByte: header.secondByte, opcode: header.opcode)
        try check(payloadLength: header.payloadLength, secondByte: header.secondByte)
        try fragments.checkSize(header)
    }

    /// Checks as much of a header as is there, since the rest may never come.
    func check(incomplete bytes: Span<UInt8>, after fragments: FragmentSequence) throws(ProtocolViolation) {
        guard bytes.count >= 1 else { return }
        try check(firstByte: bytes[0], after: fragments)
        guard bytes.count >= 2 else { return }
        try check(secondByte: bytes[1], opcode: WebSocketOpcode(rawValue: bytes[0]))
        guard let length = FrameHeader.payloadLength(decoding: bytes) else { return }
        try check(payloadLength: length, secondByte: bytes[1])
        try fragments.checkSize(
            FrameHeader(firstByte: bytes[0], secondByte: bytes[1], payloadLength: length, key: MaskingKey(0))
        )
    }

    @inline(always)
    private func check(firstByte: UInt8, after fragments: FragmentSequence) throws(ProtocolViolation) {
        let opcode = WebSocketOpcode(rawValue: firstByte)
        let reservedBits = firstByte & 0x70
        if reservedBits != 0 {
            // A message's first frame carries the mark of compression, the others and control frames never do.
            let isFirstFrame = opcode == .text || opcode == .binary
            guard reservedBits == 0x40, allowsCompression, isFirstFrame else { throw .reservedBitSet }
        }
        guard !opcode.isReserved else { throw .reservedOpcode(opcode) }
        guard !opcode.isControl else {
            guard firstByte & 0x80 != 0 else { throw .fragmentedControlFrame }
            return
        }
        try fragments.checkOrder(opcode)
    }

    @inline(always)
    private func check(secondByte: UInt8, opcode: WebSocketOpcode) throws(ProtocolViolation) {
        let isMasked = secondByte & 0x80 != 0
        switch role {
        case .server: guard isMasked else { throw .unmaskedFrame }
        case .client: guard !isMasked else { throw .maskedFrame }
        }
        guard !opcode.isControl || secondByte & 0x7F <= 125 else { throw .controlFrameTooLong }
    }

    @inline(always)
    private func check(payloadLength: UInt64, secondByte: UInt8) throws(ProtocolViolation) {
        switch secondByte & 0x7F {
        case 126:
            guard payloadLength > 125 else { throw .nonMinimalLength }
        case 127:
            guard payloadLength > 0xFFFF else { throw .nonMinimalLength }
            guard payloadLength < 1 << 63 else { throw .invalidLength }
        default:
            break
        }
    }
}
