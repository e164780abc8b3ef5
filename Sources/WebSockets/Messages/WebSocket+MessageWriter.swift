//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension WebSocket {
    /// Sends the pieces of one message, within ``WebSocket/send(_:compress:timeout:_:)``.
    public struct MessageWriter: Sendable {
        let socket: WebSocket
        let id: UInt32
        let timeout: Duration?

        /// Sends a piece of the message, as soon as there is room for it.
        ///
        /// Cancelling the task while it waits leaves the message as it was before.
        ///
        /// - Parameter text: The piece.
        /// - Throws: ``WebSocket/Error`` if the connection is closing or broken, with the code `timedOut` when time has run out, and
        ///   with `invalidArgument` if the message has ended; `CancellationError`.
        public func write(_ text: String) async throws {
            try await self.socket.write(.text(text), by: self.id, timeout: self.timeout)
        }

        /// Sends a piece of the message, as soon as there is room for it.
        ///
        /// - Parameter bytes: The piece. A text message must be UTF-8 as a whole; it may be cut anywhere.
        /// - Throws: As ``write(_:)-(String)``; ``WebSocket/Error`` with the code `invalidArgument` for a piece of a text
        ///   message that is not UTF-8, of which nothing is sent.
        public func write(_ bytes: [UInt8]) async throws {
            try await self.socket.write(.binary(bytes), by: self.id, timeout: self.timeout)
        }
    }
}
