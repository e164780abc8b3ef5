//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Writes whole frames.
///
/// Keeps no state and allocates nothing: the caller owns the output, and decides what may be sent when.
public enum FrameEncoder {
    /// Returns how many bytes a frame takes on the wire.
    public static func encodedSize(payloadCount: Int, isMasked: Bool) -> Int {
        let lengthSize = payloadCount <= 125 ? 0 : payloadCount <= 0xFFFF ? 2 : 8
        return 2 + lengthSize + (isMasked ? 4 : 0) + payloadCount
    }

    /// Appends a frame.
    ///
    /// - Parameters:
    ///   - opcode: What the frame is. A control frame must be final and hold at most 125 bytes.
    ///   - payload: The payload, not masked. Text must be UTF-8; it is not checked.
    ///   - isFinal: Whether this is the message's last frame.
    ///   - isCompressed: Whether the message is compressed. Set on a message's first frame only.
    ///   - maskingKey: The key to mask the payload with: a fresh one from a client, none from a server.
    ///   - output: Where the frame goes; it must have room for
    ///     ``encodedSize(payloadCount:isMasked:)`` bytes.
    public static func append(
        _ opcode: WebSocketOpcode,
        payload: Span<UInt8>,
        isFinal: Bool = true,
        isCompressed: Bool = false,
        maskingKey: MaskingKey? = nil,
        to output: inout OutputSpan<UInt8>
    ) {
        FrameHeader(
            opcode: opcode,
            payloadLength: UInt64(payload.count),
            isFinal: isFinal,
            rsv1: isCompressed,
            maskingKey: maskingKey
        ).append(to: &output)
        if let maskingKey {
            output.append(payload, maskedWith: maskingKey)
        } else {
            output.append(copying: payload)
        }
    }

    /// Appends a Close frame (RFC 6455 §5.5.1).
    ///
    /// - Parameters:
    ///   - frame: The code and the reason.
    ///   - maskingKey: The key to mask the payload with: a fresh one from a client, none from a server.
    ///   - output: Where the frame goes; it must have room for ``encodedSize(payloadCount:isMasked:)`` bytes.
    public static func append(
        _ frame: CloseFrame,
        maskingKey: MaskingKey? = nil,
        to output: inout OutputSpan<UInt8>
    ) {
        FrameHeader(
            opcode: .close,
            payloadLength: UInt64(frame.payloadCount),
            maskingKey: maskingKey
        ).append(to: &output)
        guard let code = frame.code else { return }
        precondition(output.freeCapacity >= frame.payloadCount, "no room for the payload")
        let start = output.count
        output.append(bytesOf: code.rawValue.bigEndian)
        output.append(copying: frame.reason.utf8Span.span)
        if let maskingKey {
            let end = output.count
            var written = output.mutableSpan
            written.mask(start..<end, with: maskingKey)
        }
    }
}
