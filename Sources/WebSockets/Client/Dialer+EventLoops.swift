//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport

extension Dialer {
    /// Event loops for the connections of a client, each a thread.
    ///
    /// Most programs need none of their own: ``shared`` is what a ``Dialer`` uses. Whoever wants to keep some connections
    /// apart from others, or to say how many threads there are, makes a set of loops and gives it to a dialer:
    ///
    /// ```swift
    /// var dialer = Dialer()
    /// dialer.eventLoops = Dialer.EventLoops(count: 1)
    /// ```
    ///
    /// Each connection lives on the loop of the set that has the fewest. Connections may outlive the set.
    public final class EventLoops: Sendable {
        /// One loop per core, used by every dialer that was given no others.
        public static let shared = Dialer.EventLoops(loops: EventLoopGroup.shared.loops, isOwner: false)

        private let loops: [EventLoop]
        private let isOwner: Bool

        /// Starts loops that no other set has; their threads are used again when the set is gone.
        ///
        /// - Parameter count: How many; at least one.
        public convenience init(count: Int) {
            precondition(count > 0, "there must be at least one event loop")
            self.init(loops: EventLoopGroup.lease(count: count), isOwner: true)
        }

        private init(loops: [EventLoop], isOwner: Bool) {
            self.loops = loops
            self.isOwner = isOwner
        }

        deinit {
            if self.isOwner {
                EventLoopGroup.giveBack(self.loops)
            }
        }

        /// The number of loops.
        package var count: Int { self.loops.count }

        /// The loop with the fewest connections.
        var leastLoaded: EventLoop { self.loops.leastLoaded }
    }
}
