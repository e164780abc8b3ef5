//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What is called on a connection, for every message or for every connection, by code that is not isolated to it but runs on its loop's thread:
/// the loop itself, which has read something, or a task of the loop.
///
/// The loop is the connection's executor, so that on the loop's thread these may run. `assumeIsolated` would do for that,
/// but it asks the runtime which executor runs, and that takes longer than parsing a message; awaiting an isolated
/// function asks twice. Here a debug build asks.
struct LoopCalls: Sendable {
    let start: @Sendable (WebSocket, [UInt8], Bool) -> Void
    let received: @Sendable (WebSocket, inout MutableSpan<UInt8>) -> Void
    let sendNow: @Sendable (WebSocket, WebSocket.Message, Bool) -> Bool
    let nextNow: @Sendable (WebSocket) -> NextMessage
    let wait: @Sendable (WebSocket, Resumption<WebSocket.Message?>) -> Void
    let offer: @Sendable (WebSocket, WebSocket.PreparedMessage) -> WebSocket.Offer
    let offerBeyondHighWater: @Sendable (WebSocket, WebSocket.PreparedMessage) -> WebSocket.Offer
    let receivedEnd: @Sendable (WebSocket) -> Void
    let didClose: @Sendable (WebSocket) -> Void

    /// The same functions as the compiler sees them, isolated.
    private struct Isolated: Sendable {
        let start: @Sendable (isolated WebSocket, [UInt8], Bool) -> Void
        let received: @Sendable (isolated WebSocket, inout MutableSpan<UInt8>) -> Void
        let sendNow: @Sendable (isolated WebSocket, WebSocket.Message, Bool) -> Bool
        let nextNow: @Sendable (isolated WebSocket) -> NextMessage
        let wait: @Sendable (isolated WebSocket, Resumption<WebSocket.Message?>) -> Void
        let offer: @Sendable (isolated WebSocket, WebSocket.PreparedMessage) -> WebSocket.Offer
        let offerBeyondHighWater: @Sendable (isolated WebSocket, WebSocket.PreparedMessage) -> WebSocket.Offer
        let receivedEnd: @Sendable (isolated WebSocket) -> Void
        let didClose: @Sendable (isolated WebSocket) -> Void
    }

    private static let isolated = Isolated(
        start: { $0.start(early: $1, hasReceivedEnd: $2) },
        received: { $0.received(&$1) },
        sendNow: { $0.sendNow($1, compress: $2) },
        nextNow: { $0.nextNow() },
        wait: { $0.wait($1) },
        offer: { $0.offerNow($1) },
        offerBeyondHighWater: { $0.offerNowBeyondHighWater($1) },
        receivedEnd: { $0.receivedEnd() },
        didClose: { $0.didClose(.closed) }
    )

    fileprivate static var plain: LoopCalls {
        // Isolation is a promise to the compiler, kept as said above, and not an argument: the fields of both are called
        // alike.
        unsafe unsafeBitCast(Self.isolated, to: LoopCalls.self)
    }
}

extension WebSocket {
    /// The functions that may be called here because this is the loop's thread.
    @inline(always)
    nonisolated var onLoop: LoopCalls {
        self.loop.assertInLoop()
        return LoopCalls.plain
    }
}
