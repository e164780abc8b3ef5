//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSTransport
import WebSocketProtocol

extension WebSocket {
    /// Sends a message, as soon as there is room for it.
    ///
    /// It suspends while more than ``WebSocket/Configuration/highWaterMark`` bytes wait to be sent. Any number of tasks
    /// may send: each message is sent as a whole, in the order of the calls. When it returns, the message has been accepted, and
    /// leaves at the end of the loop's turn. If it throws, nothing of the message has been sent, and the connection is as good as
    /// before.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - compress: Whether it may be compressed, where ``WebSocket/Compression`` was agreed on. Say `false` for what has been
    ///     compressed before, such as images, and for secrets.
    ///   - timeout: The longest wait, or `nil` for one that only the connection's end bounds; it is met within 10 ms, or up to a
    ///     second later if the event loop did not run meanwhile.
    /// - Throws: ``WebSocket/Error`` if the connection is closing or broken, with the code `timedOut` when time has run out, and
    ///   with `invalidArgument` if the task is itself sending a message by ``send(_:compress:timeout:_:)`` on this connection;
    ///   `CancellationError`.
    public nonisolated(nonsending) func send(
        _ message: WebSocket.Message,
        compress: Bool = true,
        timeout: Duration? = nil
    ) async throws {
        // On our loop there is no need to hop, nor to ask the runtime whether there is.
        if self.loop.isInLoop, self.onLoop.sendNow(self, message, compress) { return }
        try await self.waitToSend(message, compress, timeout)
    }

    /// Sends a text message; see ``send(_:compress:timeout:)-(WebSocket.Message,_,_)``.
    public nonisolated(nonsending) func send(
        _ text: String,
        compress: Bool = true,
        timeout: Duration? = nil
    ) async throws {
        try await self.send(.text(text), compress: compress, timeout: timeout)
    }

    /// Sends a binary message; see ``send(_:compress:timeout:)-(WebSocket.Message,_,_)``.
    public nonisolated(nonsending) func send(
        _ bytes: [UInt8],
        compress: Bool = true,
        timeout: Duration? = nil
    ) async throws {
        try await self.send(.binary(bytes), compress: compress, timeout: timeout)
    }

    /// Sends a message that was encoded before, as soon as there is room for it; see
    /// ``send(_:compress:timeout:)-(WebSocket.Message,_,_)``.
    public func send(_ message: WebSocket.PreparedMessage, timeout: Duration? = nil) async throws {
        guard !self.canSend || self.isBlocked || self.isOutputFull else { return self.write(message) }
        try await self.withTimeout(timeout) {
            try await self.waitToSend(.prepared(message), id: self.makeWaiterID())
        }
    }

    /// Sends a message without waiting.
    ///
    /// If ``WebSocket/Configuration/maxPendingOutput`` bytes wait to be sent already, the slow-consumer policy applies.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - compress: Whether it may be compressed, as for ``send(_:compress:timeout:)-(WebSocket.Message,_,_)``.
    /// - Returns: Whether it has been accepted.
    /// - Throws: ``WebSocket/Error`` if the connection is closing or broken, or by the policy.
    @discardableResult
    public func enqueue(_ message: WebSocket.Message, compress: Bool = true) throws -> WebSocket.EnqueueResult {
        guard try self.admit() else { return .dropped }
        if self.isBlockedByWriter {
            self.keep(.message(message, compress: compress))
        } else {
            self.write(message, compress: compress)
        }
        return .accepted
    }

    /// Sends a text message without waiting; see ``enqueue(_:compress:)-(WebSocket.Message,_)``.
    @discardableResult
    public func enqueue(_ text: String, compress: Bool = true) throws -> WebSocket.EnqueueResult {
        try self.enqueue(.text(text), compress: compress)
    }

    /// Sends a binary message without waiting; see ``enqueue(_:compress:)-(WebSocket.Message,_)``.
    @discardableResult
    public func enqueue(_ bytes: [UInt8], compress: Bool = true) throws -> WebSocket.EnqueueResult {
        try self.enqueue(.binary(bytes), compress: compress)
    }

    /// Sends a received message on without waiting; see ``enqueue(_:compress:)-(WebSocket.Message,_)``.
    @discardableResult
    public func enqueue(_ message: borrowing WebSocket.MessageView, compress: Bool = true) throws
        -> WebSocket.EnqueueResult
    {
        guard try self.admit() else { return .dropped }
        if self.isBlockedByWriter {
            self.keep(.message(message.message, compress: compress))
        } else {
            self.writeMessage(message.kind.opcode, payload: message.bytes, compress: compress)
        }
        return .accepted
    }

    /// Sends a message that was encoded before, without waiting; see ``enqueue(_:compress:)-(WebSocket.Message,_)``.
    @discardableResult
    public func enqueue(_ message: WebSocket.PreparedMessage) throws -> WebSocket.EnqueueResult {
        guard try self.admit() else { return .dropped }
        self.enqueueAdmitted(message)
        return .accepted
    }

    func enqueueAdmitted(_ message: WebSocket.PreparedMessage) {
        if self.isBlockedByWriter {
            self.keep(.prepared(message))
        } else {
            self.write(message)
        }
    }

    /// Sends a ping of your own; ``onPong(_:)`` tells of the answer.
    ///
    /// Keepalive pings by itself, and ``latency`` tells how long the peer takes to answer.
    ///
    /// - Parameter payload: At most 125 bytes.
    /// - Throws: ``WebSocket/Error`` if the payload is too large or the connection is closing or broken.
    public func ping(_ payload: [UInt8] = []) throws {
        try self.sendControl(.ping, payload)
    }

    /// Sends a pong that nobody has asked for, which tells the peer that we are alive (RFC 6455 §5.5.3).
    ///
    /// Pings are answered without it.
    ///
    /// - Parameter payload: At most 125 bytes.
    /// - Throws: ``WebSocket/Error`` if the payload is too large or the connection is closing or broken.
    public func pong(_ payload: [UInt8] = []) throws {
        try self.sendControl(.pong, payload)
    }

    private func sendControl(_ opcode: WebSocketOpcode, _ payload: [UInt8]) throws {
        try self.checkCanSend()
        guard payload.count <= 125 else {
            throw WebSocket.Error(
                .invalidArgument,
                "Cannot send a \(opcode == .ping ? "ping" : "pong"): its payload is at most 125 bytes, this one has "
                    + "\(payload.count)."
            )
        }
        self.write(opcode, payload: payload.span)
    }

    // MARK: Admission

    func checkCanSend() throws {
        guard self.canSend else {
            throw WebSocket.Error.closed("send", code: self.closeCode)
        }
    }

    /// Whether an enqueued message is to be sent.
    private func admit() throws -> Bool {
        try self.checkCanSend()
        let pendingOutput = self.enqueuedOutput
        guard pendingOutput > self.settings.values.maxPendingOutput else { return true }
        switch self.settings.values.slowConsumerPolicy {
        case .drop:
            self.counters?.messagesDropped.add()
            return false
        case .wait:
            throw WebSocket.Error(
                .sendBufferFull,
                "Cannot enqueue: \(pendingOutput) bytes wait to be sent. Use send, which waits for room."
            )
        case .close:
            throw self.failAsTooSlow()
        }
    }

    /// What waits for the peer, in bytes, of what was enqueued and what has been written.
    var enqueuedOutput: Int { self.stream.pendingOutput + (self.backlog?.enqueuedSize ?? 0) }

    /// Closes the connection with 1008, since the peer does not take what it is sent.
    ///
    /// - Returns: What is to be said of it.
    @discardableResult
    package func failAsTooSlow() -> WebSocket.Error {
        let error = WebSocket.Error(
            .slowConsumer,
            "The peer did not take what it was sent: \(self.enqueuedOutput) bytes wait.",
            closeCode: .policyViolation
        )
        self.counters?.limited(by: .pendingOutput, self.id)
        self.fail(with: error, closing: .tooSlow)
        return error
    }

    /// Sends a message if there is room for it.
    ///
    /// - Returns: Whether it did.
    func sendNow(_ message: WebSocket.Message, compress: Bool) -> Bool {
        guard self.canSend, !self.isBlocked, !self.isOutputFull else { return false }
        self.write(message, compress: compress)
        return true
    }

    private func waitToSend(_ message: WebSocket.Message, _ compress: Bool, _ timeout: Duration?) async throws {
        if timeout != nil, self.sendNow(message, compress: compress) { return }
        try await self.withTimeout(timeout) {
            try await self.waitToSend(.message(message, compress: compress), id: self.makeWaiterID())
        }
    }

    /// Waits for room by `operation`, but not longer than `timeout`, if there is one.
    func withTimeout(_ timeout: Duration?, _ operation: @escaping @Sendable () async throws -> Void) async throws {
        guard let timeout else { return try await operation() }
        try await self.loop.withTimeout(timeout, operation) {
            WebSocket.Error(.timedOut, "There was no room for a message within \(timeout).")
        }
    }

    func waitToSend(_ content: WaitingSend.Content, id: UInt32) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                self.wait(WaitingSend(id: id, content: content, continuation: $0))
            }
        } onCancel: {
            self.loop.execute {
                self.assumeIsolated { socket in
                    let send = socket.backlog?.sends.removeFirst { $0.id == id }
                    send?.continuation?.resume(throwing: CancellationError())
                }
            }
        }
    }

    /// Makes a message wait for room, unless there is some or never will be.
    ///
    /// Decided here, since others may have run since the call: see ``wait(_:)-(Reader)``.
    private func wait(_ send: WaitingSend) {
        do {
            try self.checkCanSend()
            try Task.checkCancellation()
            guard !self.isBlocked, !self.isOutputFull else {
                try self.checkNotWithinMessage()
                self.counters?.sendsDelayed.add()
                self.makeBacklog().sends.append(send)
                self.requestDrainNotice()
                return
            }
            self.begin(send)
        } catch {
            // In the next turn, so that a task that goes on calling leaves the others on the loop their turns.
            self.loop.execute { [continuation = send.continuation] in continuation?.resume(throwing: error) }
        }
    }

    private func begin(_ send: WaitingSend) {
        switch send.content {
        case .message(let message, let compress): self.write(message, compress: compress)
        case .prepared(let message): self.write(message)
        case .pieces(let message): self.makeBacklog().writer = message
        }
        send.continuation?.resume()
    }

    /// Keeps an enqueued message until the one that is being sent is whole.
    private func keep(_ content: WaitingSend.Content) {
        let send = WaitingSend(id: 0, content: content, continuation: nil)
        let backlog = self.makeBacklog()
        backlog.sends.append(send)
        backlog.enqueuedSize += send.enqueuedSize
    }

    /// Whether what is to be sent has to wait for something before it.
    var isBlocked: Bool { self.backlog?.isBlocking ?? false }

    /// Whether a message is being sent piece by piece, within which no other may come.
    private var isBlockedByWriter: Bool {
        guard let backlog else { return false }
        // Those that were kept come first.
        return backlog.writer != nil || backlog.enqueuedSize > 0
    }

    func makeBacklog() -> Backlog {
        let backlog = self.backlog ?? Backlog()
        self.backlog = backlog
        return backlog
    }

    func requestDrainNotice() {
        self.stream.notifyWhenDrained(to: self.settings.values.highWaterMark / 2)
    }

    /// Sends what has waited for room, in order.
    func drainSends() {
        guard let backlog else { return }
        if let payload = backlog.pong.take(), self.canSend {
            self.write(.pong, payload: payload.span)
        }
        if !self.isOutputFull {
            self.resumeWriters()
        }
        while !self.isOutputFull, backlog.writer == nil, let send = backlog.sends.popFirst() {
            backlog.enqueuedSize -= send.enqueuedSize
            self.begin(send)
        }
        if !backlog.isBlocking, !self.isOutputFull {
            for action in exchange(&backlog.roomWaiters, with: []) {
                action()
            }
        }
        if !backlog.isBlocking, backlog.roomWaiters.isEmpty {
            self.backlog = nil
        } else if self.isOutputFull {
            self.requestDrainNotice()
        }
    }

    /// Ends the wait of all who wait for room.
    func failSends() {
        while let send = self.backlog?.sends.popFirst() {
            send.continuation?.resume(throwing: WebSocket.Error.closed("send", code: self.closeCode))
        }
        self.resumeWriters()
        self.backlog?.writer = nil
    }

    /// Answers a ping.
    ///
    /// While the peer does not take answers, only the last ping is remembered (RFC 6455 §5.5.3).
    func answerPing(_ payload: Span<UInt8>) {
        guard self.canSend else { return }
        if self.isOutputFull {
            self.makeBacklog().pong = [UInt8](copying: payload)
            self.requestDrainNotice()
        } else {
            self.write(.pong, payload: payload)
        }
    }

    // MARK: Frames

    private func write(_ message: WebSocket.Message, compress: Bool) {
        switch message {
        case .text(let text):
            self.writeMessage(.text, payload: text.utf8Span.span, compress: compress)
        case .binary(let bytes)
        where self.role == .server && self.deflate == nil && bytes.count >= OutputLimits.copy
            && bytes.count <= self.settings.maxFrameSize:
            // The array is kept until it is written, instead of its bytes being copied.
            self.writeHeader(.binary, payloadCount: bytes.count)
            self.stream.append(bytes)
        case .binary(let bytes):
            self.writeMessage(.binary, payload: bytes.span, compress: compress)
        }
    }

    func write(_ message: WebSocket.PreparedMessage) {
        // A client masks each anew; and a payload may be too large for a frame, or within a header's size of being so.
        guard self.role == .server, message.frame.count <= self.settings.maxFrameSize else {
            message.withPayload { self.writeMessage(message.kind.opcode, payload: $0, compress: message.compress) }
            return
        }
        guard let deflate, let frame = message.compressedFrame(by: deflate) else {
            self.countSent(message.frame.count, endsMessage: true)
            self.stream.append(message.frame)
            return
        }
        deflate.forgetSentMessages()
        self.countSent(frame.count, endsMessage: true)
        self.stream.append(frame)
    }

    /// Writes a message, compressed if it may be.
    private func writeMessage(_ opcode: WebSocketOpcode, payload: Span<UInt8>, compress: Bool) {
        if compress, self.deflate != nil, self.writeCompressed(opcode, payload) { return }
        self.write(opcode, payload: payload)
    }

    /// Writes a frame to the stream's pending output, or several, if that would be too large.
    func write(_ opcode: WebSocketOpcode, payload: Span<UInt8>, isFinal: Bool = true, isCompressed: Bool = false) {
        guard payload.count <= self.settings.maxFrameSize else {
            self.writeFragments(opcode, payload: payload, isFinal: isFinal, isCompressed: isCompressed)
            return
        }
        guard payload.count >= OutputLimits.copy else {
            let key = self.nextMaskingKey()
            let size = FrameEncoder.encodedSize(payloadCount: payload.count, isMasked: key != nil)
            self.countSent(size, endsMessage: isFinal && !opcode.isControl)
            self.stream.append(capacity: size) { output in
                FrameEncoder.append(
                    opcode,
                    payload: payload,
                    isFinal: isFinal,
                    isCompressed: isCompressed,
                    maskingKey: key,
                    to: &output
                )
            }
            return
        }
        if let key = self.nextMaskingKey() {
            // Masking makes a copy, which the stream then owns.
            let size = FrameEncoder.encodedSize(payloadCount: payload.count, isMasked: true)
            self.stream.append(
                [UInt8](capacity: size) { output in
                    FrameEncoder.append(
                        opcode,
                        payload: payload,
                        isFinal: isFinal,
                        isCompressed: isCompressed,
                        maskingKey: key,
                        to: &output
                    )
                }
            )
        } else {
            self.writeHeader(opcode, payloadCount: payload.count, isFinal: isFinal, isCompressed: isCompressed)
            self.stream.append(payload)
        }
    }

    @inline(never)
    private func writeFragments(_ opcode: WebSocketOpcode, payload: Span<UInt8>, isFinal: Bool, isCompressed: Bool) {
        var opcode = opcode
        var isCompressed = isCompressed
        var rest = payload
        while rest.count > self.settings.maxFrameSize {
            let fragment = rest.extracting(first: self.settings.maxFrameSize)
            self.write(opcode, payload: fragment, isFinal: false, isCompressed: isCompressed)
            rest = rest.extracting(droppingFirst: fragment.count)
            // Only the first says what the message is.
            opcode = .continuation
            isCompressed = false
        }
        self.write(opcode, payload: rest, isFinal: isFinal, isCompressed: isCompressed)
    }

    private func writeHeader(
        _ opcode: WebSocketOpcode,
        payloadCount: Int,
        isFinal: Bool = true,
        isCompressed: Bool = false
    ) {
        let header = FrameHeader(
            opcode: opcode,
            payloadLength: UInt64(payloadCount),
            isFinal: isFinal,
            rsv1: isCompressed
        )
        self.countSent(header.encodedSize + payloadCount, endsMessage: isFinal)
        self.stream.append(capacity: header.encodedSize) { header.append(to: &$0) }
    }

    /// Writes a control frame whose payload is a number.
    func write(_ opcode: WebSocketOpcode, payload: UInt64) {
        let bytes = [UInt8](capacity: 8) { output in
            for shift in stride(from: 56, through: 0, by: -8) {
                output.append(UInt8(truncatingIfNeeded: payload >> UInt64(shift)))
            }
        }
        self.write(opcode, payload: bytes.span)
    }

    /// Writes our Close frame, unless one has been sent.
    func writeClose(_ frame: CloseFrame) {
        guard !self.endsWithoutClose, self.machine.sendClose(frame) else { return }
        self.hasSentClose = true
        defer { self.cancelOpenScopes() }
        let key = self.nextMaskingKey()
        let size = FrameEncoder.encodedSize(payloadCount: frame.payloadCount, isMasked: key != nil)
        self.countSent(size, endsMessage: false)
        self.stream.append(capacity: size) { output in
            FrameEncoder.append(frame, maskingKey: key, to: &output)
        }
    }

    /// Counts a frame that is sent by a server.
    @inline(always)
    private func countSent(_ size: Int, endsMessage: Bool) {
        self.counters?.sent(bytes: size, endsMessage: endsMessage)
    }

    private func nextMaskingKey() -> MaskingKey? {
        self.role == .client ? MaskingKey(self.loop.nextRandom()) : nil
    }
}
