//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The payload of the frame that is being received: what is left of it, and how it is masked.
struct IncomingPayload: Sendable {
    /// How many bytes have not arrived.
    private var remaining: UInt64

    /// The key for the next byte, 0 if the payload is not masked: masking with 0 changes nothing.
    private var maskingKey: MaskingKey

    /// What the frame is.
    let opcode: WebSocketOpcode

    /// Whether the frame ends its message.
    let isFinal: Bool

    @inline(always)
    init(after header: FrameHeader) {
        opcode = header.opcode
        isFinal = header.isFinal
        remaining = header.payloadLength
        maskingKey = header.maskingKey ?? MaskingKey(0)
    }

    /// Whether the whole payload has arrived.
    var isComplete: Bool { remaining == 0 }

    /// Takes what is there of the payload, unmasking it in place.
    ///
    /// - Parameters:
    ///   - bytes: The bytes received.
    ///   - position: Where the payload goes on. Moved behind what is taken.
    /// - Returns: What is taken, as indices of `bytes`.
    @inline(always)
    mutating func take(from bytes: inout MutableSpan<UInt8>, at position: inout Int) -> Range<Int> {
        let available = bytes.count &- position
        // The conversion clamps; the result is at most `available`, whatever length the peer has announced.
        let count = min(Int(clamping: remaining), available)
        let range = position..<(position &+ count)
        remaining &-= UInt64(count)
        position &+= count
        if maskingKey != MaskingKey(0) {
            bytes.mask(range, with: maskingKey)
            maskingKey = maskingKey.advanced(by: count)
        }
        return range
    }
}
