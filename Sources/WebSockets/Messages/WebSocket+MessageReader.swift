//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WebSocketProtocol

extension WebSocket {
    /// Receives one message piece by piece, as it arrives.
    ///
    /// ```swift
    /// while let reader = try await socket.nextReader() {
    ///     for try await piece in reader { try file.write(piece) }
    /// }
    /// ```
    ///
    /// The pieces are what has come since the last one was asked for, at most 64 KiB of what is compressed; they are not the
    /// fragments. If fewer are asked for than come, the peer is held back. What is left when the next message is asked for is
    /// discarded.
    public final class MessageReader: AsyncSequence, Sendable {
        /// Whether the message is text or binary.
        ///
        /// Text is checked to be UTF-8 as it comes; its pieces may be cut within a character.
        public let kind: MessageKind

        private let socket: WebSocket
        private let id: UInt32

        init(socket: WebSocket, kind: MessageKind, id: UInt32) {
            self.socket = socket
            self.kind = kind
            self.id = id
        }

        /// Waits for one piece after another.
        public struct AsyncIterator: AsyncIteratorProtocol {
            fileprivate let reader: WebSocket.MessageReader

            /// Waits for the next piece; `nil` after the last.
            ///
            /// Cancelling the task ends the wait and loses nothing.
            ///
            /// - Throws: ``WebSocket/Error`` if the connection ends before the message does, and with the code
            ///   `concurrentReceive` if the next message has been asked for; `CancellationError`.
            public func next() async throws -> [UInt8]? {
                try await self.reader.socket.nextPiece(of: self.reader.id)
            }
        }

        /// Returns an iterator over the pieces to come; one task at a time may use one.
        public func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(reader: self)
        }
    }
}
