//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The messages of a connection as one stream of bytes, made by ``WebSocket/joinedMessages(terminator:)``.
public struct JoinedMessages: AsyncSequence, Sendable {
    let socket: WebSocket
    let terminator: [UInt8]

    /// Waits for one piece of the stream after another.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let socket: WebSocket
        fileprivate let terminator: [UInt8]
        private var pieces: WebSocket.MessageReader.AsyncIterator?

        fileprivate init(_ joined: JoinedMessages) {
            self.socket = joined.socket
            self.terminator = joined.terminator
        }

        /// Waits for the next bytes; `nil` after a normal close.
        ///
        /// Cancelling the task ends the wait and loses nothing.
        ///
        /// - Throws: ``WebSocket/Error`` unless the connection was closed normally; `CancellationError`.
        public mutating func next() async throws -> [UInt8]? {
            while true {
                if let pieces {
                    if let piece = try await pieces.next() { return piece }
                    self.pieces = nil
                    if !self.terminator.isEmpty { return self.terminator }
                }
                guard let reader = try await self.socket.nextReader() else { return nil }
                self.pieces = reader.makeAsyncIterator()
            }
        }
    }

    /// Returns an iterator over the bytes to come; one task at a time may use one.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(self)
    }
}
