//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSDeflate
import WebSocketProtocol

extension WebSocket {
    /// Waits for the next message to begin, in order to receive it piece by piece.
    ///
    /// What is left of the last message is discarded. Cancelling the task ends the wait and loses nothing.
    ///
    /// - Parameter timeout: The longest wait, as for ``receive(timeout:)``.
    /// - Returns: What receives the pieces; `nil` after a normal close.
    /// - Throws: ``WebSocket/Error`` unless the connection was closed normally, with the code `timedOut` when time has run out;
    ///   `CancellationError`.
    public func nextReader(timeout: Duration? = nil) async throws -> WebSocket.MessageReader? {
        do {
            if let reader = try await self.makeReader(timeout: timeout) { return reader }
        } catch {
            throw await self.loop.inNextTurn(error)
        }
        await self.loop.nextTurn()
        return nil
    }

    private func makeReader(timeout: Duration?) async throws -> WebSocket.MessageReader? {
        let deadline = timeout.map { self.loop.now + $0.wholeMilliseconds } ?? .max
        try self.checkNoReader()
        self.isMessageInHand = false
        self.discardIncomingMessage()
        while true {
            if let message = self.inbox?.incoming {
                if !message.isDiscarded, let kind = message.kind {
                    self.isMessageInHand = true
                    return WebSocket.MessageReader(socket: self, kind: kind, id: message.id)
                }
                if self.end == nil || message.hasPending {
                    try await self.waitForPiece(deadline: deadline)
                    continue
                }
                // Nothing comes of it any more.
                self.inbox?.incoming = nil
                self.isStreaming = false
            }
            let id = self.makeWaiterID()
            if let waiting = self.inbox?.popFirst() {
                self.makeInbox().incoming = IncomingMessage(id: id, waiting)
                self.updateReading()
            } else if try self.hasEnded() {
                return nil
            } else {
                self.beginIncomingMessage(id)
            }
        }
    }

    /// Begins with the message that is arriving, or else with the next.
    private func beginIncomingMessage(_ id: UInt32) {
        let message = IncomingMessage(id: id)
        if let (kind, isCompressed) = self.machine.unfinishedMessage {
            let begun = exchange(&self.partialMessage, with: [])
            message.append(begun.span, of: kind, isCompressed: isCompressed, isLast: false)
        }
        self.makeInbox().incoming = message
        self.isStreaming = true
    }

    /// Waits for the next piece of a message; `nil` after the last.
    func nextPiece(of id: UInt32) async throws -> [UInt8]? {
        do {
            return try await self.piece(of: id)
        } catch {
            throw await self.loop.inNextTurn(error)
        }
    }

    private func piece(of id: UInt32) async throws -> [UInt8]? {
        while true {
            try self.checkNoReader()
            guard let message = self.inbox?.incoming, message.id == id else {
                throw WebSocket.Error(.concurrentReceive, "Cannot receive: the next message has been asked for.")
            }
            if message.isDone {
                if message.hasToldEnd { await self.loop.nextTurn() }
                message.hasToldEnd = true
                return nil
            }
            if self.inflateAllowance > 0, let piece = try self.takePiece(message) {
                self.updateReading()
                return piece
            }
            if message.isDone { continue }
            if !message.hasPending, let end {
                self.sendPendingCloseSoon()
                if case .failed(let error) = end { throw error }
                throw WebSocket.Error.closed("receive", code: self.closeCode)
            }
            try await self.waitForPiece()
        }
    }

    private func takePiece(_ message: IncomingMessage) throws(WebSocket.Error) -> [UInt8]? {
        do {
            var work = InflateWork(Int(self.inflateAllowance))
            defer { self.inflateAllowance = Int32(clamping: work.units) }
            return try message.takePiece(by: self.deflate, limit: self.maxMessageSize, work: &work)
        } catch {
            self.discardInbox()
            self.fail(error)
            self.sendPendingCloseSoon()
            throw WebSocket.Error(error)
        }
    }

    /// Takes in a part of a message that is received piece by piece.
    @inline(never)
    func receivedPiece(_ part: WebSocketMachine.DataPart, _ payload: Span<UInt8>) {
        guard let message = self.inbox?.incoming else { return }
        message.append(payload, of: part.kind, isCompressed: part.isCompressed, isLast: part.isLast)
        self.isStreaming = !part.isLast
        if message.isDiscarded {
            self.discardPieces(of: message)
        }
        self.resumePieceReader()
    }

    /// Gives up the message that is received piece by piece, if there is one: its reader has been left.
    func discardIncomingMessage() {
        guard let message = self.inbox?.incoming else { return }
        message.isDiscarded = true
        self.discardPieces(of: message)
    }

    /// Discards what has come of a message that nobody wants any more.
    func discardPieces(of message: IncomingMessage) {
        if self.deflate?.agreed.keepsInflater == true {
            // Later messages may refer to it.
            while self.inflateAllowance > 0, let piece = try? self.takePiece(message), !piece.isEmpty {}
        } else {
            message.discardPending()
        }
        if message.hasPending {
            self.drainInboxSoon()
        } else if message.isComplete || self.end != nil {
            self.inbox?.incoming = nil
            self.isStreaming = false
        }
        self.updateReading()
    }

    /// Lets the task go on that waits for a piece, or sees that there will be none.
    func resumePieceReader() {
        guard case .piece(let resumption) = self.reader?.wish else { return }
        self.reader = nil
        resumption.resume(returning: ())
    }

    /// Forgets a message that was waited for and has not begun, since the wait has ended.
    func forgetUnbegunMessage() {
        guard let message = self.inbox?.incoming, message.kind == nil else { return }
        self.inbox?.incoming = nil
        self.isStreaming = false
    }

    @inline(never)
    private func waitForPiece(deadline: UInt64 = .max) async throws {
        let id = self.makeWaiterID()
        try await withTaskCancellationHandler {
            try await withResumption { self.waitForPiece(Reader(.piece($0), id: id, deadline: deadline)) }
        } onCancel: {
            self.cancelReader(id)
        }
    }

    /// Makes a task wait for a piece, unless it has come: others may have run since the call.
    private func waitForPiece(_ reader: Reader) {
        do {
            try self.checkNoReader()
            try Task.checkCancellation()
            self.reader = reader
            if reader.deadline < .max {
                self.schedule()
            }
            guard let message = self.inbox?.incoming, self.end == nil, !message.hasPending, !message.isComplete else {
                // Not at once where others on the loop are to have their turn first.
                return self.inflateAllowance > 0 ? self.resumePieceReader() : self.drainInboxSoon()
            }
        } catch {
            self.forgetUnbegunMessage()
            reader.fail(error)
        }
    }
}
