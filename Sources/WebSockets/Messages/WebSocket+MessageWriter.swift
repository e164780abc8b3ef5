//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension WebSocket {
    /// Sends one message piece by piece, for those who do not have it as a whole.
    ///
    /// ```swift
    /// let writer = try await socket.nextWriter(.binary)
    /// for try await piece in file { try await writer.write(piece) }
    /// try await writer.finish()
    /// ```
    ///
    /// Each piece leaves as a fragment (RFC 6455 §5.4), and the peer learns only with ``finish()`` that the message is whole.
    /// Until then all else that is sent waits, but control frames. A writer that is released without having finished, after it
    /// has sent something, fails the connection with 1011: half a message is never taken for a whole one.
    public final class MessageWriter: Sendable {
        private let socket: WebSocket
        private let id: UInt32

        init(socket: WebSocket, id: UInt32) {
            self.socket = socket
            self.id = id
        }

        deinit {
            let socket = self.socket
            let id = self.id
            socket.loop.execute {
                socket.assumeIsolated { $0.abandonWriter(id) }
            }
        }

        /// Sends a piece of the message, as soon as there is room for it.
        ///
        /// Cancelling the task while it waits leaves the message as it was before.
        ///
        /// - Parameter text: The piece.
        /// - Throws: ``WebSocket/Error`` if the connection is closing or broken, or the message has been finished;
        ///   `CancellationError`.
        public func write(_ text: String) async throws {
            try await self.socket.write(.text(text), by: self.id)
        }

        /// Sends a piece of the message, as soon as there is room for it.
        ///
        /// - Parameter bytes: The piece. A text message must be UTF-8 as a whole; it may be cut anywhere.
        /// - Throws: As ``write(_:)-(String)``; ``WebSocket/Error`` with the code `invalidArgument` for a piece of a text
        ///   message that is not UTF-8, of which nothing is sent.
        public func write(_ bytes: [UInt8]) async throws {
            try await self.socket.write(.binary(bytes), by: self.id)
        }

        /// Ends the message.
        ///
        /// - Throws: ``WebSocket/Error`` if the connection is closing or broken, or the message has been finished, and with the
        ///   code `invalidArgument` if a text message ends within a character.
        public func finish() async throws {
            try await self.socket.finishMessage(by: self.id)
        }
    }
}
