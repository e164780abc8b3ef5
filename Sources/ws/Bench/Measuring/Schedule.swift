//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// When a run begins, when it is measured, and when it ends; read for every message, from all loops.
final class Schedule: Sendable {
    /// When messages begin to flow, in the monotonic clock's nanoseconds.
    let start: UInt64
    /// When the warm-up is over.
    let measuredFrom: UInt64
    private let endTime: Atomic<UInt64>

    init(start: UInt64, warmup: Double, duration: Double) {
        self.start = start
        self.measuredFrom = start + UInt64(warmup * 1e9)
        self.endTime = Atomic(self.measuredFrom + UInt64(duration * 1e9))
    }

    /// When no more messages are sent, nor answers counted.
    var end: UInt64 { self.endTime.load(ordering: .relaxed) }

    /// Ends the run now, if it has not ended.
    func stop() {
        self.endTime.min(MonotonicClock.now, ordering: .relaxed)
    }

    /// The measured time so far, or in all.
    var measuredSeconds: Double {
        let until = min(self.end, MonotonicClock.now)
        return until > self.measuredFrom ? Double(until - self.measuredFrom) / 1e9 : 0
    }
}
