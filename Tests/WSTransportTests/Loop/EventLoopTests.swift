//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import Testing
import WSTransport

@Suite(.timeLimit(.minutes(1)))
struct EventLoopTests {
    private struct Failure: Error, Equatable {}

    @Test("a task that prefers a loop runs on its thread, whoever started it and after every suspension")
    func taskExecutor() async throws {
        try await withLoops(2) { loops in
            let onLoops = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<200 {
                    let loop = loops[index % 2]
                    group.addTask(executorPreference: loop) {
                        var isOnLoop = loop.isInLoop
                        await Task.yield()
                        isOnLoop = isOnLoop && loop.isInLoop
                        _ = try? await loops[(index + 1) % 2].perform { _ in }
                        return isOnLoop && loop.isInLoop
                    }
                }
                return await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(onLoops == [Bool](repeating: true, count: 200))
        }
    }

    @Test("the first turn of a loop is not late, however long the machine has been up")
    func firstTurn() async throws {
        let loop = EventLoop()
        // A second for a busy machine to start its thread in; machines that run tests have been up for longer than a minute.
        #expect(try await loop.perform { $0.lateness } < 30_000)
    }

    @Test("an actor on a loop and a task that prefers it share the thread, and nobody else is on it")
    func actorExecutor() async throws {
        actor Resident {
            nonisolated let loop: EventLoop
            private var count = 0

            init(loop: EventLoop) {
                self.loop = loop
            }

            nonisolated var unownedExecutor: UnownedSerialExecutor {
                self.loop.unownedSerialExecutor
            }

            func visit() -> Bool {
                self.count += 1
                return self.loop.isInLoop
            }

            nonisolated func visitFromLoop() -> Bool {
                self.assumeIsolated { $0.visit() }
            }

            var visits: Int { self.count }
        }

        try await withLoops(1) { loops in
            let loop = loops[0]
            let resident = Resident(loop: loop)
            #expect(!loop.isInLoop)
            #expect(loop.isIsolatingCurrentContext() == false)
            #expect(await resident.visit())
            let task = Task(executorPreference: loop) {
                // Not a hop: the thread is the actor's.
                let isOnLoop = resident.visitFromLoop()
                return await resident.visit() && isOnLoop && loop.isInLoop
            }
            #expect(await task.value)
            // From many threads at once.
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<500 {
                    group.addTask { _ = await resident.visit() }
                }
            }
            #expect(await resident.visits == 503)
        }
    }

    @Test("what one thread asks a loop to execute is executed in that order")
    func order() async throws {
        try await withLoops(1) { loops in
            let loop = loops[0]
            // Only references can be shared by the closures.
            final class Log: Sendable {
                let entries = Mutex<[Int: [Int]]>([:])
            }
            let log = Log()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for thread in 0..<4 {
                    group.addTask {
                        try await onThread {
                            for number in 0..<2000 {
                                loop.execute { log.entries.withLock { $0[thread, default: []].append(number) } }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await loop.perform { _ in }
            for thread in 0..<4 {
                #expect(log.entries.withLock { $0[thread] } == Array(0..<2000))
            }
        }
    }

    @Test("what is performed on a loop returns its result or throws its error")
    func perform() async throws {
        try await withLoops(1) { loops in
            let isInLoop = try await loops[0].perform { $0.isInLoop }
            #expect(isInLoop)
            await #expect(throws: Failure()) {
                try await loops[0].perform { _ in throw Failure() }
            }
            // The loop is as good as before.
            let one = try await loops[0].perform { _ in 1 }
            #expect(one == 1)
        }
    }

    @Test("jobs that never end, input and deadlines share a loop fairly")
    func fairness() async throws {
        final class Flag: Sendable {
            let isSet = Atomic<Bool>(false)
            let turns = Atomic<Int>(0)
        }

        try await withLoops(1) { loops in
            let loop = loops[0]
            let stop = Flag()
            let busy = (0..<4).map { _ in
                Task(executorPreference: loop) {
                    while !stop.isSet.load(ordering: .relaxed) {
                        stop.turns.add(1, ordering: .relaxed)
                        await Task.yield()
                    }
                }
            }
            // All of this is on the busy loop: connecting, reading, writing, resolving, a deadline.
            try await withEcho(on: loops) { address in
                let sent = [UInt8](repeating: 3, count: 1_000_000)
                let stream = try await loop.connect(to: address)
                #expect(try await exchange(sent, over: stream) == sent)
            }
            await withCheckedContinuation { continuation in
                loop.execute {
                    let deadline = Deadline()
                    deadline.onExpiry { _ in
                        deadline.onExpiry(nil)
                        continuation.resume()
                    }
                    loop.schedule(deadline, at: loop.now + 20)
                }
            }
            let turns = stop.turns.load(ordering: .relaxed)
            #expect(turns > 0)
            stop.isSet.store(true, ordering: .relaxed)
            for task in busy {
                await task.value
            }
        }
    }

    @Test("loops that are lent are not lent again before they are given back")
    func leases() {
        let first = EventLoopGroup.lease(count: 2)
        let second = EventLoopGroup.lease(count: 2)
        let distinct = Set((first + second).map { ObjectIdentifier($0) })
        #expect(distinct.count == 4)
        EventLoopGroup.giveBack(first + second)
        let one = EventLoopGroup.lease(count: 0)
        #expect(one.count == 1)
        EventLoopGroup.giveBack(one)
    }

    @Test("random numbers do not repeat beyond chance")
    func random() async throws {
        try await withLoops(1) { loops in
            let numbers = try await loops[0].perform { loop in (0..<2000).map { _ in loop.nextRandom() } }
            // Of 2,000 numbers of 32 bits, more than 5 pairs have the same value once in 10^20 runs.
            #expect(Set(numbers).count >= 1995)
        }
    }
}
