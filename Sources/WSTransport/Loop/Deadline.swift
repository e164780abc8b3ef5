//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Something that happens on a loop at a time, unless it is put off before.
///
/// Owned by whoever waits, and confined to its loop. Streams need none: each has a deadline of its own.
//
// Sendable, unchecked: touched on its loop's thread only.
package final class Deadline: DeadlineEntry, @unchecked Sendable {
    private var action: ((_ now: UInt64) -> Void)?
    private let isLimit: Bool

    /// Creates a deadline that is not scheduled.
    ///
    /// - Parameter isTimeout: Whether it ends a wait for something that may have happened unseen while the loop did not run. It
    ///   is then called up to a second later if the loop is late.
    package init(isTimeout: Bool = false) {
        self.isLimit = isTimeout
    }

    override var isTimeout: Bool { self.isLimit }

    /// Sets what happens when the time has come; `nil` breaks the cycle with an owner that the action holds.
    package func onExpiry(_ action: ((_ now: UInt64) -> Void)?) {
        self.action = action
    }

    override func expire(now: UInt64) {
        self.action?(now)
    }
}
