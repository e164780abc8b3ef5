//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WSTransport
public import WebSocketProtocol

extension WebSocket {
    /// How many milliseconds our Close is held back for the application to answer what came before.
    private static let maxCloseDelay: UInt64 = 1000

    /// Closes the connection: performs the closing handshake (RFC 6455 §7) and waits until the connection has ended.
    ///
    /// What was accepted before is sent first. Messages that have been received can still be; those that arrive later
    /// are discarded: see ``startClosingHandshake(code:reason:)`` where they matter. If the peer has not answered
    /// within ``WebSocket/Configuration/closeTimeout``, the connection is dropped. Closing twice is no error.
    ///
    /// - Parameters:
    ///   - code: Why; `normalClosure` by default.
    ///   - reason: An explanation for developers, at most 123 bytes of UTF-8.
    /// - Throws: ``WebSocket/Error`` with the code `invalidArgument` if code or reason may not be sent.
    public func close(code: CloseCode = .normalClosure, reason: String = "") async throws {
        let frame = Result { try CloseFrame(sending: code, reason) }
        if !self.isClosed, case .success(let frame) = frame {
            self.startClosing(frame)
            await self.waitUntilClosed()
        } else {
            // A task that goes on calling leaves the others on the loop their turns.
            await self.loop.nextTurn()
            _ = try frame.get()
        }
    }

    /// Starts the closing handshake and returns at once, for whoever still wants what the peer sends before it closes
    /// too (RFC 6455 §7.1.2).
    ///
    /// Nothing can be sent any more, but messages are received as before, until the peer's Close ends them. So receive
    /// until then, since the peer's Close comes behind its messages:
    ///
    /// ```swift
    /// try await socket.send("the last question")
    /// try socket.startClosingHandshake()
    /// for try await answer in socket { … }
    /// ```
    ///
    /// If it has not come within ``WebSocket/Configuration/closeTimeout``, the connection is dropped, and receiving
    /// throws. ``close(code:reason:)`` may follow, and discards what has not arrived yet. Starting twice is no error.
    ///
    /// - Parameters:
    ///   - code: Why; `normalClosure` by default.
    ///   - reason: An explanation for developers, at most 123 bytes of UTF-8.
    /// - Throws: ``WebSocket/Error`` with the code `invalidArgument` if code or reason may not be sent.
    public func startClosingHandshake(code: CloseCode = .normalClosure, reason: String = "") throws {
        let frame = try CloseFrame(sending: code, reason)
        // What came before the output broke can still be received.
        guard !self.isClosed, self.outputError == nil else { return }
        self.sendClose(frame)
    }

    /// Drops the connection at once, without a closing handshake; the peer sees it broken.
    ///
    /// What waits to be sent is lost. Messages that have been received can still be.
    public func closeNow() {
        guard !self.isClosed else { return }
        self.machine.fail()
        self.stream.close()
        self.didClose(.closed)
    }

    /// Drops the connection after the time for ending it well has run out.
    func drop() {
        self.stream.close()
        if let outputError {
            self.didFail(outputError)
        } else {
            let timeout = self.settings.values.closeTimeout
            let message = "The peer did not close within \(timeout); the connection was dropped."
            self.didClose(.failed(WebSocket.Error(.connectionLost, message, closeCode: .abnormalClosure)))
        }
    }

    /// Starts the closing handshake and wants no further message; its end comes by events.
    func startClosing(_ frame: CloseFrame) {
        guard !self.isClosed, self.outputError == nil else {
            // Nothing can be said to the peer any more.
            self.closeNow()
            return
        }
        self.sendClose(frame)
        self.endMessages(.closed)
    }

    private func sendClose(_ frame: CloseFrame) {
        self.sendPendingClose()
        self.writeClose(frame)
        self.failSends()
        self.setCloseDeadline()
    }

    /// Waits until the connection has ended.
    func waitUntilClosed() async {
        await withCheckedContinuation { waiter in
            if self.isClosed {
                waiter.resume()
            } else {
                self.closeWaiters.append(waiter)
            }
        }
    }

    /// Ends a connection whose handler has ended.
    //
    // Out of line: what it needs would otherwise be part of the frame that waits for the handler.
    @inline(never)
    func finish(throwing error: (any Swift.Error)?) async {
        self.handlerTask = .none
        // The error does not tell: a handler may return when it is cancelled, and may throw another task's CancellationError.
        let isCancelled = Task.isCancelled
        let isFailure = error != nil && self.end == nil
        if let error, isFailure, !isCancelled || !(error is CancellationError) {
            self.reportFailure(error)
        }
        // Behind what it has published to its own connection.
        if self.loop.hasPostedWork {
            await self.loop.nextTurn()
        }
        if isCancelled {
            self.startClosing(.goingAway)
        } else {
            self.startClosing(isFailure ? .internalError : .normal)
        }
        await self.waitUntilClosed()
    }

    /// Runs `body` and closes the connection, whichever task this is.
    nonisolated func runToEnd<Result: Sendable>(
        _ body: @Sendable (_ socket: isolated WebSocket) async throws -> Result
    ) async throws -> Result {
        do {
            // As in a server's handler: a task that prefers the loop is not switched at every call of the socket.
            let result = try await withTaskCancellationHandler {
                try await withTaskExecutorPreference(self.loop) { try await body(self) }
            } onCancel: {
                self.isHandlerCancelled.store(true, ordering: .relaxed)
                self.loop.execute { self.assumeIsolated { $0.handlerWasCancelled() } }
            }
            await self.finish(throwing: nil)
            return result
        } catch {
            await self.finish(throwing: error)
            throw error
        }
    }

    /// Runs the handler of a server's connection for its life.
    ///
    /// - Parameter handler: Runs isolated to this connection.
    func run(_ handler: WebSocket.Handler) async {
        self.handlerTask = .current
        if Task.isCancelled {
            // The server has cancelled it before it began.
            self.isHandlerCancelled.store(true, ordering: .relaxed)
        }
        do {
            try await handler(self)
            await self.finish(throwing: nil)
        } catch {
            await self.finish(throwing: error)
        }
    }

    /// Cancels the server's handler.
    ///
    /// - Returns: Whether it runs.
    func cancelHandler() -> Bool {
        guard self.handlerTask != .none else { return false }
        // First, as what is cancelled may look at once.
        self.isHandlerCancelled.store(true, ordering: .relaxed)
        self.handlerTask.cancel()
        self.handlerWasCancelled()
        // Its wait does not watch for that.
        self.cancelReader(Reader.handlerID)
        return true
    }

    /// Notes that the handler has been cancelled.
    private func handlerWasCancelled() {
        // What has come is still received, but a peer that never stops does not put the end off.
        self.updateReading()
        self.cancelOpenScopes()
    }

    // MARK: Events

    /// Handles the peer's Close frame.
    func receivedClose(_ frame: CloseFrame) {
        self.deferClose(frame.reply, isFailure: false)
        switch frame.code {
        case nil, .normalClosure, .goingAway:
            self.endMessages(.closed)
        case .some(let code):
            let reason = frame.reason.isEmpty ? "" : ", saying \(frame.reason.debugDescription)"
            let message = "The peer closed the connection with code \(code.rawValue)\(reason)."
            self.endMessages(.failed(WebSocket.Error(.closedByPeer, message, closeCode: code)))
        }
        self.reportClose()
    }

    /// Fails the connection for what the peer sent (RFC 6455 §7.1.7).
    func fail(_ violation: ProtocolViolation) {
        self.deferClose(CloseFrame(violation), isFailure: true)
        self.endMessages(.failed(WebSocket.Error(violation)))
    }

    /// Discards what waits for the application, and how the connection ended behind it.
    func discardInbox() {
        self.inbox = nil
        self.machine.fail()
        self.end = nil
        self.pendingClose = nil
    }

    /// Fails the connection for a reason of ours.
    func fail(with error: WebSocket.Error, closing frame: CloseFrame) {
        self.failBehindMessages(with: error, closing: frame)
        self.sendPendingClose()
    }

    /// Fails the connection for a reason of ours, behind the messages that have come.
    func failBehindMessages(with error: WebSocket.Error, closing frame: CloseFrame) {
        self.machine.fail()
        self.deferClose(frame, isFailure: true)
        self.endMessages(.failed(error))
    }

    /// Holds a Close frame back while messages from before wait for the application, or for its answer: what was
    /// accepted is not lost because of what came after (RFC 6455 §5.5.1 permits the delay).
    ///
    /// Not for long, as an application may never receive again.
    private func deferClose(_ frame: CloseFrame?, isFailure: Bool) {
        guard self.pendingClose == nil, !self.isClosed else { return }
        let deadline = self.loop.now + Swift.min(self.settings.closeTimeout, Self.maxCloseDelay)
        self.pendingClose = Ending.PendingClose(frame: frame, isFailure: isFailure, deadline: deadline)
        if !self.hasSentClose {
            self.schedule()
        } else {
            // Nothing can be answered any more.
            self.sendPendingClose()
        }
    }

    /// Sends the Close frame that was held back, behind what the loop was asked to do before: a handler may have published to
    /// its own connection.
    func sendPendingCloseSoon() {
        guard self.pendingClose != nil else { return }
        if self.loop.hasPostedWork {
            self.loop.execute { self.assumeIsolated { $0.sendPendingClose() } }
        } else {
            self.sendPendingClose()
        }
    }

    /// Sends the Close frame that was held back, and ends our side where that is ours to do.
    func sendPendingClose() {
        guard let pendingClose else { return }
        self.pendingClose = nil
        if let frame = pendingClose.frame {
            self.writeClose(frame)
        }
        // The server closes TCP first (RFC 6455 §7.1.1), and waits for the client's end, so that no byte of the Close
        // is lost to a reset.
        if pendingClose.isFailure || self.role == .server || self.hasReceivedEnd {
            self.stream.shutdownOutput()
        }
        self.failSends()
        // Without a frame to write, nothing else does.
        self.cancelOpenScopes()
        self.setCloseDeadline()
    }

    /// Handles the end of the peer's side of the stream.
    func receivedEnd() {
        if let heldInput {
            heldInput.hasEnd = true
            return
        }
        self.hasReceivedEnd = true
        if self.outputError != nil {
            self.drop()
        } else if self.end == nil {
            // The peer may have ended its side alone: it gets the answers to its messages.
            self.endsWithoutClose = true
            self.machine.fail()
            self.deferClose(nil, isFailure: true)
            let message = "The connection ended without a closing handshake."
            self.endMessages(.failed(WebSocket.Error(.connectionLost, message, closeCode: .abnormalClosure)))
        } else if self.pendingClose == nil {
            // Nothing more can come; what is still to be sent leaves first.
            self.stream.shutdownOutput()
        }
    }

    /// Handles a broken stream.
    func didFail(_ error: any Swift.Error) {
        let message = "The connection broke: \(error)".asSentence
        self.didClose(.failed(WebSocket.Error(.connectionLost, message, cause: error, closeCode: .abnormalClosure)))
    }

    /// Notes that the stream has been closed, which ends everything.
    func didClose(_ end: Ending.Outcome) {
        guard !self.isClosed else { return }
        self.isClosed = true
        self.pendingClose = nil
        self.endMessages(end)
        if self.reader != nil {
            self.drainInboxSoon()
        }
        self.failSends()
        self.cancelOpenScopes()
        self.partialMessage = []
        self.heldInput = nil
        self.backlog = nil
        for waiter in self.closeWaiters {
            waiter.resume()
        }
        self.closeWaiters = []
        self.reportClosed()
        self.reportClose()
        for action in self.controlHandlers.take()?.ends ?? [] {
            action()
        }
    }

    /// Notes that no further message will come, and why.
    private func endMessages(_ end: Ending.Outcome) {
        if self.end == nil {
            self.end = end
        }
        self.partialMessage = []
        self.endReaderIfDone()
        // What still comes is discarded, up to the end that is waited for.
        self.updateReading()
    }

    func setCloseDeadline() {
        guard self.closeDeadline == nil, !self.isClosed else { return }
        self.closeDeadline = self.loop.now + self.settings.closeTimeout
        self.schedule()
    }
}

extension CloseFrame {
    /// The Close for a peer that does not answer pings.
    static let keepAliveTimedOut = CloseFrame(known: .internalServerError, "keepalive ping timed out")
    /// The Close for a peer that does not take what it is sent.
    static let tooSlow = CloseFrame(known: .policyViolation, "too slow")
    /// The Close for a peer that sends more in a time than it may.
    static let tooFast = CloseFrame(known: .policyViolation, "too fast")
    /// The Close of a connection that has lived long enough.
    static let tooOld = CloseFrame(known: .tryAgainLater, "connected for long enough")
    /// The Close of a connection on which half a message was sent.
    static let messageAbandoned = CloseFrame(known: .internalServerError, "message abandoned")
    /// The Close of a handler that has returned.
    fileprivate static let normal = CloseFrame(known: .normalClosure)
    /// The Close of a server or client that goes away.
    fileprivate static let goingAway = CloseFrame(known: .goingAway)
    /// The Close of a handler that has thrown.
    fileprivate static let internalError = CloseFrame(known: .internalServerError)

    /// The Close that the application asks for.
    ///
    /// - Throws: ``WebSocket/Error`` with the code `invalidArgument` if code or reason may not be sent.
    fileprivate init(sending code: CloseCode, _ reason: String) throws(WebSocket.Error) {
        do {
            try self.init(code: code, reason: reason)
        } catch {
            throw WebSocket.Error(
                .invalidArgument,
                "Cannot close with code \(code.rawValue) and a reason of \(reason.utf8.count) bytes: the code must be one "
                    + "that may be sent, the reason have at most \(CloseFrame.maxReasonSize) bytes.",
                cause: error
            )
        }
    }

    private init(known code: CloseCode, _ reason: String = "") {
        do {
            try self.init(code: code, reason: reason)
        } catch {
            preconditionFailure("\(code) may be sent")
        }
    }
}
