//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSockets

@Suite("token buckets")
final class TokenBucketTests {
    private var bucket = TokenBucket(WebSocket.RateLimit(perSecond: 10, burst: 3), now: 1000)

    private func take(_ count: Int = 1, at now: UInt64, lateness: UInt64 = 0) -> Bool {
        self.bucket.take(count, now: now, lateness: lateness)
    }

    @Test("a burst is allowed at once, and no more")
    func burst() {
        for _ in 0..<3 { #expect(take(at: 1000)) }
        #expect(!take(at: 1000))
        // What is refused costs nothing.
        #expect(take(at: 1100))
    }

    @Test("in the long run the rate is allowed, to the thousandth of a token")
    func rate() {
        for _ in 0..<3 { _ = take(at: 1000) }
        var taken = 0
        for now in stride(from: UInt64(1000), through: 61_000, by: 7) where take(at: now) { taken += 1 }
        #expect(taken == 599)
    }

    @Test("an idle time leaves no more than a burst behind, however long")
    func idle() {
        for now: UInt64 in [2000, 1 << 40, .max] {
            for _ in 0..<3 { #expect(take(at: now)) }
            #expect(!take(at: now))
        }
    }

    @Test("a time in which the loop did not run adds to the burst, up to a minute of it and once")
    func lateness() {
        for _ in 0..<3 { _ = take(at: 1000) }
        // The bucket fills by ten, of which three would be kept.
        #expect(take(8, at: 2000, lateness: 500))
        #expect(!take(at: 2000))
        // What is left over is kept, and does not grow.
        #expect(take(1, at: 3000, lateness: 1000))
        #expect(take(9, at: 4000))
        #expect(!take(4, at: 5000))
        #expect(take(3, at: 5000))
        #expect(!take(604, at: .max, lateness: .max))
        #expect(take(603, at: .max, lateness: .max))
    }

    @Test("many are taken at once if there are as many")
    func many() {
        #expect(!take(4, at: 1000))
        #expect(!take(.max, at: 1000))
        #expect(take(3, at: 1000))
        #expect(!take(1, at: 1000))
        #expect(take(0, at: 1000))
    }

    @Test("a clock that runs back does no harm")
    func oddClock() {
        for _ in 0..<3 { _ = take(at: 1000) }
        #expect(!take(at: 0))
        #expect(!take(at: 1099))
        #expect(take(at: 1100))
    }
}
