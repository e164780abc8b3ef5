//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// What clients have seen, told by any of them.
final class Tally: Sendable {
    /// The numbers.
    struct Counts: Encodable {
        /// How many connections are open.
        var open = 0
        /// How many have been opened.
        var opened = 0
        /// How many attempts have failed.
        var failedAttempts = 0
        /// How many messages were sent, and how many came back as they were.
        var sent = 0
        var echoed = 0
        /// How many were on their way when a connection was lost.
        var cut = 0
        /// How many numbers came that had to come, each once and in order.
        var ticks = 0
        /// How many connections were lost.
        var lost = 0
        /// What went wrong, at most some of it.
        var errors: [String] = []
    }

    private let state = Mutex((counts: Counts(), isStopping: false))

    var counts: Counts { self.state.withLock { $0.counts } }

    /// Whether the clients are to close their connections.
    var isStopping: Bool { self.state.withLock { $0.isStopping } }

    func stop() {
        self.state.withLock { $0.isStopping = true }
    }

    /// Forgets what was lost by now.
    func forgive() {
        self.state.withLock { state in
            state.counts.lost = 0
            state.counts.failedAttempts = 0
            state.counts.errors = []
        }
    }

    /// Changes the numbers.
    func count(_ change: (inout Counts) -> Void) {
        self.state.withLock { change(&$0.counts) }
    }

    /// Notes that something went wrong.
    func note(_ error: String) {
        self.count { counts in
            if counts.errors.count < 10 { counts.errors.append(error) }
        }
    }
}
