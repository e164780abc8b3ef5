//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CAllocationCounter
import Synchronization

/// Counts the allocations of a loop's thread, from one message to others that come much later, so that buffers have been made.
///
/// It does so twice, and the lesser number counts: a loop has other work as well, such as giving back memory that tests before
/// have left.
package final class AllocationMeter: Sendable {
    /// How many messages it takes.
    package static let messageCount = 3000

    private static let first = 1000
    private static let middle = 2000
    private let state = Mutex((seen: 0, allocations: Int.max))

    /// Creates a meter that has seen nothing.
    package init() {}

    /// Tells that a message has come, on the loop's thread.
    package func saw() {
        self.state.withLock { state in
            state.seen += 1
            if state.seen == Self.middle || state.seen == Self.messageCount {
                state.allocations = min(state.allocations, allocation_counter_stop())
            }
            if state.seen == Self.first || state.seen == Self.middle {
                allocation_counter_start()
            }
        }
    }

    /// How many allocations each message made.
    package var allocationsPerMessage: Double {
        self.state.withLock { Double($0.allocations) / Double(Self.messageCount - Self.middle) }
    }
}
