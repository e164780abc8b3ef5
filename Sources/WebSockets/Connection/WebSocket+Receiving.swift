//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WSTransport
import WebSocketProtocol

extension WebSocket {
    /// Waits for the next message.
    ///
    /// Cancelling the task ends the wait and loses nothing: the next call gets the message. So it does when time runs out.
    ///
    /// - Parameter timeout: The longest wait, or `nil` for one that only the connection's end bounds; it is met within 10 ms. If the
    ///   event loop did not run meanwhile, what arrived is read first, and the wait may take a second longer.
    /// - Returns: The message.
    /// - Throws: ``WebSocket/Error``, with the code `closed` after a normal close and `timedOut` when time has run out;
    ///   `CancellationError`.
    public nonisolated(nonsending) func receive(timeout: Duration? = nil) async throws -> WebSocket.Message {
        guard let message = try await self.nextMessage(timeout: timeout) else {
            throw WebSocket.Error.closed("receive", code: await self.closeCode)
        }
        return message
    }

    /// Calls `body` with every message where it lies in the receive buffer, until the connection is closed.
    ///
    /// This is the fast lane: nothing is copied, allocated or suspended for a message. `body` runs on the connection's
    /// loop and must not block it; it answers with ``enqueue(_:compress:)-(WebSocket.MessageView,_)`` and its siblings. While the peer does
    /// not take the answers, no further message is read from it.
    ///
    /// Cancelling the task ends the iteration and leaves the connection good.
    ///
    /// - Parameter body: Called with each message and this connection. What it throws ends the iteration.
    /// - Throws: What `body` throws; ``WebSocket/Error`` unless the connection was closed normally;
    ///   `CancellationError`.
    public func forEachMessage(
        _ body: @escaping @Sendable (borrowing WebSocket.MessageView, isolated WebSocket) throws -> Void
    ) async throws {
        guard self.isInHandlerTask else { return try await self.waitForEnd(body) }
        try await withResumption { self.wait(Reader(.end($0), id: Reader.handlerID), body) }
    }

    /// Waits for the end, while `body` gets the messages, in a task whose cancellation is not watched otherwise.
    @inline(never)
    private func waitForEnd(_ body: @escaping FastLane) async throws {
        let id = self.makeWaiterID()
        try await withTaskCancellationHandler {
            try await withResumption { self.wait(Reader(.end($0), id: id), body) }
        } onCancel: {
            self.cancelReader(id)
        }
    }

    /// Waits for the next message; `nil` if they have ended normally.
    ///
    /// On our loop there is no need to hop, nor to ask the runtime whether there is.
    nonisolated(nonsending) func nextMessage(timeout: Duration? = nil) async throws -> WebSocket.Message? {
        if self.loop.isInLoop {
            switch self.onLoop.nextNow(self) {
            case .message(let message): return message
            case .awaitInHandler where timeout == nil:
                return try await withResumption { self.onLoop.wait(self, $0) }
            case .awaitInHandler, .awaitCancellably: break
            }
        }
        return try await self.waitForMessage(timeout: timeout)
    }

    /// Takes the next message if it is there.
    func nextNow() -> NextMessage {
        guard self.reader == nil else { return .awaitCancellably }
        self.discardIncomingMessage()
        if let message = self.takeMessage() {
            self.isMessageInHand = true
            return .message(message)
        }
        return self.isInHandlerTask ? .awaitInHandler : .awaitCancellably
    }

    /// Makes the handler's task wait, unless what it waits for is there.
    func wait(_ resumption: Resumption<WebSocket.Message?>) {
        self.wait(Reader(.message(resumption), id: Reader.handlerID))
    }

    /// Waits for the next message, but not longer than `timeout`, if there is one; `nil` if they have ended normally.
    ///
    /// Out of line, as its like: the frame would otherwise be part of that of a handler that waits.
    @inline(never)
    private func waitForMessage(timeout: Duration?) async throws -> WebSocket.Message? {
        let deadline = timeout.map { self.loop.now + $0.wholeMilliseconds } ?? .max
        let id = self.makeWaiterID()
        return try await withTaskCancellationHandler {
            try await withResumption { self.wait(Reader(.message($0), id: id, deadline: deadline)) }
        } onCancel: {
            self.cancelReader(id)
        }
    }

    /// Whether the running task is that of the server's handler: the server tells of its cancellation, so that it need
    /// not be watched, which a message that is waited for would pay for, and an idle connection by its frames.
    private var isInHandlerTask: Bool {
        self.handlerTask != .none && self.handlerTask == .current
    }

    /// Makes a task wait, unless what it waits for is there.
    ///
    /// All of it is decided here, where nothing can come in between: a task that does not prefer our loop yields at
    /// every call of an asynchronous function, even of our own.
    private func wait(_ reader: Reader, _ fastLane: FastLane? = nil) {
        do {
            try self.checkNoReader()
            self.isMessageInHand = false
            self.discardIncomingMessage()
            if case .message(let resumption) = reader.wish {
                if let message = self.takeMessage() {
                    self.isMessageInHand = true
                    resumption.resume(returning: message)
                    return
                }
            }
            if self.inboxSize == 0, let end {
                self.sendPendingCloseSoon()
                // In the next turn: see below.
                self.loop.execute { reader.end(end) }
                return
            }
            try Task.checkCancellation()
            self.reader = reader
            self.fastLane = fastLane
            self.isFastLaneOpen = fastLane != nil
            if reader.deadline < .max {
                self.schedule()
            }
            // For the fast lane: what has come, and the end if it has.
            self.drainInbox()
            self.updateReading()
        } catch {
            // In the next turn, so that a task that goes on calling leaves the others on the loop their turns.
            self.loop.execute { reader.fail(error) }
        }
    }

    func checkNoReader() throws {
        guard self.reader == nil else {
            throw WebSocket.Error(
                .concurrentReceive,
                "Cannot receive: another task is receiving from this connection. Let one task receive and hand on."
            )
        }
    }

    /// Whether all messages have been received; then the peer gets our last words.
    ///
    /// - Throws: Why the connection failed.
    func hasEnded() throws -> Bool {
        guard let end else { return false }
        self.sendPendingCloseSoon()
        if case .failed(let error) = end {
            throw error
        }
        return true
    }

    func makeWaiterID() -> UInt32 {
        // 0 is the handler's own. After the largest it begins anew: nobody waits for as long as that takes.
        self.lastWaiterID = self.lastWaiterID == .max ? 1 : self.lastWaiterID + 1
        return self.lastWaiterID
    }

    nonisolated func cancelReader(_ id: UInt32) {
        self.loop.execute {
            self.assumeIsolated { socket in
                guard socket.reader?.id == id else { return }
                socket.forgetUnbegunMessage()
                socket.takeReader()?.fail(CancellationError())
            }
        }
    }

    func timeOutReader() {
        self.forgetUnbegunMessage()
        self.takeReader()?.fail(
            WebSocket.Error(.timedOut, "No message came in time. The connection is still good.")
        )
    }

    func takeReader() -> Reader? {
        let reader = self.reader.take()
        self.fastLane = nil
        self.isFastLaneOpen = false
        // It may have held the stream back for the answers that the peer does not take.
        self.updateReading()
        return reader
    }

    // MARK: What arrives

    /// Takes the message that has waited longest; `nil` if there is none, or none that can be inflated now.
    private func takeMessage() -> WebSocket.Message? {
        guard let waiting = self.takeWaiting() else { return nil }
        defer { self.updateReading() }
        switch waiting {
        case .message(let message): return message
        case .compressed(let kind, let payload): return self.inflate(kind, payload.span) { $0.message }
        case .unfinished(let message): return self.inflate(message) { $0.message }
        }
    }

    private func takeWaiting() -> WaitingMessage? {
        // Only what has been inflated lessens it.
        guard self.inflateAllowance > 0, let inbox, inbox.incoming == nil, let waiting = inbox.popFirst() else {
            return nil
        }
        return waiting
    }

    /// Gives a message to the reader, or keeps it for the next.
    func deliver(_ message: WebSocket.Message) {
        // A reader that has not been given what waits already lets others on the loop have their turn.
        if self.isInboxEmpty, case .message(let resumption) = self.reader?.wish {
            self.reader = nil
            self.isMessageInHand = true
            resumption.resume(returning: message)
        } else {
            self.keep(.message(message))
        }
    }

    /// Keeps a message for the next reader.
    func keep(_ waiting: WaitingMessage) {
        self.makeInbox().append(waiting)
    }

    func makeInbox() -> Inbox {
        let inbox = self.inbox ?? Inbox()
        self.inbox = inbox
        return inbox
    }

    /// Whether nothing waits, and nothing is being received piece by piece.
    var isInboxEmpty: Bool { self.inbox?.isEmpty ?? true }

    /// What the messages that wait take, in bytes; 0 if there are none.
    var inboxSize: Int { self.inbox?.size ?? 0 }

    /// What the application has not taken, in bytes.
    @inline(always)
    private var pendingInput: Int { self.inbox?.pendingSize ?? 0 }

    /// Gives a message to the fast lane, if there is one and the peer takes the answers.
    ///
    /// - Parameters:
    ///   - view: The message.
    ///   - fastLane: The one that was open when the read began. It may be closed since, but there is no other yet.
    /// - Returns: Whether it did.
    @inline(always)
    func deliver(_ view: borrowing WebSocket.MessageView, to fastLane: FastLane) -> Bool {
        guard self.isFastLaneOpen, self.isInboxEmpty, !self.isOutputFull else { return false }
        do {
            try fastLane(view, self)
        } catch {
            self.takeReader()?.fail(error)
        }
        return true
    }

    /// Gives the reader the messages that had to wait: the fast lane all, as long as the peer takes the answers.
    func drainInbox() {
        if let message = self.inbox?.incoming, message.isDiscarded {
            self.discardPieces(of: message)
        }
        if self.inflateAllowance > 0 {
            // It looks for itself whether there is something.
            self.resumePieceReader()
        }
        while self.inboxSize > 0, let reader {
            guard self.inflateAllowance > 0 else {
                self.drainInboxSoon()
                return
            }
            switch reader.wish {
            case .message(let resumption):
                guard let message = self.takeMessage() else { return }
                self.reader = nil
                self.isMessageInHand = true
                resumption.resume(returning: message)
            case .piece:
                self.resumePieceReader()
            case .end:
                guard !self.isOutputFull, let fastLane, let waiting = self.takeWaiting() else { return }
                self.deliver(waiting, to: fastLane)
            }
        }
        self.endReaderIfDone()
    }

    private func deliver(_ waiting: WaitingMessage, to fastLane: FastLane) {
        do {
            switch waiting {
            case .message(let message): try message.withView { try fastLane($0, self) }
            case .compressed(let kind, let payload): try self.inflate(kind, payload.span) { try fastLane($0, self) }
            case .unfinished(let message): try self.inflate(message) { try fastLane($0, self) }
            }
        } catch {
            self.takeReader()?.fail(error)
        }
    }

    /// Tells the reader of the end, once it has got everything before it.
    func endReaderIfDone() {
        if self.end != nil {
            self.resumePieceReader()
        }
        guard let end, self.inboxSize == 0, !self.isMessageInHand else { return }
        self.sendPendingCloseSoon()
        self.takeReader()?.end(end)
    }

    /// Gives the reader what had to wait for a peer that will not take anything any more, or for others on the loop.
    ///
    /// Not at once, as the fast lane may be what found that out; and once, however often it is asked for, as each time is worth
    /// a turn's budget.
    func drainInboxSoon() {
        guard !self.willDrainInbox else { return }
        self.willDrainInbox = true
        self.loop.execute {
            self.assumeIsolated { socket in
                socket.willDrainInbox = false
                socket.inflateAllowance = Self.inflateBudget
                socket.drainInbox()
                socket.updateReading()
            }
        }
    }

    /// Whether the peer is to take what it was sent before the fast lane answers more.
    var isOutputFull: Bool {
        !self.isClosed && self.outputError == nil && self.stream.pendingOutput > self.settings.values.highWaterMark
    }

    /// Reads from the stream or holds it back, as the application and the peer keep up.
    func updateReading() {
        guard !self.isClosed else { return }
        let isHeldByPeer = self.isFastLaneOpen && self.isOutputFull
        if isHeldByPeer {
            // Also when reading is held back already: the inbox may be what holds it, and it empties by the notice.
            self.requestDrainNotice()
        }
        // What is received after the end is discarded, so it need not wait for anybody.
        let isHeldBack =
            self.pendingInput > self.settings.values.maxPendingInput || isHeldByPeer
            || self.isHandlerCancelled.load(ordering: .relaxed)
        let isHeld = self.heldInput != nil || (self.end == nil && isHeldBack)
        guard isHeld != self.isReadingPaused else { return }
        self.isReadingPaused = isHeld
        if isHeld {
            self.counters?.readsHeld.add()
            self.stream.stopReading()
        } else {
            self.keepAlive?.postpone(self.loop.now)
            self.stream.startReading()
        }
    }
}

extension WebSocket.Message {
    /// Calls `body` with the message as a view.
    fileprivate func withView(_ body: (borrowing WebSocket.MessageView) throws -> Void) throws {
        try self.withPayload { try body(WebSocket.MessageView(kind: self.kind, bytes: $0)) }
    }
}

extension WebSocket: AsyncSequence {
    /// Waits for one message after another.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let socket: WebSocket

        /// Waits for the next message; `nil` after a normal close.
        public func next() async throws -> WebSocket.Message? {
            try await self.socket.nextMessage()
        }

        /// Waits for the next message; `nil` after a normal close.
        public func next(isolation actor: isolated (any Actor)?) async throws(any Swift.Error) -> WebSocket.Message? {
            try await self.socket.nextMessage()
        }
    }

    /// Returns an iterator over the messages to come; one task at a time may use one.
    public nonisolated func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(socket: self)
    }
}
