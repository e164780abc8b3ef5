//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WebSocketProtocol

extension WebSocket {
    /// A message that is encoded once, to be sent to many connections.
    ///
    /// ```swift
    /// let price = WebSocket.PreparedMessage("42.17")
    /// for socket in sockets { try await socket.send(price) }
    /// ```
    ///
    /// Where ``WebSocket/Compression`` was agreed on it is compressed once too, or once for each size of window if it is larger than
    /// those. It refers to no other message then. Nor do those that a connection with context takeover sends after it refer to
    /// any before: whoever sends both kinds in turns gains little from context takeover.
    public final class PreparedMessage: Sendable {
        /// The whole frame as a server sends it, the only copy of the message that is kept.
        ///
        /// A client masks each with a key of its own (RFC 6455 §5.3).
        let frame: [UInt8]

        let kind: MessageKind
        /// The size of the frame's header.
        private let headerSize: Int

        /// Whether it may be compressed.
        package let compress: Bool
        /// The same, compressed: made when the first connection needs it, as most messages are sent to none where that was agreed on.
        private let compressedFrames = AtomicLazyReference<CompressedFrames>()

        /// A message compressed for windows of 2 to the power of 8 to 15: each made by the first connection that needs it.
        private final class CompressedFrames: Sendable {
            let frames: [8 of AtomicLazyReference<CompressedFrame>]

            init() {
                self.frames = [8 of AtomicLazyReference<CompressedFrame>] { _ in AtomicLazyReference() }
            }
        }

        private final class CompressedFrame: Sendable {
            /// `nil` if it would be no smaller.
            let bytes: [UInt8]?

            init(_ bytes: [UInt8]?) {
                self.bytes = bytes
            }
        }

        /// Encodes a message.
        ///
        /// - Parameters:
        ///   - message: The message.
        ///   - compress: Whether it may be compressed, as for ``WebSocket/send(_:compress:timeout:)-(WebSocket.Message,_,_)``.
        public init(_ message: WebSocket.Message, compress: Bool = true) {
            self.kind = message.kind
            self.compress = compress
            self.frame = message.withPayload { [UInt8](frame: message.kind.opcode, $0) }
            self.headerSize = self.frame.count - message.byteCount
        }

        /// Encodes a text message.
        ///
        /// - Parameters:
        ///   - text: The message.
        ///   - compress: Whether it may be compressed.
        public convenience init(_ text: String, compress: Bool = true) {
            self.init(.text(text), compress: compress)
        }

        /// The message, as a copy that is made each time.
        public var message: WebSocket.Message { self.withPayload { WebSocket.Message(self.kind, checked: $0) } }

        /// The size of the payload in bytes.
        public var byteCount: Int { self.frame.count - self.headerSize }

        /// Calls `body` with the payload.
        func withPayload<Result, Failure: Swift.Error>(
            _ body: (Span<UInt8>) throws(Failure) -> Result
        ) throws(Failure) -> Result {
            let frame = self.frame
            return try body(frame.span.extracting(droppingFirst: self.headerSize))
        }

        /// The frame as a server sends it on a connection where compression was agreed on.
        ///
        /// - Parameter deflate: Compresses the message, unless another connection with such a window has done so.
        /// - Returns: The frame; `nil` if the message is to be sent as it is.
        func compressedFrame(by deflate: MessageDeflate) -> [UInt8]? {
            guard self.compress else { return nil }
            let index = deflate.windowBits(forMessageOf: self.byteCount) - DeflateParameters.windowBits.lowerBound
            let compressed = self.compressedFrames.load() ?? self.compressedFrames.storeIfNil(CompressedFrames())
            if let known = compressed.frames[index].load() {
                return known.bytes
            }
            let bytes = self.withPayload { payload in
                deflate.deflateAlone(payload).map { [UInt8](frame: self.kind.opcode, $0.span, isCompressed: true) }
            }
            return compressed.frames[index].storeIfNil(CompressedFrame(bytes)).bytes
        }
    }
}

extension [UInt8] {
    fileprivate init(frame opcode: WebSocketOpcode, _ payload: Span<UInt8>, isCompressed: Bool = false) {
        self.init(capacity: FrameEncoder.encodedSize(payloadCount: payload.count, isMasked: false)) { output in
            FrameEncoder.append(opcode, payload: payload, isCompressed: isCompressed, to: &output)
        }
    }
}
