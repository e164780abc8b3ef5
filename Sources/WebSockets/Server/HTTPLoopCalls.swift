//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport

/// What is called for every connection that a server accepts, by code on the loop's thread that is not isolated to what
/// it calls; see ``LoopCalls``.
struct HTTPLoopCalls: Sendable {
    let accepted: @Sendable (ServerLoop, any ByteStream) -> Void
    let runSocket: @Sendable (ServerLoop, WebSocket, @escaping WebSocket.Handler) -> Void
    let takeNext: @Sendable (ServerLoop) -> ServerLoop.Activity?
    let connectionEnded: @Sendable (ServerLoop, Bool) -> Void
    let start: @Sendable (HTTPConnection) -> Void
    let received: @Sendable (HTTPConnection, Span<UInt8>) -> Void

    /// The same functions as the compiler sees them, isolated.
    private struct Isolated: Sendable {
        let accepted: @Sendable (isolated ServerLoop, any ByteStream) -> Void
        let runSocket: @Sendable (isolated ServerLoop, WebSocket, @escaping WebSocket.Handler) -> Void
        let takeNext: @Sendable (isolated ServerLoop) -> ServerLoop.Activity?
        let connectionEnded: @Sendable (isolated ServerLoop, Bool) -> Void
        let start: @Sendable (isolated HTTPConnection) -> Void
        let received: @Sendable (isolated HTTPConnection, Span<UInt8>) -> Void
    }

    private static let isolated = Isolated(
        accepted: { $0.accepted($1) },
        runSocket: { $0.run($1, $2) },
        takeNext: { $0.takeNext() },
        connectionEnded: { $0.connectionEnded(wasRefused: $1) },
        start: { $0.start() },
        received: { $0.received($1) }
    )

    fileprivate static var plain: HTTPLoopCalls {
        // As in LoopCalls: isolation is a promise to the compiler, which the loop's thread keeps, and not an argument.
        unsafe unsafeBitCast(Self.isolated, to: HTTPLoopCalls.self)
    }
}

extension ServerLoop {
    /// The functions that may be called here because this is the loop's thread.
    @inline(always)
    nonisolated var onLoop: HTTPLoopCalls {
        self.loop.assertInLoop()
        return HTTPLoopCalls.plain
    }
}

extension HTTPConnection {
    /// The functions that may be called here because this is the loop's thread.
    @inline(always)
    nonisolated var onLoop: HTTPLoopCalls {
        self.loop.assertInLoop()
        return HTTPLoopCalls.plain
    }
}
