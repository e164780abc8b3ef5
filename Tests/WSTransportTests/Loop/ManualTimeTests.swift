//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import Testing
import WSTransport

@Suite("a loop whose time is moved by hand", .timeLimit(.minutes(1)))
struct ManualTimeTests {
    @Test("calls deadlines in order, each at its own time, and none before")
    func order() async throws {
        let loop = EventLoopGroup.leaseWithManualTime()
        defer { EventLoopGroup.giveBack([loop]) }
        let calls = Mutex<[UInt64]>([])
        let start = try await loop.perform { loop in
            let start = loop.now
            for delay: UInt64 in [30_000, 1, 500] {
                let deadline = Deadline(isTimeout: true)
                deadline.onExpiry { now in
                    deadline.onExpiry(nil)
                    #expect(now == loop.now && loop.preciseNow == now * 1_000_000 && loop.lateness == 0)
                    calls.withLock { $0.append(now - start) }
                }
                loop.schedule(deadline, at: start + delay)
            }
            return start
        }
        await loop.settle()
        #expect(calls.withLock { $0 } == [])
        await loop.advance(by: .milliseconds(499))
        #expect(calls.withLock { $0 } == [1])
        await loop.advance(by: .seconds(3600))
        #expect(calls.withLock { $0 } == [1, 500, 30_000])
        #expect(try await loop.perform { $0.now } == start + 3_600_499)
    }

    @Test("waits after each deadline for what that makes others do")
    func settling() async throws {
        let loop = EventLoopGroup.leaseWithManualTime()
        defer { EventLoopGroup.giveBack([loop]) }
        let steps = Mutex<[String]>([])
        let work: @Sendable () async -> Void = {
            for _ in 0..<100 { await Task.yield() }
            await loop.nextTurn()
            steps.withLock { $0.append("task") }
        }
        try await loop.perform { loop in
            let (first, later) = (Deadline(), Deadline())
            first.onExpiry { _ in
                first.onExpiry(nil)
                Task(executorPreference: loop, operation: work)
            }
            later.onExpiry { _ in
                later.onExpiry(nil)
                steps.withLock { $0.append("later") }
            }
            loop.schedule(first, at: loop.now + 10)
            loop.schedule(later, at: loop.now + 11)
        }
        await loop.advance(by: .seconds(1))
        #expect(steps.withLock { $0 } == ["task", "later"])
    }
}
