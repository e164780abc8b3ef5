//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Synchronization
import Testing
import WSTransport

@Suite("Deadlines of a loop that is late", .timeLimit(.minutes(1)))
struct LateDeadlineTests {
    /// Runs `body` with a stream, the socket at its other end, and the loop that the stream lives on.
    private func withStream(_ body: (UVStream, RawSocket) async throws -> Void) async throws {
        try await withLoops(1) { loops in
            try await withAcceptedStreams(at: .temporaryPath(), on: loops) { address, accepted in
                let peer = try await RawSocket.connected(to: address)
                let stream = try #require(await accepted.next())
                try await body(stream, peer)
                try await stream.onLoop { $0.close() }
            }
        }
    }

    // The second is more than one read delivers.
    @Test("what arrived while the loop did not run is delivered before the stream's deadline", arguments: [1, 100_000])
    func arrivedBytes(count: Int) async throws {
        try await withStream { stream, peer in
            let received = try await receivedCount(at: stream) {
                stream.schedule(at: stream.loop.now + 10)
                // The kernel has room for them.
                try peer.send([UInt8](repeating: 1, count: count))
                stream.loop.holdUp(for: 50)
            }
            #expect(received == count)
        }
    }

    @Test("a stream's deadline is called, though the loop is late and nothing has arrived")
    func nothingArrived() async throws {
        try await withStream { stream, _ in
            let received = try await receivedCount(at: stream) {
                stream.schedule(at: stream.loop.now + 10)
                stream.loop.holdUp(for: 50)
            }
            #expect(received == 0)
        }
    }

    @Test("a loop that is late in every turn calls a stream's deadline within few turns, whatever arrives")
    func alwaysLate() async throws {
        try await withStream { stream, peer in
            let turns = LateTurns(of: stream.loop) { try? peer.send([1]) }
            _ = try await receivedCount(at: stream) {
                turns.start()
                stream.schedule(at: stream.loop.now + 1)
            }
            #expect(turns.stop() <= 40)
        }
    }

    @Test("a wait for I/O that is interrupted is followed by another before a stream's deadline")
    func interrupted() async throws {
        try await withStream { stream, peer in
            let received = try await receivedCount(at: stream) {
                Interruption.prepare()
                stream.schedule(at: stream.loop.now + 1000)
                let thread = pthread_self()
                let end = stream.loop.preciseNow + 1_200_000_000
                let loop = stream.loop
                Thread.detachNewThread {
                    // The loop waits for I/O soon, if not yet, and nothing wakes it before the deadline.
                    Interruption.interrupt(thread) {
                        try? peer.send([1])
                        while loop.preciseNow < end {}
                    }
                }
            }
            #expect(received == 1)
        }
    }

    @Test("a late loop puts off what ends a wait, once, and nothing else")
    func puttingOff() async throws {
        try await withLoops(1) { loops in
            let (calls, continuation) = AsyncStream<String>.makeStream()
            try await loops[0].perform { loop in
                for (name, isTimeout) in [("limit", true), ("reminder", false)] {
                    let deadline = Deadline(isTimeout: isTimeout)
                    deadline.onExpiry { _ in
                        deadline.onExpiry(nil)
                        continuation.yield(name)
                    }
                    loop.schedule(deadline, at: loop.now + 10)
                }
                loop.holdUp(for: 50)
            }
            var iterator = calls.makeAsyncIterator()
            #expect(await iterator.next() == "reminder")
            #expect(await iterator.next() == "limit")
        }
    }

    @Test("what a channel's task has read while the loop did not run is delivered before the stream's deadline")
    func channel() async throws {
        try await withLoops(1) { loops in
            let channel = OneByteChannel()
            let stream = try await loops[0].adopt(.channel(channel))
            let received = try await withCheckedThrowingContinuation { continuation in
                loops[0].execute {
                    stream.handler = CountingHandler(continuation)
                    stream.startReading()
                    stream.schedule(at: loops[0].now + 500)
                    // Its task reads before this runs.
                    loops[0].execute {
                        Thread.detachNewThread { channel.deliver() }
                        loops[0].holdUp(for: 600) { !channel.isDelivered.load(ordering: .sequentiallyConsistent) }
                    }
                }
            }
            #expect(received == 1)
            try await loops[0].perform { _ in stream.close() }
        }
    }

    /// Does something on a stream's loop, and counts the bytes that are delivered before its deadline.
    private func receivedCount(
        at stream: UVStream,
        _ body: @escaping @Sendable () throws -> Void
    ) async throws -> Int {
        try await withCheckedThrowingContinuation { continuation in
            stream.loop.execute {
                stream.handler = CountingHandler(continuation)
                stream.startReading()
                #expect(throws: Never.self) { try body() }
            }
        }
    }
}

extension EventLoop {
    /// Keeps the loop, which the caller is on, from running anything else for a time, and while a condition holds.
    fileprivate func holdUp(for milliseconds: UInt64, while condition: () -> Bool = { false }) {
        let end = self.preciseNow + milliseconds * 1_000_000
        while self.preciseNow < end || condition() {}
    }
}

/// Counts what is delivered until the stream's deadline.
private final class CountingHandler: ByteStreamHandler {
    private var continuation: CheckedContinuation<Int, any Error>?
    private var count = 0

    init(_ continuation: CheckedContinuation<Int, any Error>) {
        self.continuation = continuation
    }

    func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) { self.count += bytes.count }
    func streamTimeReached(_ now: UInt64) { self.continuation.take()?.resume(returning: self.count) }
    func streamDidReceiveEnd() {}
    func streamDidDrain() {}
    func streamDidClose() {}
    func streamDidFailWriting(_ error: any Error) {}
    func streamDidFail(_ error: any Error) { self.continuation.take()?.resume(throwing: error) }
}

/// Makes each turn of a loop last for 30 ms.
private final class LateTurns: Sendable {
    private let loop: EventLoop
    private let action: @Sendable () -> Void
    private let count = Atomic(0)
    private let isStopped = Atomic(false)

    init(of loop: EventLoop, _ action: @escaping @Sendable () -> Void) {
        self.loop = loop
        self.action = action
    }

    func start() {
        self.loop.execute {
            guard !self.isStopped.load(ordering: .relaxed) else { return }
            self.count.add(1, ordering: .relaxed)
            self.action()
            self.loop.holdUp(for: 30)
            self.start()
        }
    }

    /// - Returns: How many turns there were.
    func stop() -> Int {
        self.isStopped.store(true, ordering: .relaxed)
        return self.count.load(ordering: .relaxed)
    }
}

/// A signal that holds a thread up until it is released, as SIGSTOP does with a process until SIGCONT.
private enum Interruption {
    private static let hasBegun = Flag()
    private static let isOver = Flag()

    private final class Flag: Sendable {
        let value = Atomic(false)
    }

    /// Lets the calling thread be interrupted.
    static func prepare() {
        for flag in [Self.hasBegun, Self.isOver] { flag.value.store(false, ordering: .sequentiallyConsistent) }
        // A thread has the signals blocked that are blocked where it was started.
        var signals = sigset_t()
        // The set is written and read during the calls.
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGUSR2)
        unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        // The handler uses nothing but atomics that exist by now.
        signal(SIGUSR2) { _ in
            Interruption.hasBegun.value.store(true, ordering: .sequentiallyConsistent)
            while !Interruption.isOver.value.load(ordering: .sequentiallyConsistent) {}
        }
    }

    /// Holds a thread up while `body` runs.
    static func interrupt(_ thread: pthread_t, _ body: () -> Void) {
        pthread_kill(thread, SIGUSR2)
        while !Self.hasBegun.value.load(ordering: .sequentiallyConsistent) {}
        body()
        Self.isOver.value.store(true, ordering: .sequentiallyConsistent)
    }
}

/// A channel on which one byte comes.
private final class OneByteChannel: ByteChannel {
    private let bytes: AsyncStream<[UInt8]>
    private let continuation: AsyncStream<[UInt8]>.Continuation

    init() {
        (self.bytes, self.continuation) = AsyncStream.makeStream()
    }

    /// Whether the task that reads has been resumed.
    let isDelivered = Atomic(false)

    func deliver() {
        self.continuation.yield([1])
        self.isDelivered.store(true, ordering: .sequentiallyConsistent)
    }

    func read() async -> [UInt8]? {
        for await bytes in self.bytes { return bytes }
        return nil
    }

    func write(_ bytes: [UInt8]) async {}
    func finishWriting() async {}
    func close() { self.continuation.finish() }
}
