//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// A place for publications, one after the other, of which a fixed number is under way.
final class Publication: Sendable {
    private let time = Atomic<UInt64>(0)
    private let lanesLeft: Atomic<Int>
    private let lanes: Int

    init(lanes: Int) {
        self.lanes = lanes
        self.lanesLeft = Atomic(lanes)
    }

    /// When it was sent.
    var sentAt: UInt64 { self.time.load(ordering: .acquiring) }

    /// Takes the place, before it is sent.
    func begin(at time: UInt64) {
        self.lanesLeft.store(self.lanes, ordering: .relaxed)
        self.time.store(time, ordering: .releasing)
    }

    /// Takes note that all connections of one loop have received it.
    ///
    /// - Returns: Whether all connections of all loops have.
    func completed() -> Bool {
        self.lanesLeft.subtract(1, ordering: .acquiringAndReleasing).newValue == 0
    }
}
