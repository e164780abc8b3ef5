//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport
public import WebSockets

extension HTTPServer.TestClient {
    /// A clock that stands still unless it is advanced.
    ///
    /// Keepalive, timeouts, rate limits and the closing of a server go by it. Waits of Swift's own clocks, such as `Task.sleep`, do not.
    public struct Clock: Sendable {
        let loop: EventLoop

        /// Advances the time, and waits until what that starts has been done.
        ///
        /// Everything that is due happens at its own time, in order: a ping after 20 seconds and the end of the connection 10 seconds
        /// later are two steps of one call.
        ///
        /// - Parameter duration: How far, in whole milliseconds; it must be positive.
        public func advance(by duration: Duration) async {
            precondition(duration > .zero, "time does not go back")
            await self.loop.advance(by: duration)
        }

        /// Waits until the server and its connections have nothing left to do but wait.
        public func settle() async {
            await self.loop.settle()
        }
    }
}
