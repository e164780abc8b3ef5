//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport
public import WebSockets

extension WebSocket {
    /// What can go wrong on the way to and from this end of a connection in memory.
    public struct Faults: Sendable {
        let socket: WebSocket

        /// Breaks the connection: both ends see it reset.
        public func cut() async {
            await self.change { $0.cut() }
        }

        /// Lets nothing arrive at this end, or again what has been sent meanwhile: pings remain unanswered, say.
        public func stall(_ isStalled: Bool = true) async {
            await self.change { $0.isStalled = isStalled }
        }

        /// Lets at most so many bytes arrive at this end at once: 1 splits everything.
        public func split(every count: Int) async {
            precondition(count > 0, "something has to arrive")
            await self.change { $0.maxDelivery = count }
        }

        private func change(_ body: @escaping @Sendable (MemoryStream) -> Void) async {
            await self.socket.changeMemoryStream(body)
            await self.socket.loop.settle()
        }
    }

    /// What can go wrong on the way of what this end receives; of a connection of ``HTTPServer/TestClient`` only.
    public nonisolated var faults: Faults { Faults(socket: self) }
}
