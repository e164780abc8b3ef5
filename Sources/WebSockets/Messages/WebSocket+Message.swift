//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
public import WebSocketProtocol

extension WebSocket {
    /// A message: what one side sends as a whole and the other receives as a whole.
    ///
    /// Messages are compared by their bytes, texts too: `é` in one scalar and in two are different messages, as they are on the wire.
    public enum Message: Hashable, Sendable {
        /// Text, which is UTF-8 on the wire.
        case text(String)

        /// Bytes without a meaning of their own.
        case binary([UInt8])

        /// Whether it is text or binary.
        public var kind: MessageKind {
            switch self {
            case .text: .text
            case .binary: .binary
            }
        }

        /// The size of the payload in bytes, as it counts against the limits.
        public var byteCount: Int {
            switch self {
            case .text(let text): text.utf8.count
            case .binary(let bytes): bytes.count
            }
        }
    }
}

extension WebSocket.Message {
    /// Returns whether two messages are of one kind and have the same bytes.
    public static func == (left: WebSocket.Message, right: WebSocket.Message) -> Bool {
        switch (left, right) {
        case (.text(let left), .text(let right)): ExactString(left) == ExactString(right)
        case (.binary(let left), .binary(let right)): left == right
        case (.text, .binary), (.binary, .text): false
        }
    }

    /// Hashes the kind and the bytes.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .text(let text):
            hasher.combine(true)
            hasher.combine(ExactString(text))
        case .binary(let bytes):
            hasher.combine(false)
            hasher.combine(bytes)
        }
    }
}

extension WebSocket.Message {
    /// Calls `body` with the payload.
    func withPayload<Result, Failure: Swift.Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch self {
        case .text(let text): try body(text.utf8Span.span)
        case .binary(let bytes): try body(bytes.span)
        }
    }

    /// Creates a message from payload that has been checked to be UTF-8 if it is text.
    init(_ kind: MessageKind, checked payload: Span<UInt8>) {
        switch kind {
        case .text: self = .text(String(checked: payload))
        case .binary: self = .binary([UInt8](copying: payload))
        }
    }
}
