//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// One end of a stream in memory, of which both ends live on the same loop: for tests, which make it behave as badly as a network can.
///
/// What is written leaves at the end of the turn and arrives in a later one, as on a socket. What the peer does not read fills a buffer
/// of ``capacity`` bytes, as the kernel's do, and then waits with the writer.
// Sendable, unchecked: confined to its loop's thread, which `assertInLoop()` guards at each door.
package final class MemoryStream: DeadlineEntry, ByteStream, @unchecked Sendable {
    package let loop: EventLoop
    package var handler: (any ByteStreamHandler)?

    /// The other end, until both are closed.
    private var peer: MemoryStream?

    /// How many bytes wait between the ends before the writer has to.
    package var capacity = 64 << 10
    /// The most bytes that arrive at once.
    package var maxDelivery = Int.max
    /// Whether nothing arrives, as if the network had lost the way.
    package var isStalled = false {
        didSet { self.scheduleDelivery() }
    }

    package private(set) var isClosed = false
    package private(set) var writtenCount: UInt64 = 0
    private var isReading = false
    private var readLimit = EventLoop.smallReadSize

    /// What has arrived and was not read.
    private var input: [UInt8] = []
    private var inputEnd = InputEnd.open
    private var isDeliveryScheduled = false

    /// What was written and did not fit between the ends.
    private var output: [UInt8] = []
    private var outputEnd = OutputEnd.open
    private var isFlushScheduled = false
    /// The level of pending output that the handler waits for; -1 if it does not.
    private var drainLevel = -1

    private enum InputEnd {
        case open
        /// The peer has ended its side, behind what has arrived.
        case arrived
        /// The connection has been reset.
        case reset
        case delivered
    }

    private enum OutputEnd {
        case open
        /// To be ended when everything is written.
        case requested
        case ended
        /// The peer is gone.
        case failed
    }

    private init(on loop: EventLoop) {
        self.loop = loop
        super.init()
        loop.connectionCount.add(1, ordering: .relaxed)
        loop.memoryStreams.all[ObjectIdentifier(self)] = self
    }

    /// Creates both ends; called on the loop.
    package static func pair(on loop: EventLoop) -> (MemoryStream, MemoryStream) {
        loop.assertInLoop()
        let (one, other) = (MemoryStream(on: loop), MemoryStream(on: loop))
        (one.peer, other.peer) = (other, one)
        return (one, other)
    }

    // MARK: Reading

    package func startReading() {
        self.loop.assertInLoop()
        guard !self.isReading, !self.isClosed, self.inputEnd != .delivered else { return }
        self.isReading = true
        self.scheduleDelivery()
    }

    package func stopReading() {
        self.loop.assertInLoop()
        self.isReading = false
    }

    package func limitReads(to count: Int) {
        self.readLimit = max(1, count)
    }

    private func scheduleDelivery() {
        guard !self.isDeliveryScheduled, self.canDeliver else { return }
        self.isDeliveryScheduled = true
        self.loop.execute {
            self.isDeliveryScheduled = false
            self.deliver()
        }
    }

    private var canDeliver: Bool {
        guard self.isReading, !self.isClosed, !self.isStalled else { return false }
        return !self.input.isEmpty || self.inputEnd == .arrived || self.inputEnd == .reset
    }

    private func deliver() {
        guard self.canDeliver, let handler else { return }
        if self.inputEnd == .reset {
            self.fail("read")
        } else if self.input.isEmpty {
            self.isReading = false
            self.inputEnd = .delivered
            handler.streamDidReceiveEnd()
            self.closeIfEnded()
        } else {
            var bytes = Array(self.input.prefix(min(self.readLimit, self.maxDelivery)))
            self.input.removeFirst(bytes.count)
            self.peer?.scheduleFlush()
            var span = bytes.mutableSpan
            handler.streamDidReceive(&span)
            self.scheduleDelivery()
        }
    }

    // MARK: Writing

    package var pendingOutput: Int { self.output.count }

    package func append(capacity: Int, _ fill: (inout OutputSpan<UInt8>) -> Void) {
        guard self.acceptsOutput else { return }
        self.output.append(addingCapacity: capacity) { fill(&$0) }
        self.scheduleFlush()
    }

    package func append(_ bytes: Span<UInt8>) {
        self.append(capacity: bytes.count) { $0.append(copying: bytes) }
    }

    package func append(_ bytes: [UInt8]) {
        guard self.acceptsOutput else { return }
        self.output += bytes
        self.scheduleFlush()
    }

    private var acceptsOutput: Bool {
        self.loop.assertInLoop()
        return !self.isClosed && self.outputEnd == .open
    }

    /// Writes behind what else the loop is about to do, as more may be appended until then.
    private func scheduleFlush() {
        guard !self.isFlushScheduled, !self.isClosed, !self.output.isEmpty || self.outputEnd == .requested else {
            return
        }
        self.isFlushScheduled = true
        self.loop.execute {
            self.isFlushScheduled = false
            self.flush()
        }
    }

    private func flush() {
        guard !self.isClosed else { return }
        guard let peer, !peer.isClosed, self.inputEnd != .reset else { return self.failWriting() }
        let count = min(self.output.count, max(0, peer.capacity - peer.input.count))
        peer.input += self.output.prefix(count)
        self.output.removeFirst(count)
        self.writtenCount += UInt64(count)
        if self.output.isEmpty, self.outputEnd == .requested {
            self.outputEnd = .ended
            peer.inputEnd = .arrived
        }
        peer.scheduleDelivery()
        if count > 0, self.output.count <= self.drainLevel {
            self.drainLevel = -1
            self.handler?.streamDidDrain()
        }
        self.closeIfEnded()
    }

    private func failWriting() {
        guard self.outputEnd != .failed else { return }
        self.outputEnd = .failed
        self.drainLevel = -1
        self.output = []
        self.handler?.streamDidFailWriting(TransportError.reset("write"))
    }

    package func notifyWhenDrained(to level: Int) {
        self.loop.assertInLoop()
        self.drainLevel = level
    }

    // MARK: Ending

    package func shutdownOutput() {
        guard self.acceptsOutput else { return }
        self.outputEnd = .requested
        self.scheduleFlush()
    }

    /// Closes the stream when both sides have ended: there is nothing left to happen on it.
    private func closeIfEnded() {
        guard self.inputEnd == .delivered, self.outputEnd == .ended, let handler else { return }
        self.close()
        handler.streamDidClose()
    }

    private func fail(_ operation: String) {
        guard let handler else { return }
        self.close()
        handler.streamDidFail(TransportError.reset(operation))
    }

    package func close() {
        self.loop.assertInLoop()
        guard !self.isClosed else { return }
        self.isClosed = true
        self.loop.memoryStreams.all[ObjectIdentifier(self)] = nil
        self.loop.connectionCount.subtract(1, ordering: .relaxed)
        self.isReading = false
        self.handler = nil
        self.drainLevel = -1
        self.cancelSchedule()
        self.output = []
        if let peer = self.peer.take(), !peer.isClosed {
            // As TCP does: what was sent and is not read any more is answered by a reset, which overtakes what has arrived.
            if !self.input.isEmpty {
                peer.reset()
            } else if peer.inputEnd == .open {
                peer.inputEnd = .arrived
                peer.scheduleDelivery()
            }
            peer.scheduleFlush()
        }
        self.input = []
    }

    private func reset() {
        guard self.inputEnd != .delivered else { return }
        self.input = []
        self.inputEnd = .reset
        self.scheduleDelivery()
    }

    /// Breaks the connection, so that both ends see it reset.
    package func cut() {
        self.loop.assertInLoop()
        self.peer?.reset()
        self.reset()
    }

    // MARK: Time

    package func schedule(at time: UInt64) {
        guard !self.isClosed else { return }
        self.loop.schedule(self, at: time)
    }

    package func cancelSchedule() {
        self.loop.cancel(self)
    }

    override var isTimeout: Bool { true }

    override func expire(now: UInt64) {
        self.handler?.streamTimeReached(now)
    }

    // MARK: Who they are

    package var localAddress: NetworkAddress? { nil }
    package var remoteAddress: NetworkAddress? { nil }
    package var networkConnection: TransportConnection? { nil }
}
