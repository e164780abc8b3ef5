//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The system's monotonic clock, in nanoseconds, without anything in between: it is read for every message.
enum MonotonicClock {
    /// The time.
    static var now: UInt64 {
        var time = timespec()
        // The structure is written to during the call, which cannot fail with this clock.
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }

    /// Blocks the thread until `time`; up to about 0.1 ms longer, as the system's timers go, or less if a signal comes.
    static func sleep(until time: UInt64) {
        let now = Self.now
        guard time > now else { return }
        let (seconds, nanoseconds) = (time - now).quotientAndRemainder(dividingBy: 1_000_000_000)
        var duration = timespec()
        duration.tv_sec = numericCast(seconds)
        duration.tv_nsec = numericCast(nanoseconds)
        // The structure is read during the call.
        unsafe nanosleep(&duration, nil)
    }
}
