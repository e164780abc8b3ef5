//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// A number that only grows, written by one thread and read by any.
///
/// To be written by one thread alone is what it takes for an addition to need no more than a load and a store.
package struct Counter: ~Copyable, Sendable {
    private let count = Atomic<UInt64>(0)

    package var value: UInt64 { self.count.load(ordering: .relaxed) }

    /// Creates a counter at 0.
    package init() {}

    @inline(always)
    package func add(_ amount: Int = 1) {
        self.count.store(self.value &+ UInt64(truncatingIfNeeded: amount), ordering: .relaxed)
    }
}
