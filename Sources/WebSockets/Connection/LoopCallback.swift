//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What a connection does with bytes that its loop has read.
///
/// The loop is the connection's executor, so that on the loop's thread it may run. `assumeIsolated` would do for that,
/// but it asks the runtime which executor runs, and that takes longer than parsing a message. Here a debug build asks.
@safe
struct LoopCallback: Sendable {
    private let body: @Sendable (isolated WebSocket, inout MutableSpan<UInt8>) -> Void

    init(_ body: @escaping @Sendable (isolated WebSocket, inout MutableSpan<UInt8>) -> Void) {
        self.body = body
    }

    /// Calls the body, from a callback of the loop that the connection lives on.
    @inline(always)
    func onLoop(of socket: WebSocket, _ bytes: inout MutableSpan<UInt8>) {
        socket.loop.assertInLoop()
        // Isolation is a promise to the compiler, kept as said above, and not an argument: both are called alike.
        unsafe unsafeBitCast(self, to: Unisolated.self).body(socket, &bytes)
    }

    private struct Unisolated {
        let body: @Sendable (WebSocket, inout MutableSpan<UInt8>) -> Void
    }
}
