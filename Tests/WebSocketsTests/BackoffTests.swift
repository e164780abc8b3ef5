//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSockets

@Suite("How long to wait before dialing again")
struct BackoffTests {
    @Test(
        "the longest wait doubles with each failure, up to the longest of all",
        arguments: [(0, 1), (1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (8, 60), (1_000_000, 60)]
    )
    func doubling(failures: Int, longest: Int) {
        var generator = SeededGenerator(seed: 1)
        let delays = (0..<2000).map { _ in Dialer.Backoff().delay(after: failures, using: &generator) }
        #expect(delays.allSatisfy { (.zero ... .seconds(longest)).contains($0) })
        // Anything from nothing up to that.
        for quarter in 0..<4 {
            let part = Duration.seconds(longest) * quarter / 4 ..< .seconds(longest) * (quarter + 1) / 4
            #expect((400...600).contains(delays.count { part.contains($0) }))
        }
    }

    @Test("no wait is longer than a year, which the system can still count", arguments: [1, 16])
    func longest(factor: Int) {
        var generator = SeededGenerator(seed: 1)
        let longest = Duration.seconds(Int64.max) * factor
        for backoff in [Dialer.Backoff(initial: longest, maximum: longest), Dialer.Backoff(maximum: longest)] {
            for failures in [1, 2, 1_000_000] {
                let delay = backoff.delay(after: failures, using: &generator)
                #expect((.zero ... .longestWait).contains(delay))
            }
        }
    }

    @Test("a backoff that never waits is the caller's mistake")
    func noWait() async {
        await #expect(processExitsWith: .failure) { _ = Dialer.Backoff(initial: .zero) }
        await #expect(processExitsWith: .failure) { _ = Dialer.Backoff(maximum: .zero) }
    }
}
