//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub

@Suite("a wait with a bound", .timeLimit(.minutes(1)))
struct BoundedWaitTests {
    private let never = ContinuousClock.now + .seconds(3600)

    @Test("ends with the value, before or after it has begun")
    func value() async {
        let early = BoundedWait<Int>()
        early.end(1)
        early.end(2)
        #expect(await early.value(until: self.never, otherwise: 0) == 1)
        let late = BoundedWait<Int>()
        Task { late.end(1) }
        #expect(await late.value(until: self.never, otherwise: 0) == 1)
    }

    @Test("ends at its deadline, also at one that is over")
    func deadline() async {
        for delay in [Duration.milliseconds(10), .seconds(-1)] {
            let wait = BoundedWait<Int>()
            #expect(await wait.value(until: .now + delay, otherwise: 0) == 0)
            wait.end(1)
        }
    }

    @Test("may have a deadline that the system cannot wait for")
    func farDeadline() async {
        let wait = BoundedWait<Int>()
        Task { wait.end(1) }
        #expect(await wait.value(until: .now + .seconds(Int64.max), otherwise: 0) == 1)
    }

    @Test("ends when its task is cancelled, before or after it has begun", arguments: [true, false])
    func cancellation(beforehand: Bool) async {
        let wait = BoundedWait<Int>()
        let task = Task {
            while beforehand && !Task.isCancelled { await Task.yield() }
            return await wait.value(until: self.never, otherwise: 0)
        }
        await Task.yield()
        task.cancel()
        #expect(await task.value == 0)
    }

    @Test("resumes its task once, whatever comes at the same time")
    func races() async {
        for _ in 0..<500 {
            let wait = BoundedWait<Int>()
            let task = Task { await wait.value(until: .now + .microseconds(50), otherwise: 0) }
            let ending = Task { wait.end(1) }
            let cancelling = Task { task.cancel() }
            #expect((0...1).contains(await task.value))
            await ending.value
            await cancelling.value
        }
    }
}
