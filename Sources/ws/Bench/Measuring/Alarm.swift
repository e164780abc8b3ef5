//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch

/// Wakes a task at a time, as exactly as the system can: within about 0.1 ms.
///
/// Dispatch's timers, on which `Task.sleep` relies, are allowed a millisecond and more.
struct Alarm {
    private let queue = DispatchQueue(label: "alarm", qos: .userInteractive)

    /// Waits until `time`, or until what else runs on the task's executor has had its turn if that is past.
    func sleep(until time: UInt64) async {
        await withCheckedContinuation { continuation in
            self.queue.async {
                MonotonicClock.sleep(until: time)
                continuation.resume()
            }
        }
    }
}
