//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import Testing
import WSTransport

@Suite("Fairness among what lives on a loop", .timeLimit(.minutes(1)))
struct FairnessTests {
    @Test("a stream reads only once in a turn of the loop, and no more than it may", arguments: [1000, 64 << 10])
    func readsPerTurn(limit: Int) async throws {
        try await withLoops(1) { loops in
            try await withAcceptedStreams(on: loops) { address, accepted in
                let peer = try await RawSocket.connected(to: address)
                let stream = try #require(await accepted.next())
                let count = 1_000_000
                async let sending: Void = onThread { try peer.send([UInt8](repeating: 1, count: count)) }
                let turns = TurnLog(of: stream.loop)
                try await stream.onLoop { stream in
                    stream.limitReads(to: limit)
                    stream.handler = CountingHandler(turns)
                    turns.start()
                    stream.startReading()
                }
                try await sending
                while turns.total < count { try await stream.onLoop { _ in } }
                turns.stop()
                // The end of one turn and the beginning of the next may lie between two marks.
                #expect(turns.largest <= 2 * limit)
                try await stream.onLoop { $0.close() }
            }
        }
    }

    @Test("unless it asks for more, a stream reads 64 KiB at a time")
    func defaultLimit() async throws {
        #expect(EventLoop.smallReadSize == 64 << 10)
        try await withLoops(1) { loops in
            try await withAcceptedStreams(on: loops) { address, accepted in
                let peer = try await RawSocket.connected(to: address)
                let stream = try #require(await accepted.next())
                let count = 4_000_000
                async let sending: Void = onThread { try peer.send([UInt8](repeating: 1, count: count)) }
                var recording = try await Recording(stream)
                var received = 0
                var largest = 0
                while received < count, case .bytes(let bytes) = await recording.next() {
                    received += bytes.count
                    largest = max(largest, bytes.count)
                }
                try await sending
                #expect(received == count)
                #expect(largest <= EventLoop.smallReadSize)
                try await stream.onLoop { $0.close() }
            }
        }
    }

    @Test(
        "all that is read is what was sent, also when reading stops and goes on within a read",
        arguments: [1, 100, 4096]
    )
    func wholeAfterPauses(limit: Int) async throws {
        try await withLoops(1) { loops in
            try await withAcceptedStreams(on: loops) { address, accepted in
                let peer = try await RawSocket.connected(to: address)
                let stream = try #require(await accepted.next())
                let sent = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
                async let sending: Void = onThread {
                    try peer.send(sent)
                    peer.shutDownOutput()
                }
                let received = try await withCheckedThrowingContinuation { continuation in
                    stream.loop.execute {
                        stream.limitReads(to: limit)
                        stream.handler = PausingHandler(stream, continuation)
                        stream.startReading()
                    }
                }
                try await sending
                #expect(received == sent)
                try await stream.onLoop { $0.close() }
            }
        }
    }

    @Test("a channel that has always something to read leaves room for others", arguments: [100, 1 << 20])
    func channel(readSize: Int) async throws {
        try await withLoops(1) { loops in
            let channel = EndlessChannel(readCount: max(20, 2_000_000 / readSize / 10), readSize: readSize)
            let stream = try await loops[0].adopt(.channel(channel))
            let turns = TurnLog(of: loops[0])
            try await loops[0].perform { _ in
                stream.handler = CountingHandler(turns)
                turns.start()
                stream.startReading()
            }
            while turns.total < channel.readCount * readSize { try await loops[0].perform { _ in } }
            turns.stop()
            #expect(turns.largest <= 2 * EventLoop.smallReadSize)
            // However small the reads are.
            #expect(turns.largest <= 2 * 64 * readSize)
            try await loops[0].perform { _ in stream.close() }
        }
    }

    @Test("what tasks do in a turn that go on for ever does not grow with the number of streams that read in it")
    func jobsPerTurn() async throws {
        try await withLoops(1) { loops in
            let loop = loops[0]
            try await withAcceptedStreams(on: loops) { address, accepted in
                var peers: [RawSocket] = []
                var streams: [UVStream] = []
                let jobs = Atomic(0)
                let received = Atomic(0)
                let lastAt = Atomic(0)
                for _ in 0..<32 {
                    peers.append(try await RawSocket.connected(to: address))
                    streams.append(try #require(await accepted.next()))
                }
                let endless = Task(executorPreference: loop) {
                    while !Task.isCancelled {
                        jobs.add(1, ordering: .relaxed)
                        await Task.yield()
                    }
                }
                for stream in streams {
                    try await stream.onLoop { stream in
                        stream.handler = NoticingHandler {
                            lastAt.store(jobs.load(ordering: .relaxed), ordering: .relaxed)
                            received.add(1, ordering: .relaxed)
                        }
                        stream.startReading()
                    }
                }
                // On the loop itself, so that all are there when it looks.
                let startedAt = try await loop.perform { [peers] _ in
                    for peer in peers { try peer.send([1]) }
                    return jobs.load(ordering: .relaxed)
                }
                while received.load(ordering: .relaxed) < peers.count { try await loop.perform { _ in } }
                // At the end of this turn, before the next, and in it: 1024 each.
                #expect(lastAt.load(ordering: .relaxed) - startedAt <= 5 * 1024)
                endless.cancel()
                for stream in streams { try await stream.onLoop { $0.close() } }
            }
        }
    }
}

/// How many bytes come between two marks that are made once in each turn of a loop.
private final class TurnLog: Sendable {
    private struct State {
        var isRunning = true
        var current = 0
        var largest = 0
        var total = 0
    }

    private let loop: EventLoop
    private let state = Mutex(State())

    init(of loop: EventLoop) {
        self.loop = loop
    }

    var largest: Int { self.state.withLock { $0.largest } }
    var total: Int { self.state.withLock { $0.total } }

    func start() {
        let goesOn = self.state.withLock { state in
            state.current = 0
            return state.isRunning
        }
        if goesOn {
            self.loop.execute { self.start() }
        }
    }

    func stop() {
        self.state.withLock { $0.isRunning = false }
    }

    func add(_ count: Int) {
        self.state.withLock { state in
            state.current += count
            state.total += count
            state.largest = max(state.largest, state.current)
        }
    }
}

private final class CountingHandler: ByteStreamHandler {
    private let turns: TurnLog

    init(_ turns: TurnLog) {
        self.turns = turns
    }

    func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) { self.turns.add(bytes.count) }
    func streamDidReceiveEnd() {}
    func streamDidDrain() {}
    func streamDidClose() {}
    func streamDidFailWriting(_ error: any Error) {}
    func streamDidFail(_ error: any Error) {}
}

private final class NoticingHandler: ByteStreamHandler {
    private let notice: () -> Void

    init(_ notice: @escaping () -> Void) {
        self.notice = notice
    }

    func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) { self.notice() }
    func streamDidReceiveEnd() {}
    func streamDidDrain() {}
    func streamDidClose() {}
    func streamDidFailWriting(_ error: any Error) {}
    func streamDidFail(_ error: any Error) {}
}

/// Collects what comes, and stops reading each time: at once for the next turn, or for a moment.
private final class PausingHandler: ByteStreamHandler {
    private let stream: UVStream
    private let continuation: CheckedContinuation<[UInt8], any Error>
    private var received: [UInt8] = []
    private var readCount = 0

    init(_ stream: UVStream, _ continuation: CheckedContinuation<[UInt8], any Error>) {
        self.stream = stream
        self.continuation = continuation
    }

    func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        for index in bytes.indices { self.received.append(bytes[index]) }
        self.readCount += 1
        if self.readCount.isMultiple(of: 3) { return }
        let stream = self.stream
        stream.stopReading()
        if self.readCount.isMultiple(of: 2) {
            stream.startReading()
        } else {
            stream.loop.execute { stream.startReading() }
        }
    }

    func streamDidReceiveEnd() { self.continuation.resume(returning: self.received) }
    func streamDidDrain() {}
    func streamDidClose() {}
    func streamDidFailWriting(_ error: any Error) {}
    func streamDidFail(_ error: any Error) { self.continuation.resume(throwing: error) }
}

/// A channel that never has to wait for what it reads.
private final class EndlessChannel: ByteChannel {
    let readCount: Int
    private let readSize: Int
    private let reads = Atomic(0)

    init(readCount: Int, readSize: Int) {
        self.readCount = readCount
        self.readSize = readSize
    }

    func read() async -> [UInt8]? {
        let isOver = self.reads.add(1, ordering: .relaxed).newValue > self.readCount
        return isOver ? nil : [UInt8](repeating: 1, count: self.readSize)
    }

    func write(_ bytes: [UInt8]) async {}
    func finishWriting() async {}
    func close() {}
}
