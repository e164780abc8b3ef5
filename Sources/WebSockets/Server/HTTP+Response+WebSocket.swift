//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP
import WSHTTP1
public import WSTransport
import WebSocketProtocol

extension HTTP.Response {
    /// Goes on as a WebSocket on a connection of another server than ``HTTPServer``, until the upgrader's handler has
    /// returned and the WebSocket is closed.
    ///
    /// The other server parses the request, has it checked, answers what is refused as it answers other requests, and then
    /// lets go of the connection:
    ///
    /// ```swift
    /// do {
    ///     let request = try HTTP.Request(target: head.target, headers: head.headers)
    ///     let response = try upgrader.upgrade(request) { socket in … }
    ///     try await response.runWebSocket(over: .socket(descriptor: connection.detach()))
    /// } catch let error as HTTP.Error {
    ///     connection.answer(error.response)
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - connection: The connection, from now on the WebSocket's, which closes it.
    ///   - early: What has been read of it behind the request.
    ///   - sendsHead: Whether the head of this response is sent first; `false` for a server that has sent it.
    ///   - eventLoops: The loops of which one is to run the connection.
    /// - Throws: What the handler throws; ``WebSocket/Error`` with the code `connectionFailed` if the connection cannot be
    ///   taken over, and `invalidArgument` if this response opens no WebSocket or has invalid header fields.
    public func runWebSocket(
        over connection: TransportConnection,
        early: [UInt8] = [],
        sendsHead: Bool = true,
        on eventLoops: Dialer.EventLoops = .shared
    ) async throws {
        guard let upgrade else {
            throw WebSocket.Error(
                .invalidArgument,
                "Cannot run a WebSocket: this response was not made by an upgrader."
            )
        }
        if let problem {
            throw WebSocket.Error(.invalidArgument, "Cannot run a WebSocket: \(problem)")
        }
        var head: [UInt8] = []
        if sendsHead {
            ResponseSerializer.append(status: self.status, fields: self.headers, to: &head)
        }
        let socket = try await upgrade.start(over: connection, head: head, early: early, on: eventLoops.leastLoaded)
        try await socket.runToEnd(upgrade.handler)
    }
}

extension Upgrade {
    fileprivate func start(
        over connection: TransportConnection,
        head: [UInt8],
        early: [UInt8],
        on loop: EventLoop
    ) async throws -> WebSocket {
        let stream: any ByteStream
        do {
            stream = try await loop.adopt(connection)
        } catch {
            throw WebSocket.Error(
                .connectionFailed,
                "Could not take the connection over: \(error)".asSentence,
                cause: error
            )
        }
        return try await loop.perform { _ in
            stream.append(head)
            let socket = WebSocket(stream: stream, self)
            socket.onLoop.start(socket, early, false)
            return socket
        }
    }
}
