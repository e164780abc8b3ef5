//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSTLS

/// A stream whose bytes travel encrypted over another.
//
// Sendable, unchecked: confined to its loop's thread, which `assertInLoop()` guards at each door.
package final class TLSStream: ByteStream, @unchecked Sendable {
    /// How many bytes of answers to records without data a peer may leave untaken: those to 37 updates of its keys.
    ///
    /// They are not the application's, so that no limit of its own counts them. The connection fails: to read no more until they
    /// have been taken would let two ends wait for each other for ever.
    private static let maxUntakenAnswers: UInt64 = 1024

    /// How many milliseconds a peer has to take the reason why its connection has failed.
    private static let lingerTime: UInt64 = 1000

    package let loop: EventLoop
    package var handler: (any ByteStreamHandler)?
    package private(set) var isClosed = false

    private let inner: any ByteStream
    private let session: TLSSession
    /// What is sent to a peer that does not speak TLS, in plain.
    private let answerToPlaintext: [UInt8]
    /// Plaintext that has come while nobody was there for it.
    private var early: [UInt8] = []
    /// Whether the handler has been told that the handshake has succeeded.
    private var hasToldSecure = false
    /// Whether the handler has been told that the peer sends nothing more.
    private var hasToldEnd = false

    /// Plaintext that is to be encrypted.
    private var output: [UInt8] = []
    private var isFlushScheduled = false
    private var outputEnd = OutputEnd.open
    /// The level of pending output that the handler waits for; -1 if it does not.
    private var drainLevel = -1
    /// A count of answers that have all been taken, and how many bytes will have been written when those behind them have, too.
    private var takenAnswers: (count: UInt64, writtenCount: UInt64) = (0, 0)
    /// Who waits for the handshake to succeed.
    private var waiter: CheckedContinuation<Void, any Error>?

    private enum OutputEnd {
        case open
        /// To be ended when everything is encrypted.
        case requested
        case ended
    }

    /// Takes over a connected stream.
    private init(over inner: any ByteStream, _ session: TLSSession, answerToPlaintext: [UInt8] = []) {
        inner.loop.assertInLoop()
        self.answerToPlaintext = answerToPlaintext
        self.loop = inner.loop
        self.inner = inner
        self.session = session
        inner.handler = self
    }

    /// Creates the server's end of a connection.
    ///
    /// The handshake is a part of receiving: what is sent before it has succeeded waits for that, and its failure is the
    /// stream's.
    ///
    /// - Parameters:
    ///   - inner: The connection.
    ///   - context: The server's context.
    ///   - answerToPlaintext: What is sent to a client that does not speak TLS, for it to see why it fails.
    package convenience init(over inner: any ByteStream, server context: TLSContext, answerToPlaintext: [UInt8] = []) {
        self.init(over: inner, TLSSession(context), answerToPlaintext: answerToPlaintext)
    }

    /// Makes a connection secure, as its client.
    ///
    /// Cancelling the task closes it.
    ///
    /// - Parameters:
    ///   - inner: The connection, which is closed if that fails.
    ///   - context: The client's context.
    ///   - host: Whose certificate the server must have.
    /// - Returns: A stream whose handshake has succeeded.
    /// - Throws: ``TLS/Error``, why the connection broke, or `CancellationError`.
    package static func connect(
        over inner: any ByteStream,
        _ context: TLSContext,
        host: String
    ) async throws -> TLSStream {
        let stream = try await inner.loop.perform { _ in
            TLSStream(over: inner, TLSSession(context, connectingTo: host))
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                stream.loop.execute { stream.startHandshake(waiter) }
            }
        } onCancel: {
            stream.loop.execute { stream.cancelHandshake() }
        }
        return stream
    }

    // MARK: The handshake

    private func startHandshake(_ waiter: CheckedContinuation<Void, any Error>) {
        guard !self.isClosed else {
            waiter.resume(throwing: CancellationError())
            return
        }
        self.waiter = waiter
        do throws(TLS.Error) {
            try self.session.start()
            self.sendEncrypted()
            self.inner.startReading()
        } catch {
            self.fail(error)
        }
    }

    private func cancelHandshake() {
        guard !self.session.isEstablished else { return }
        self.close()
        self.waiter.take()?.resume(throwing: CancellationError())
    }

    private func noticeSecurity() {
        guard !self.hasToldSecure, self.session.isEstablished else { return }
        self.hasToldSecure = true
        self.handler?.streamDidBecomeSecure(isResumed: self.session.isResumed)
    }

    private func finishHandshake() {
        guard self.session.isEstablished, let waiter = self.waiter.take() else { return }
        // Until somebody is there for what comes.
        self.inner.stopReading()
        waiter.resume()
    }

    // MARK: Reading

    package func startReading() {
        self.loop.assertInLoop()
        guard !self.isClosed else { return }
        if !self.early.isEmpty {
            var bytes = exchange(&self.early, with: [])
            var span = bytes.mutableSpan
            self.handler?.streamDidReceive(&span)
        }
        // It may have come while nobody was there; and behind it the end of the stream below is still to be seen.
        self.noticeEnd()
        self.inner.startReading()
    }

    package func stopReading() {
        self.inner.stopReading()
    }

    package func limitReads(to count: Int) {
        self.inner.limitReads(to: count)
    }

    private func received(_ bytes: Span<UInt8>) {
        let buffer = self.loop.shared { PlaintextBuffer() }
        let answerCount = self.session.answerCount
        let result = Result { () throws(TLS.Error) in
            try buffer.withSpan { span throws(TLS.Error) in
                try self.session.receive(bytes, at: self.loop.now, using: &span) { self.deliver(&$0) }
            }
        }
        guard !self.isClosed else { return }
        self.sendEncrypted()
        if self.session.answerCount != answerCount, !self.areAnswersTaken(since: answerCount) {
            self.fail(TLS.Error(.protocolViolation, "The peer does not take the answers to its TLS records."))
            return
        }
        switch result {
        case .success:
            self.noticeSecurity()
            self.finishHandshake()
            self.flush()
            self.noticeEnd()
        case .failure(let error):
            self.fail(error)
        }
    }

    /// Compares the answers to records without data that the peer has not taken with the limit.
    ///
    /// - Parameter count: The session's count of answers before the last read.
    /// - Returns: Whether they are within it.
    private func areAnswersTaken(since count: UInt64) -> Bool {
        let written = self.inner.writtenCount
        if written >= self.takenAnswers.writtenCount {
            self.takenAnswers = (count, written + UInt64(clamping: self.inner.pendingOutput))
            return true
        }
        return self.session.answerCount - self.takenAnswers.count <= Self.maxUntakenAnswers
    }

    private func deliver(_ plaintext: inout MutableSpan<UInt8>) {
        // Behind the first bytes another may be there to handle the stream.
        self.noticeSecurity()
        if let handler {
            handler.streamDidReceive(&plaintext)
        } else if !self.isClosed {
            self.early.append(addingCapacity: plaintext.count) { $0.append(copying: plaintext.span) }
        }
    }

    private func noticeEnd() {
        guard self.session.hasReceivedClose, !self.hasToldEnd, let handler else { return }
        self.hasToldEnd = true
        handler.streamDidReceiveEnd()
    }

    // MARK: Writing

    package var pendingOutput: Int { self.output.count + self.inner.pendingOutput }

    package var writtenCount: UInt64 { self.inner.writtenCount }

    package func append(capacity: Int, _ fill: (inout OutputSpan<UInt8>) -> Void) {
        guard self.acceptsOutput else { return }
        self.output.append(addingCapacity: capacity) { fill(&$0) }
        self.scheduleFlush()
    }

    package func append(_ bytes: Span<UInt8>) {
        guard self.acceptsOutput else { return }
        if bytes.count >= OutputLimits.copy, self.session.isEstablished {
            // Encrypted where it lies, instead of being copied before.
            self.flush()
            self.encrypt(bytes)
        } else {
            self.append(capacity: bytes.count) { $0.append(copying: bytes) }
        }
    }

    package func append(_ bytes: [UInt8]) {
        self.append(bytes.span)
    }

    private var acceptsOutput: Bool {
        self.loop.assertInLoop()
        return !self.isClosed && self.outputEnd == .open
    }

    /// Encrypts behind what else the loop is about to do, as more may be appended until then: a record for all of it.
    private func scheduleFlush() {
        guard !self.isFlushScheduled else { return }
        self.isFlushScheduled = true
        self.loop.execute {
            self.isFlushScheduled = false
            self.flush()
        }
    }

    private func flush() {
        guard !self.isClosed, self.session.isEstablished else { return }
        if !self.output.isEmpty {
            let plaintext = exchange(&self.output, with: [])
            self.encrypt(plaintext.span)
        }
        if self.drainLevel >= 0 {
            self.inner.notifyWhenDrained(to: exchange(&self.drainLevel, with: -1))
        }
        if self.outputEnd == .requested {
            self.outputEnd = .ended
            self.session.close()
            self.sendEncrypted()
            self.inner.shutdownOutput()
        }
    }

    private func encrypt(_ plaintext: Span<UInt8>) {
        do throws(TLS.Error) {
            try self.session.send(plaintext)
            self.sendEncrypted()
        } catch {
            self.fail(error)
        }
    }

    private func sendEncrypted() {
        let bytes = self.session.takeOutput()
        if !bytes.isEmpty {
            self.inner.append(bytes)
        }
    }

    package func notifyWhenDrained(to level: Int) {
        self.loop.assertInLoop()
        if self.output.isEmpty {
            self.inner.notifyWhenDrained(to: level)
        } else {
            // What is still to be encrypted will be pending below.
            self.drainLevel = level
        }
    }

    // MARK: Ending

    package func shutdownOutput() {
        guard self.acceptsOutput else { return }
        self.outputEnd = .requested
        self.scheduleFlush()
    }

    package func close() {
        self.loop.assertInLoop()
        self.end()
        self.inner.close()
    }

    private func end() {
        self.isClosed = true
        self.handler = nil
        self.output = []
        self.early = []
        self.drainLevel = -1
    }

    /// Ends the connection for a reason of TLS, which the peer is told.
    private func fail(_ error: TLS.Error) {
        guard !self.isClosed else { return }
        if error.code == .notTLS, !self.answerToPlaintext.isEmpty {
            self.inner.append(self.answerToPlaintext)
        } else {
            self.sendEncrypted()
        }
        let handler = self.handler
        self.end()
        // Closed at once it might be reset, and the peer not get to know why.
        self.inner.shutdownOutput()
        self.inner.startReading()
        self.inner.cancelSchedule()
        self.inner.schedule(at: self.loop.now + Self.lingerTime)
        self.waiter.take()?.resume(throwing: error)
        handler?.streamDidFail(error)
    }

    private func broke(_ error: any Error) {
        let error = self.session.missingCertificateError ?? error
        let handler = self.handler
        self.end()
        self.waiter.take()?.resume(throwing: error)
        handler?.streamDidFail(error)
    }

    // MARK: Time

    package func schedule(at time: UInt64) {
        guard !self.isClosed else { return }
        self.inner.schedule(at: time)
    }

    package func cancelSchedule() {
        guard !self.isClosed else { return }
        self.inner.cancelSchedule()
    }

    // MARK: Who they are

    package var localAddress: NetworkAddress? { self.inner.localAddress }
    package var remoteAddress: NetworkAddress? { self.inner.remoteAddress }
    package var networkConnection: TransportConnection? { self.inner.networkConnection }
}

// What happens on the stream below.
extension TLSStream: ByteStreamHandler {
    package func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        // What still comes of a connection that has failed is discarded.
        guard !self.isClosed else { return }
        self.received(bytes.span)
    }

    package func streamDidReceiveEnd() {
        guard !self.isClosed else { return }
        do throws(TLS.Error) {
            try self.session.receivedEnd()
        } catch {
            // What was sent before is still to be encrypted.
            self.flush()
            self.fail(error)
        }
    }

    package func streamDidDrain() {
        self.handler?.streamDidDrain()
    }

    package func streamTimeReached(_ now: UInt64) {
        if self.isClosed {
            self.inner.close()
        } else {
            self.handler?.streamTimeReached(now)
        }
    }

    package func streamDidClose() {
        let handler = self.handler
        self.end()
        if let waiter = self.waiter.take() {
            waiter.resume(with: Result { try self.session.receivedEnd() })
        }
        handler?.streamDidClose()
    }

    package func streamDidFailWriting(_ error: any Error) {
        self.handler?.streamDidFailWriting(error)
    }

    package func streamDidFail(_ error: any Error) {
        self.broke(error)
    }

    /// Those whom this stream stands in for.
    package var applicationHandler: any ByteStreamHandler { self.handler ?? self }
}
