//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSTransport

struct DeadlineQueueTests {
    private var queue = DeadlineQueue()

    @Test("the earliest deadline comes first, and none before its time")
    mutating func order() {
        let deadlines = (0..<4).map { _ in Deadline() }
        for (deadline, time) in zip(deadlines, [30, 10, 40, 20] as [UInt64]) {
            self.queue.schedule(deadline, at: time)
        }
        #expect(self.queue.earliest == 10)
        #expect(self.queue.popExpired(at: 9) == nil)
        #expect(self.queue.popExpired(at: 10) === deadlines[1])
        #expect(self.queue.popExpired(at: 19) == nil)
        #expect(self.queue.popExpired(at: 35) === deadlines[3])
        #expect(self.queue.popExpired(at: 35) === deadlines[0])
        #expect(self.queue.popExpired(at: 35) == nil)
        #expect(self.queue.popExpired(at: .max) === deadlines[2])
        #expect(self.queue.earliest == nil)
        #expect(self.queue.count == 0)
    }

    @Test("a deadline is scheduled until it is popped or removed")
    mutating func isScheduled() {
        let popped = Deadline()
        let removed = Deadline()
        #expect(!popped.isScheduled)
        self.queue.schedule(popped, at: 1)
        self.queue.schedule(removed, at: 2)
        #expect(popped.isScheduled && removed.isScheduled)
        self.queue.remove(removed)
        #expect(!removed.isScheduled)
        self.queue.remove(removed)
        #expect(self.queue.popExpired(at: 5) === popped)
        #expect(!popped.isScheduled)
        #expect(self.queue.count == 0)
    }

    @Test("asking again moves a deadline forward, never away")
    mutating func rescheduling() {
        let deadline = Deadline()
        self.queue.schedule(deadline, at: 20)
        self.queue.schedule(deadline, at: 30)
        #expect(self.queue.earliest == 20)
        self.queue.schedule(deadline, at: 10)
        #expect(self.queue.earliest == 10)
        #expect(self.queue.count == 1)
    }

    @Test("a deadline that was put off is not moved forward until it is scheduled anew")
    mutating func puttingOff() {
        let deadline = Deadline()
        self.queue.schedule(deadline, at: 10)
        #expect(self.queue.popExpired(at: 10) === deadline)
        self.queue.putOff(deadline, to: 50)
        self.queue.schedule(deadline, at: 20)
        #expect(self.queue.earliest == 50)
        self.queue.remove(deadline)
        self.queue.schedule(deadline, at: 30)
        self.queue.schedule(deadline, at: 20)
        #expect(self.queue.earliest == 20)
    }

    @Test("deadlines at the ends of the scale are kept apart")
    mutating func extremes() {
        let first = Deadline()
        let last = Deadline()
        self.queue.schedule(last, at: .max)
        self.queue.schedule(first, at: 0)
        #expect(self.queue.popExpired(at: 0) === first)
        #expect(self.queue.popExpired(at: .max - 1) == nil)
        #expect(self.queue.popExpired(at: .max) === last)
    }

    @Test("it does what a sorted array does", arguments: 1...20 as ClosedRange<UInt64>)
    mutating func oracle(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let deadlines = (0..<60).map { _ in Deadline() }
        var times: [ObjectIdentifier: UInt64] = [:]
        for _ in 0..<3000 {
            let deadline = deadlines[Int.random(in: 0..<deadlines.count, using: &random)]
            let id = ObjectIdentifier(deadline)
            let time = UInt64.random(in: 0..<100, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1:
                self.queue.schedule(deadline, at: time)
                times[id] = min(times[id] ?? time, time)
            case 2:
                self.queue.remove(deadline)
                times[id] = nil
            default:
                // Of deadlines at the same time any may come first.
                let popped = self.queue.popExpired(at: time)
                let earliest = times.values.min()
                if let earliest, earliest <= time {
                    let popped = try #require(popped)
                    #expect(times[ObjectIdentifier(popped)] == earliest)
                    times[ObjectIdentifier(popped)] = nil
                } else {
                    #expect(popped == nil)
                }
            }
            try #require(self.queue.count == times.count)
            try #require(self.queue.earliest == times.values.min())
        }
        for deadline in deadlines {
            #expect(deadline.isScheduled == (times[ObjectIdentifier(deadline)] != nil))
        }
    }
}
