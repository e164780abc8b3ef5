//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A reliable, ordered, two-way stream of bytes that is not a socket of the system: a tunnel, a pipe, a stream of another
/// network library.
///
/// A ``TransportConnection`` made of it carries a WebSocket. The channel is asked to read by one task at a time, and to
/// write by one; both may happen at once.
public protocol ByteChannel: Sendable {
    /// Waits for bytes that the peer has sent.
    ///
    /// When the connection is closed the task that waits here is cancelled, and ``close()`` is called; either has to end
    /// the wait.
    ///
    /// - Returns: The bytes, of which there may be none; `nil` once the peer has ended its side.
    /// - Throws: If the channel is broken. What waits to be written then is still given to ``write(_:)``, for at most a second.
    func read() async throws -> [UInt8]?

    /// Sends bytes, and waits until there is room for more: this is what slows a sender down.
    ///
    /// - Parameter bytes: The bytes, all of which are to be sent.
    /// - Throws: If the channel is broken.
    func write(_ bytes: [UInt8]) async throws

    /// Ends our side; the peer may still send.
    ///
    /// - Throws: If the channel is broken.
    func finishWriting() async throws

    /// Closes both sides at once; called once, after which nothing else is.
    func close()
}
