//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Something that happens on a loop at a time, unless it is put off before.
///
/// Owned by whoever waits, one for a connection however many reasons it has to wait; confined to its loop.
//
// Sendable, unchecked: touched on its loop's thread only.
package final class Deadline: @unchecked Sendable {
    private var action: ((_ now: UInt64) -> Void)?

    /// Where the deadline stands in its loop's queue, and for when.
    var position: Int?
    var time: UInt64 = 0

    /// Creates a deadline that is not scheduled.
    package init() {}

    /// Whether the deadline is still to come.
    package var isScheduled: Bool {
        self.position != nil
    }

    /// Sets what happens when the time has come; `nil` breaks the cycle with an owner that the action holds.
    package func onExpiry(_ action: ((_ now: UInt64) -> Void)?) {
        self.action = action
    }

    func expire(now: UInt64) {
        self.action?(now)
    }
}
