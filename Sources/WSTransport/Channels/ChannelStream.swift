//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// A stream over a channel that somebody else has made.
//
// Sendable, unchecked: confined to its loop's thread, which `assertInLoop()` guards at each door.
final class ChannelStream: DeadlineEntry, ByteStream, @unchecked Sendable {
    let loop: EventLoop
    let channel: any ByteChannel
    var handler: (any ByteStreamHandler)?

    private(set) var isClosed = false
    private(set) var writtenCount: UInt64 = 0
    private var isReading = false
    private var hasReceivedEnd = false
    private var hasFailedWriting = false
    private var isFlushScheduled = false
    private var outputEnd = OutputEnd.open
    /// How many bytes may be delivered in a turn of the loop, and about how many have been in this one.
    private var readLimit = EventLoop.smallReadSize
    private var receivedInTurn = 0

    /// Reads until the end; made by the first wish to read.
    private var reading: Task<Void, Never>?
    /// Lets it go on when there is again somebody for what it has read.
    private var resumeReading: CheckedContinuation<Void, Never>?

    private var output: [UInt8] = []
    private var writing: Task<Void, Never>?
    /// The number of bytes that it writes.
    private var bytesInFlight = 0
    /// The level of pending output that the handler waits for; -1 if it does not.
    private var drainLevel = -1
    /// Resumed when nothing is pending, by an error that waits for it.
    private var outputWaiter: CheckedContinuation<Void, Never>?

    /// How many milliseconds the channel has to take what is pending when reading has failed.
    private static let lingerTime: UInt64 = 1000

    private enum OutputEnd {
        case open
        /// To be ended when everything is written.
        case requested
        case ended
    }

    init(_ channel: any ByteChannel, loop: EventLoop) {
        loop.assertInLoop()
        self.loop = loop
        self.channel = channel
        super.init()
        loop.connectionCount.add(1, ordering: .relaxed)
    }

    // MARK: Reading

    func startReading() {
        self.loop.assertInLoop()
        guard !self.isReading, !self.isClosed, !self.hasReceivedEnd else { return }
        self.isReading = true
        self.resumeReading.take()?.resume()
        if self.reading == nil {
            self.reading = Task(executorPreference: self.loop) { await self.readToEnd() }
        }
    }

    func stopReading() {
        self.loop.assertInLoop()
        self.isReading = false
    }

    func limitReads(to count: Int) {
        self.loop.assertInLoop()
        self.readLimit = max(1, count)
    }

    private func readToEnd() async {
        do {
            while !self.isClosed, let bytes = try await self.channel.read() {
                await self.received(inPieces: bytes)
            }
            repeat {
                // What was received has made jobs ready, such as a handler's with its answer: they run first, and may stop reading.
                await self.loop.nextTurn()
                await self.waitUntilReading()
            } while !self.isReading && !self.isClosed
            self.receivedEnd()
        } catch {
            await self.loop.nextTurn()
            await self.waitForOutput()
            self.fail(error)
        }
    }

    /// Takes in what has been read, and lets others on the loop have their turn when it is much.
    private func received(inPieces bytes: consuming [UInt8]) async {
        var rest = bytes[...]
        repeat {
            await self.waitForTurn()
            let piece = rest.prefix(self.readLimit)
            // A channel that has always something, however little, is not to keep the loop for itself either.
            self.receivedInTurn += max(piece.count, 1024)
            rest = rest.dropFirst(piece.count)
            self.received(Array(piece))
        } while !rest.isEmpty && !self.isClosed
    }

    /// Waits for the loop's next turn if this one has brought as much as it may.
    private func waitForTurn() async {
        if self.receivedInTurn >= self.readLimit {
            self.receivedInTurn = 0
            await self.loop.nextTurn()
        }
        await self.waitUntilReading()
    }

    /// Waits until the channel has taken what is pending, for at most ``lingerTime``.
    private func waitForOutput() async {
        guard !self.isClosed, self.pendingOutput > 0 else { return }
        let deadline = Deadline()
        deadline.onExpiry { _ in self.outputWaiter.take()?.resume() }
        self.loop.schedule(deadline, at: self.loop.now + Self.lingerTime)
        await withCheckedContinuation { self.outputWaiter = $0 }
        deadline.onExpiry(nil)
        self.loop.cancel(deadline)
    }

    private func waitUntilReading() async {
        guard !self.isReading, !self.isClosed else { return }
        await withCheckedContinuation { self.resumeReading = $0 }
    }

    private func received(_ bytes: consuming [UInt8]) {
        self.loop.assertInLoop()
        guard !bytes.isEmpty, let handler else { return }
        var bytes = bytes
        var span = bytes.mutableSpan
        handler.streamDidReceive(&span)
    }

    private func receivedEnd() {
        self.loop.assertInLoop()
        guard let handler else { return }
        self.isReading = false
        self.hasReceivedEnd = true
        handler.streamDidReceiveEnd()
        self.closeIfEnded()
    }

    // MARK: Writing

    var pendingOutput: Int { self.output.count + self.bytesInFlight }

    func append(capacity: Int, _ fill: (inout OutputSpan<UInt8>) -> Void) {
        guard self.acceptsOutput else { return }
        self.output.append(addingCapacity: capacity) { fill(&$0) }
        self.scheduleFlush()
    }

    func append(_ bytes: Span<UInt8>) {
        self.append(capacity: bytes.count) { $0.append(copying: bytes) }
    }

    func append(_ bytes: [UInt8]) {
        guard self.acceptsOutput else { return }
        self.output += bytes
        self.scheduleFlush()
    }

    private var acceptsOutput: Bool {
        self.loop.assertInLoop()
        return !self.isClosed && !self.hasFailedWriting && self.outputEnd == .open
    }

    /// Writes behind what else the loop is about to do, as more may be appended until then.
    private func scheduleFlush() {
        guard !self.isFlushScheduled else { return }
        self.isFlushScheduled = true
        self.loop.execute {
            self.isFlushScheduled = false
            self.flush()
        }
    }

    private func flush() {
        guard !self.isClosed, self.writing == nil else { return }
        if self.output.isEmpty {
            self.endOutputIfRequested()
            return
        }
        let bytes = exchange(&self.output, with: [])
        self.bytesInFlight = bytes.count
        self.writing = Task(executorPreference: self.loop) {
            do {
                try await self.channel.write(bytes)
                self.didWrite()
            } catch {
                self.failWriting(error)
            }
        }
    }

    private func didWrite() {
        self.loop.assertInLoop()
        self.writing = nil
        self.writtenCount += UInt64(self.bytesInFlight)
        self.bytesInFlight = 0
        if self.output.isEmpty {
            self.outputWaiter.take()?.resume()
        }
        if self.pendingOutput <= self.drainLevel {
            self.drainLevel = -1
            self.handler?.streamDidDrain()
        }
        self.flush()
    }

    private func failWriting(_ error: any Error) {
        self.loop.assertInLoop()
        self.writing = nil
        guard !self.isClosed, !self.hasFailedWriting else { return }
        self.hasFailedWriting = true
        self.dropOutput()
        self.handler?.streamDidFailWriting(error)
    }

    func notifyWhenDrained(to level: Int) {
        self.loop.assertInLoop()
        self.drainLevel = level
    }

    // MARK: Ending

    func shutdownOutput() {
        guard self.acceptsOutput else { return }
        self.outputEnd = .requested
        self.scheduleFlush()
    }

    private func endOutputIfRequested() {
        guard self.outputEnd == .requested else { return }
        self.writing = Task(executorPreference: self.loop) {
            // That the peer is gone already is what reading tells.
            try? await self.channel.finishWriting()
            self.didEndOutput()
        }
    }

    private func didEndOutput() {
        self.loop.assertInLoop()
        self.writing = nil
        self.outputEnd = .ended
        self.closeIfEnded()
    }

    /// Closes the stream when both sides have ended: there is nothing left to happen on it.
    private func closeIfEnded() {
        guard self.hasReceivedEnd, self.outputEnd == .ended, let handler else { return }
        self.close()
        handler.streamDidClose()
    }

    private func fail(_ error: any Error) {
        self.loop.assertInLoop()
        guard let handler else { return }
        self.close()
        handler.streamDidFail(error)
    }

    func close() {
        self.loop.assertInLoop()
        guard !self.isClosed else { return }
        self.isClosed = true
        self.loop.connectionCount.subtract(1, ordering: .relaxed)
        self.isReading = false
        self.handler = nil
        self.cancelSchedule()
        self.dropOutput()
        self.reading?.cancel()
        self.writing?.cancel()
        self.resumeReading.take()?.resume()
        self.channel.close()
    }

    private func dropOutput() {
        self.drainLevel = -1
        self.bytesInFlight = 0
        self.output = []
        self.outputWaiter.take()?.resume()
    }

    // MARK: Time

    func schedule(at time: UInt64) {
        guard !self.isClosed else { return }
        self.loop.schedule(self, at: time)
    }

    func cancelSchedule() {
        self.loop.cancel(self)
    }

    override var isTimeout: Bool { true }

    override func expire(now: UInt64) {
        self.handler?.streamTimeReached(now)
    }

    // MARK: Who they are

    // A channel says nothing about addresses.
    var localAddress: NetworkAddress? { nil }
    var remoteAddress: NetworkAddress? { nil }

    var networkConnection: TransportConnection? {
        self.isClosed ? nil : .channel(self.channel)
    }
}
