//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv
import CWSMalloc

/// Gives memory that is free back to the system, some time after many connections have ended.
///
/// The C library keeps what lies between blocks that are still in use: after a storm of large messages most of the heap, for
/// ever. Confined to its loop.
struct HeapTrimming {
    /// How many connections end before it is worth the while.
    private static let threshold = 100

    /// How many milliseconds to wait for more of them.
    private static let delay: UInt64 = 5000

    private var endedCount = 0
    private let deadline = Deadline()

    /// Notes that a connection has ended.
    mutating func connectionEnded(on loop: EventLoop) {
        self.endedCount += 1
        guard self.endedCount == Self.threshold else { return }
        self.deadline.onExpiry { [unowned loop] _ in loop.trimHeap() }
        loop.schedule(self.deadline, at: loop.now + Self.delay)
    }

    /// Trims the heap, on a thread of libuv's pool: it looks at all that is free.
    mutating func trim(_ loop: EventLoop) {
        self.endedCount = 0
        #if canImport(Glibc)
        let work = UnsafeMutablePointer<uv_work_t>.allocate(capacity: 1)
        unsafe work.initialize(to: uv_work_t())
        // The request lives until libuv calls back, which it does once if it has accepted it.
        let status = unsafe uv_queue_work(
            loop.uv,
            work,
            { _ in malloc_trim(0) },
            { work, _ in unsafe work?.deallocate() }
        )
        if status != 0 {
            unsafe work.deallocate()
        }
        #endif
    }
}
