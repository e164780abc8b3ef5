//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What a loop's queue of deadlines holds: something that has a time and can be called then.
///
/// A class to inherit from, so that a stream is its own entry: of a million connections each has one object less.
//
// Sendable, unchecked: touched on its loop's thread only.
package class DeadlineEntry: @unchecked Sendable {
    /// When it is to be called, by the loop's clock.
    final var time: UInt64 = 0
    private final var storedPosition: Int32 = -1
    /// Whether it has been put off since it was scheduled, as its loop was late.
    final var isDeferred = false

    init() {}

    /// Where it stands in its loop's queue, which in 32 bits has room for more than there are descriptors.
    final var position: Int? {
        get { self.storedPosition < 0 ? nil : Int(self.storedPosition) }
        set { self.storedPosition = newValue.map(Int32.init(clamping:)) ?? -1 }
    }

    /// Whether the time is still to come.
    package final var isScheduled: Bool {
        self.position != nil
    }

    /// Whether it ends a wait for something that may have happened unseen while the loop did not run.
    var isTimeout: Bool { false }

    /// Called by the loop when the time has come.
    ///
    /// - Parameter now: The loop's time, or shortly before: all that had arrived by then has been read.
    func expire(now: UInt64) {}
}
