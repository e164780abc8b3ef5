//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSTransport

@Suite(.timeLimit(.minutes(1)))
struct DeadlineTests {
    @Test("deadlines are called in order, never early and soon after their time")
    func times() async throws {
        try await withLoops(1) { loops in
            let loop = loops[0]
            let (calls, continuation) = AsyncStream<(time: UInt64, now: UInt64)>.makeStream()
            var random = SeededGenerator(seed: 7)
            let delays = (0..<200).map { _ in UInt64.random(in: 0...150, using: &random) }
            try await loop.perform { loop in
                for delay in delays {
                    let time = loop.now + delay
                    let deadline = Deadline()
                    // Holds the deadline, and lets go of it when called.
                    deadline.onExpiry { now in
                        deadline.onExpiry(nil)
                        continuation.yield((time, now))
                    }
                    loop.schedule(deadline, at: time)
                }
            }
            var last: UInt64 = 0
            var iterator = calls.makeAsyncIterator()
            for _ in delays {
                let call = try #require(await iterator.next())
                #expect(call.now >= call.time)
                // The promise is 10 ms; a loaded machine keeps its threads waiting for longer than that.
                #expect(call.now - call.time < 2000)
                #expect(call.time >= last)
                last = call.time
            }
        }
    }

    @Test("a cancelled deadline is not called, and one asked for earlier is called earlier")
    func changes() async throws {
        try await withLoops(1) { loops in
            let (calls, continuation) = AsyncStream<String>.makeStream()
            try await loops[0].perform { loop in
                let start = loop.now
                let cancelled = Deadline()
                let broughtForward = Deadline()
                let last = Deadline()
                for (deadline, name) in [(cancelled, "cancelled"), (broughtForward, "forward"), (last, "last")] {
                    deadline.onExpiry { _ in
                        deadline.onExpiry(nil)
                        continuation.yield(name)
                    }
                }
                loop.schedule(broughtForward, at: start + 1_000_000)
                loop.schedule(cancelled, at: start + 20)
                loop.schedule(last, at: start + 60)
                loop.schedule(broughtForward, at: start + 30)
                loop.cancel(cancelled)
                cancelled.onExpiry(nil)
            }
            var iterator = calls.makeAsyncIterator()
            #expect(await iterator.next() == "forward")
            #expect(await iterator.next() == "last")
        }
    }

    @Test("a deadline can ask for the next time when it is called")
    func repetition() async throws {
        try await withLoops(1) { loops in
            let loop = loops[0]
            let (calls, continuation) = AsyncStream<Int>.makeStream()
            try await loop.perform { loop in
                let deadline = Deadline()
                var count = 0
                deadline.onExpiry { now in
                    count += 1
                    continuation.yield(count)
                    if count < 5 {
                        loop.schedule(deadline, at: now + 5)
                    } else {
                        deadline.onExpiry(nil)
                        continuation.finish()
                    }
                }
                loop.schedule(deadline, at: loop.now)
            }
            var counts: [Int] = []
            for await count in calls {
                counts.append(count)
            }
            #expect(counts == [1, 2, 3, 4, 5])
        }
    }
}
