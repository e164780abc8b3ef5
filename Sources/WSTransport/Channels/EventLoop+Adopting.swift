//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension EventLoop {
    /// Takes over a connection that somebody else has made.
    ///
    /// - Parameter connection: The connection, which is closed if that fails.
    /// - Returns: A stream on this loop.
    /// - Throws: ``TransportError`` if a descriptor is not that of a stream socket.
    package func adopt(_ connection: TransportConnection) async throws -> any ByteStream {
        try await self.perform { loop in
            switch connection {
            case .socket(let descriptor): try UVStream(adopting: descriptor, loop: loop)
            case .channel(let channel): ChannelStream(channel, loop: loop)
            }
        }
    }
}
