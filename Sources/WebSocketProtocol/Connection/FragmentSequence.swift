//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The order of data frames: a message is one frame, or a first one and continuations (RFC 6455 §5.4).
///
/// Counts what an unfinished message has cost so far, empty fragments too, and knows nothing of its bytes.
struct FragmentSequence: Sendable {
    /// The message that has begun and not ended.
    private(set) var message: Message?

    private let maxFragments: UInt32

    /// A message that has begun may be larger already, if it has been lowered since.
    var maxMessageSize: Int

    /// A message that is being received.
    struct Message: Sendable {
        /// The sum of the fragments' announced lengths, which has been found to be within the limit.
        var size: UInt64 = 0

        var fragmentCount: UInt32 = 0
        let kind: MessageKind
        let isCompressed: Bool

        /// Whether a part of the message has been handed out.
        var isReported = false
    }

    init(limits: WebSocketMachine.Limits) {
        // Clamped to what a connection would take years to send.
        maxFragments = UInt32(clamping: limits.maxFragments)
        maxMessageSize = limits.maxMessageSize
    }

    /// Begins the next fragment of a message, whose header must have passed the checks.
    @inline(always)
    mutating func receivedHeader(_ header: FrameHeader) {
        var message =
            self.message ?? Message(kind: header.opcode == .text ? .text : .binary, isCompressed: header.rsv1)
        message.fragmentCount &+= 1
        // Checked by `checkSize`: the sum is at most the limit.
        message.size &+= header.payloadLength
        self.message = message
    }

    /// Notes that a part of the message is handed out.
    ///
    /// - Returns: Whether it is the message's first.
    @inline(always)
    mutating func reportedPart() -> Bool {
        guard message?.isReported == false else { return false }
        message?.isReported = true
        return true
    }

    /// Ends the message.
    @inline(always)
    mutating func endedMessage() {
        message = nil
    }

    /// Whether a message that has not begun may have this size.
    @inline(always)
    func allows(_ size: Int) -> Bool { size <= maxMessageSize }

    /// Checks whether a data frame may come now.
    @inline(always)
    func checkOrder(_ opcode: WebSocketOpcode) throws(ProtocolViolation) {
        guard opcode == .continuation else {
            guard message == nil else { throw .interleavedMessage }
            return
        }
        guard let message else { throw .unexpectedContinuation }
        guard message.fragmentCount < maxFragments else { throw .tooManyFragments }
    }

    /// Checks whether the payload that a header announces is within the limit.
    @inline(always)
    func checkSize(_ header: FrameHeader) throws(ProtocolViolation) {
        guard !header.opcode.isControl else { return }
        let isCompressed = message?.isCompressed ?? header.rsv1
        let limit = isCompressed ? maxCompressedSize : UInt64(maxMessageSize)
        let size = message?.size ?? 0
        guard size <= limit, header.payloadLength <= limit &- size else { throw .messageTooBig }
    }

    /// The most bytes that a compressed message may have so far.
    ///
    /// How large it becomes is known only to who inflates it, and is limited there. But compression adds little to what cannot
    /// be compressed: an eighth in blocks of the fixed code (RFC 1951 §3.2.6), less in others, and some bytes for the
    /// flush at the end of a fragment.
    private var maxCompressedSize: UInt64 {
        let size = UInt64(maxMessageSize)
        return size &+ size / 4 &+ 64 &+ 16 &* UInt64(message?.fragmentCount ?? 0)
    }
}
