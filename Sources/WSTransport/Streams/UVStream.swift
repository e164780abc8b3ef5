//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv
import Synchronization

/// A TCP or Unix stream on a libuv handle.
//
// Sendable, unchecked: confined to its loop's thread, which `assertInLoop()` guards at each door.
@safe
package final class UVStream: DeadlineEntry, ByteStream, @unchecked Sendable {
    /// The kinds of stream that libuv tells apart.
    enum Kind {
        case tcp
        case pipe
    }

    // What is small comes first and together, so that an idle connection takes little.

    let kind: Kind
    // Unchecked, and so are the handler and the output below: nothing that is called while they are changed could come
    // back here, and for each message the check would cost more than the change.
    @safe @exclusivity(unchecked)
    package private(set) var isClosed = false
    private var isReading = false
    private var hasReceivedEnd = false
    private var hasFailedWriting = false
    private var outputEnd = OutputEnd.open
    /// Whether something will flush what is pending: the loop, at the end of its turn, or the read under way.
    private var isFlushScheduled = false
    private var isReceiving = false
    /// Whether the last read has filled its buffer, so that libuv tries another at once.
    private var hasFilledBuffer = false
    /// How many bytes one read may bring.
    private var readLimit = Int32(clamping: EventLoop.smallReadSize)

    package let loop: EventLoop
    @safe @exclusivity(unchecked)
    package var handler: (any ByteStreamHandler)?
    /// The descriptor of the stream's socket, once somebody has asked for it; negative if nobody has.
    var knownDescriptor: CInt = -1
    /// A uv_tcp_t or uv_pipe_t, which both begin with a uv_stream_t; freed when libuv has closed it.
    let handle: UnsafeMutablePointer<uv_stream_t>
    @safe @exclusivity(unchecked)
    private var output = OutputQueue()
    /// The stream behind this one on the loop's list of those to flush.
    var nextToFlush: UVStream?
    /// The number of bytes that a write request under way covers.
    private var bytesInFlight = 0
    /// The number of bytes that the kernel has taken outside of that request.
    private var writtenBefore: UInt64 = 0
    /// The level of pending output that the handler waits for; -1 if it does not.
    private var drainLevel = -1

    private enum OutputEnd {
        case open
        /// To be shut down when everything is written.
        case requested
        case ended
    }

    /// Creates a stream without a connection and counts it on its loop.
    init(kind: Kind, loop: EventLoop) throws(TransportError) {
        loop.assertInLoop()
        self.loop = loop
        self.kind = kind
        // Each kind's handle is allocated with its own size and alignment, initialised once and freed after its close callback.
        switch kind {
        case .tcp:
            let tcp = UnsafeMutablePointer<uv_tcp_t>.allocate(capacity: 1)
            unsafe self.handle = UnsafeMutableRawPointer(tcp).assumingMemoryBound(to: uv_stream_t.self)
            let status = unsafe uv_tcp_init(loop.uv, tcp)
            if status < 0 {
                unsafe tcp.deallocate()
                throw TransportError(code: status, operation: "socket")
            }
        case .pipe:
            let pipe = UnsafeMutablePointer<uv_pipe_t>.allocate(capacity: 1)
            unsafe self.handle = UnsafeMutableRawPointer(pipe).assumingMemoryBound(to: uv_stream_t.self)
            let status = unsafe uv_pipe_init(loop.uv, pipe, 0)
            if status < 0 {
                unsafe pipe.deallocate()
                throw TransportError(code: status, operation: "socket")
            }
        }
        super.init()
        // Balanced in the close callback.
        unsafe self.handle.pointee.data = Unmanaged.passRetained(self).toOpaque()
        loop.connectionCount.add(1, ordering: .relaxed)
    }

    package var pendingOutput: Int {
        self.output.count
    }

    package var writtenCount: UInt64 {
        guard self.bytesInFlight > 0, !self.isClosed else { return self.writtenBefore }
        // The handle is open, and its queue holds what is left of our one request.
        let left = unsafe uv_stream_get_write_queue_size(self.handle)
        return self.writtenBefore + UInt64(max(0, self.bytesInFlight - left))
    }

    // MARK: Reading

    package func startReading() {
        self.loop.assertInLoop()
        guard !self.isReading, !self.isClosed, !self.hasReceivedEnd else { return }
        self.isReading = true
        // The handle is open. A stream whose peer is gone already says so through the callback or the next write.
        unsafe uv_read_start(
            self.handle,
            { handle, _, buffer in
                guard let handle = unsafe handle, let buffer = unsafe buffer else { return }
                let stream = unsafe UnsafeMutableRawPointer(handle).assumingMemoryBound(to: uv_stream_t.self)
                let memory = unsafe UVStream.of(stream).bufferForRead
                let base = unsafe memory.baseAddress?.assumingMemoryBound(to: CChar.self)
                unsafe buffer.pointee = unsafe uv_buf_t(base: base, len: memory.count)
            },
            { handle, count, _ in
                guard let handle = unsafe handle else { return }
                unsafe UVStream.of(handle).didRead(count)
            }
        )
    }

    package func limitReads(to count: Int) {
        self.loop.assertInLoop()
        self.readLimit = Int32(clamping: min(max(1, count), EventLoop.receiveBufferSize))
    }

    /// Where libuv reads to: reads of a loop follow one another, so they share its buffer.
    ///
    /// Empty if a read has just filled it. libuv would read up to 32 times before others on the loop have their turn; given no
    /// buffer it returns to the loop, which calls again in the next turn, and makes no system call for that.
    private var bufferForRead: UnsafeMutableRawBufferPointer {
        guard !self.hasFilledBuffer else { return unsafe UnsafeMutableRawBufferPointer(start: nil, count: 0) }
        let memory = unsafe self.loop.receiveBuffer
        return unsafe UnsafeMutableRawBufferPointer(rebasing: memory[..<Int(self.readLimit)])
    }

    package func stopReading() {
        self.loop.assertInLoop()
        guard self.isReading else { return }
        self.isReading = false
        // The handle is open: closing clears isReading.
        unsafe uv_read_stop(self.handle)
    }

    /// Hands on what was read, and then writes what came of it, while it is still in the processor's cache.
    ///
    /// Output that was there before waits for the end of the turn, as more may come.
    private func didRead(_ count: Int) {
        guard !self.hasFilledBuffer else {
            // libuv was given no buffer, and says so.
            self.hasFilledBuffer = false
            return
        }
        self.hasFilledBuffer = count == Int(self.readLimit)
        let hadOutput = self.isFlushScheduled
        self.isReceiving = true
        self.received(count)
        self.loop.runJobs()
        self.isReceiving = false
        if self.isFlushScheduled, !hadOutput {
            self.flushAsScheduled()
        }
    }

    private func received(_ count: Int) {
        guard let handler else { return }
        if count > 0 {
            // libuv has written `count` bytes to the start of this buffer, which nothing else uses during the callback.
            let received = unsafe UnsafeMutableRawBufferPointer(rebasing: self.loop.receiveBuffer[..<count])
            let bytes = unsafe received.assumingMemoryBound(to: UInt8.self)
            var span = unsafe bytes.mutableSpan
            handler.streamDidReceive(&span)
        } else if count == Int(UV_EOF.rawValue) {
            self.stopReading()
            self.hasReceivedEnd = true
            handler.streamDidReceiveEnd()
            self.closeIfEnded()
        } else if count < 0 {
            self.fail(TransportError(code: CInt(truncatingIfNeeded: count), operation: "read"))
        }
    }

    // MARK: Writing

    package func append(capacity: Int, _ fill: (inout OutputSpan<UInt8>) -> Void) {
        self.loop.assertInLoop()
        guard self.acceptsOutput else { return }
        self.output.append(capacity: capacity, pool: &self.loop.outputBuffers, fill)
        self.scheduleFlush()
    }

    package func append(_ bytes: Span<UInt8>) {
        self.loop.assertInLoop()
        guard self.acceptsOutput else { return }
        if bytes.count < OutputLimits.copy {
            self.append(capacity: bytes.count) { $0.append(copying: bytes) }
        } else {
            self.writeThrough(bytes)
        }
    }

    package func append(_ bytes: [UInt8]) {
        self.loop.assertInLoop()
        guard self.acceptsOutput else { return }
        self.output.append(bytes, pool: &self.loop.outputBuffers)
        self.scheduleFlush()
    }

    private var acceptsOutput: Bool {
        !self.isClosed && !self.hasFailedWriting && self.outputEnd == .open
    }

    /// Writes what is pending and `bytes` in one system call, and keeps a copy of what the kernel did not take.
    private func writeThrough(_ bytes: Span<UInt8>) {
        var taken = 0
        if self.bytesInFlight == 0 {
            // The span is valid during the call, and uv_try_write keeps nothing.
            let status = unsafe bytes.withUnsafeBytes { extra in
                unsafe self.output.withBuffers(followedBy: extra) { buffers in
                    unsafe uv_try_write(self.handle, buffers.baseAddress, UInt32(truncatingIfNeeded: buffers.count))
                }
            }
            guard status >= 0 || status == UV_EAGAIN.rawValue else {
                self.failWriting(status)
                return
            }
            let written = max(0, Int(status))
            self.writtenBefore += UInt64(written)
            taken = max(0, written - self.output.count)
            self.output.removeFirst(written - taken, pool: &self.loop.outputBuffers)
        }
        if taken < bytes.count {
            let rest = bytes.extracting(droppingFirst: taken)
            let kept = [UInt8](capacity: rest.count) { $0.append(copying: rest) }
            self.output.append(kept, pool: &self.loop.outputBuffers)
            self.scheduleFlush()
        }
    }

    private func scheduleFlush() {
        guard !self.isFlushScheduled else { return }
        self.isFlushScheduled = true
        if !self.isReceiving {
            self.loop.flushAtEndOfTurn(self)
        }
    }

    /// Flushes, called by what was to do so: after any other flush the stream is still on the loop's list.
    func flushAsScheduled() {
        self.isFlushScheduled = false
        self.flush()
    }

    /// Writes what is pending: as much as the kernel takes now, the rest when it takes more.
    private func flush() {
        guard !self.isClosed, self.bytesInFlight == 0 else { return }
        if self.output.count > 0 {
            let status = self.writeNow()
            guard status >= 0 || status == UV_EAGAIN.rawValue else {
                self.failWriting(status)
                return
            }
            let written = max(0, Int(status))
            self.writtenBefore += UInt64(written)
            self.output.removeFirst(written, pool: &self.loop.outputBuffers)
            if self.output.count > 0 {
                self.writeWhenPossible()
            }
        }
        self.didMakeProgress()
    }

    /// Writes what is pending, as much as the kernel takes now.
    ///
    /// - Returns: How much that was, or libuv's code of an error.
    private func writeNow() -> CInt {
        // By far the most frequent case, and the cheapest. The bytes stay where they are during the call.
        if let bytes = unsafe self.output.contiguousBytes {
            return unsafe self.writeNow(bytes)
        }
        // uv_try_write keeps nothing.
        return unsafe self.output.withBuffers { buffers in
            unsafe uv_try_write(self.handle, buffers.baseAddress, UInt32(truncatingIfNeeded: buffers.count))
        }
    }

    /// Hands what is pending to libuv, which writes it as the peer makes room.
    private func writeWhenPossible() {
        // What comes meanwhile must not move it.
        self.output.keepInPlace()
        let request = UnsafeMutablePointer<uv_write_t>.allocate(capacity: 1)
        // The queue keeps what the buffers point to until the request ends; the request is freed in its callback.
        var covered = 0
        let status = unsafe self.output.withBuffers { buffers in
            for index in 0..<buffers.count {
                unsafe covered += Int(buffers[index].len)
            }
            return unsafe uv_write(
                request,
                self.handle,
                buffers.baseAddress,
                UInt32(truncatingIfNeeded: buffers.count)
            ) { request, status in
                guard let request = unsafe request, let handle = unsafe request.pointee.handle else { return }
                unsafe request.deallocate()
                unsafe UVStream.of(handle).didWrite(status)
            }
        }
        guard status == 0 else {
            unsafe request.deallocate()
            self.failWriting(status)
            return
        }
        // The first piece may be partly written, which its buffer does not cover.
        self.bytesInFlight = covered
    }

    private func didWrite(_ status: CInt) {
        let covered = self.bytesInFlight
        self.bytesInFlight = 0
        if self.isClosed || status < 0 {
            self.output.removeAll(pool: &self.loop.outputBuffers)
        } else {
            self.writtenBefore += UInt64(covered)
            self.output.removeFirst(covered, pool: &self.loop.outputBuffers)
        }
        guard !self.isClosed else { return }
        if status < 0 {
            self.failWriting(status)
        } else {
            self.flush()
        }
        self.loop.runJobs()
    }

    private func didMakeProgress() {
        if self.output.count <= self.drainLevel {
            self.drainLevel = -1
            self.handler?.streamDidDrain()
        }
        if self.outputEnd == .requested, self.output.count == 0 {
            self.shutDownNow()
        }
    }

    package func notifyWhenDrained(to level: Int) {
        self.loop.assertInLoop()
        self.drainLevel = level
    }

    private func failWriting(_ status: CInt) {
        guard !self.hasFailedWriting else { return }
        self.hasFailedWriting = true
        if self.bytesInFlight == 0 {
            self.output.removeAll(pool: &self.loop.outputBuffers)
        }
        self.drainLevel = -1
        self.handler?.streamDidFailWriting(TransportError(code: status, operation: "write"))
    }

    // MARK: Ending

    package func shutdownOutput() {
        self.loop.assertInLoop()
        guard self.acceptsOutput else { return }
        self.outputEnd = .requested
        self.scheduleFlush()
    }

    private func shutDownNow() {
        // Everything has been written, so that libuv, which would first wait until more could be, is not needed for it.
        // That the peer is gone already is what reading tells.
        self.shutDownDescriptor()
        self.outputEnd = .ended
        self.closeIfEnded()
    }

    /// Closes the stream when both sides have ended: there is nothing left to happen on it.
    private func closeIfEnded() {
        guard self.hasReceivedEnd, self.outputEnd == .ended, let handler else { return }
        self.close()
        handler.streamDidClose()
    }

    private func fail(_ error: TransportError) {
        guard let handler else { return }
        self.close()
        handler.streamDidFail(error)
    }

    package func close() {
        self.loop.assertInLoop()
        guard !self.isClosed else { return }
        self.isClosed = true
        // At once: a burst of connections is balanced by it before libuv calls back.
        self.loop.connectionCount.subtract(1, ordering: .relaxed)
        if self.handler != nil {
            // One without is only handed over to another loop.
            self.loop.connectionEnded()
        }
        self.isReading = false
        self.knownDescriptor = -1
        self.handler = nil
        self.drainLevel = -1
        self.cancelSchedule()
        if self.bytesInFlight == 0 {
            self.output.removeAll(pool: &self.loop.outputBuffers)
        }
        // Called once; the callback comes after those of all requests, and is the last use of the handle.
        unsafe uv_close(UnsafeMutableRawPointer(self.handle).assumingMemoryBound(to: uv_handle_t.self)) { handle in
            guard let handle = unsafe handle, let data = unsafe handle.pointee.data else { return }
            let stream = unsafe Unmanaged<UVStream>.fromOpaque(data).takeRetainedValue()
            switch stream.kind {
            case .tcp: unsafe UnsafeMutableRawPointer(handle).assumingMemoryBound(to: uv_tcp_t.self).deallocate()
            case .pipe: unsafe UnsafeMutableRawPointer(handle).assumingMemoryBound(to: uv_pipe_t.self).deallocate()
            }
        }
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

    // MARK: Addresses

    package var localAddress: NetworkAddress? {
        self.loop.assertInLoop()
        guard !self.isClosed else { return nil }
        return NetworkAddress.local(of: self)
    }

    package var remoteAddress: NetworkAddress? {
        self.loop.assertInLoop()
        guard !self.isClosed else { return nil }
        return NetworkAddress.remote(of: self)
    }

    /// The stream that owns a handle.
    static func of(_ handle: UnsafeMutablePointer<uv_stream_t>) -> UVStream {
        guard let data = unsafe handle.pointee.data else {
            preconditionFailure("libuv called back with a handle that is not a stream's")
        }
        // Set in init and retained until the close callback, after which libuv does not call back.
        return unsafe Unmanaged<UVStream>.fromOpaque(data).takeUnretainedValue()
    }

    /// The handle as libuv's TCP functions want it; for a stream of that kind only.
    var tcp: UnsafeMutablePointer<uv_tcp_t> {
        precondition(self.kind == .tcp)
        // Allocated as one in init.
        return unsafe UnsafeMutableRawPointer(self.handle).assumingMemoryBound(to: uv_tcp_t.self)
    }

    /// The handle as libuv's pipe functions want it; for a stream of that kind only.
    var pipe: UnsafeMutablePointer<uv_pipe_t> {
        precondition(self.kind == .pipe)
        // Allocated as one in init.
        return unsafe UnsafeMutableRawPointer(self.handle).assumingMemoryBound(to: uv_pipe_t.self)
    }
}
