//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSDeflate
public import WebSocketProtocol

extension WebSocket {
    /// Sends a message piece by piece, for those who do not have it as a whole.
    ///
    /// ```swift
    /// try await socket.send(.binary) { writer in
    ///     for try await piece in file { try await writer.write(piece) }
    /// }
    /// ```
    ///
    /// It begins as soon as no other message is being sent and there is room. Each piece leaves as a fragment (RFC 6455 §5.4), and
    /// the peer learns that the message is whole when `body` returns. Until then all other messages wait, but not control frames.
    /// A task that sends in `body` on the same connection, other than by the writer, would wait for itself: it gets an error
    /// instead, and so do tasks that it starts.
    ///
    /// If `body` throws before it has sent anything, the connection is as good as before. Half a message is never taken for a whole
    /// one: if a part has been sent, the connection fails with 1011, as the protocol has no way to take it back.
    ///
    /// - Parameters:
    ///   - kind: Whether it is text or binary. A text message must be UTF-8 as a whole; its pieces may be cut anywhere.
    ///   - compress: Whether it may be compressed, as for ``send(_:compress:timeout:)-(WebSocket.Message,_,_)``, whatever its size.
    ///   - timeout: The longest wait for room, before the message begins and for each piece.
    ///   - body: Sends the pieces.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws; ``WebSocket/Error`` if the connection is closing or broken, with the code `timedOut` when time
    ///   has run out, and with `invalidArgument` if a text message ends within a character; `CancellationError`.
    public nonisolated(nonsending) func send<Result>(
        _ kind: MessageKind,
        compress: Bool = true,
        timeout: Duration? = nil,
        _ body: (WebSocket.MessageWriter) async throws -> Result
    ) async throws -> Result {
        let id = await self.makeWaiterID()
        do {
            try await self.beginMessage(kind, compress: compress, timeout, by: id)
            let scope = MessageScope(socket: self, id: id, outer: MessageScope.current)
            let result = try await MessageScope.$current.withValue(scope) {
                try await body(WebSocket.MessageWriter(socket: self, id: id, timeout: timeout))
            }
            try await self.finishMessage(by: id)
            return result
        } catch {
            await self.abandonMessage(of: id)
            throw error
        }
    }

    private func beginMessage(_ kind: MessageKind, compress: Bool, _ timeout: Duration?, by id: UInt32) async throws {
        try await self.withTimeout(timeout) {
            try await self.beginMessage(kind, compress: compress, by: id)
        }
    }

    private func beginMessage(_ kind: MessageKind, compress: Bool, by id: UInt32) async throws {
        let message = OutgoingMessage(id: id, kind: kind, deflate: compress ? self.deflate : nil)
        try await self.waitToSend(.pieces(message), id: id)
    }

    /// Refuses to let a task wait for the end of a message that it is sending itself.
    func checkNotWithinMessage() throws {
        guard let message = self.backlog?.writer, MessageScope.isCurrent(message.id, on: self) else { return }
        throw WebSocket.Error(
            .invalidArgument,
            "Cannot send a message while the same task sends another piece by piece: it would wait for itself. Send it by the "
                + "writer, or after the closure."
        )
    }

    func write(_ piece: WebSocket.Message, by id: UInt32, timeout: Duration?) async throws {
        do {
            try await self.withTimeout(timeout) { try await self.writePiece(piece, by: id) }
        } catch {
            throw await self.loop.inNextTurn(error)
        }
    }

    private func writePiece(_ piece: WebSocket.Message, by id: UInt32) async throws {
        var message = try self.message(of: id)
        while self.isOutputFull {
            try await self.waitForRoom(message)
            message = try self.message(of: id)
        }
        guard piece.withPayload({ message.accept($0) }) else {
            throw WebSocket.Error(
                .invalidArgument,
                "Cannot write: a text message must be UTF-8, and this piece is not."
            )
        }
        guard piece.byteCount > 0 else { return }
        let isFirst = !message.hasBegun
        let opcode = message.opcode
        piece.withPayload { payload in
            message.withPayload(of: payload) {
                self.write(opcode, payload: $0, isFinal: false, isCompressed: isFirst && message.isCompressed)
            }
        }
    }

    private func finishMessage(by id: UInt32) async throws {
        do {
            try self.endMessage(by: id)
        } catch {
            throw await self.loop.inNextTurn(error)
        }
    }

    private func endMessage(by id: UInt32) throws {
        let message = try self.message(of: id)
        guard message.canEnd else {
            throw WebSocket.Error(.invalidArgument, "Cannot end the text message: it ends within a character.")
        }
        // Compressed, each piece has been flushed, and the end of the message is the beginning of an empty block.
        let payload = message.hasBegun && message.isCompressed ? [DeflateTail.firstByte] : []
        self.write(message.opcode, payload: payload.span)
        self.releaseWriter()
    }

    /// Lets others send after a message that could not be finished, or fails the connection if a part of it has been sent.
    private func abandonMessage(of id: UInt32) {
        guard let message = self.backlog?.writer, message.id == id else { return }
        guard message.hasBegun else { return self.releaseWriter() }
        let error = WebSocket.Error(
            .messageAbandoned,
            "A message that was sent piece by piece was abandoned before it was finished.",
            closeCode: .internalServerError
        )
        self.fail(with: error, closing: .messageAbandoned)
    }

    private func releaseWriter() {
        // Another task may wait with a piece, for a message that has ended meanwhile.
        self.resumeWriters()
        self.backlog?.writer = nil
        self.drainSends()
    }

    /// Lets the tasks go on that wait for room for a piece, or see that there will be none.
    func resumeWriters() {
        guard let message = self.backlog?.writer else { return }
        for waiter in exchange(&message.waiters, with: []) {
            waiter.resume()
        }
    }

    private func message(of id: UInt32) throws -> OutgoingMessage {
        try self.checkCanSend()
        guard let message = self.backlog?.writer, message.id == id else {
            throw WebSocket.Error(.invalidArgument, "Cannot write: the message has been finished.")
        }
        return message
    }

    private func waitForRoom(_ message: OutgoingMessage) async throws {
        try Task.checkCancellation()
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                // Others may have run since the call.
                guard self.isOutputFull, self.canSend, !Task.isCancelled else { return waiter.resume() }
                message.waiters.append(waiter)
                self.requestDrainNotice()
            }
        } onCancel: {
            self.loop.execute { self.assumeIsolated { $0.resumeWriters() } }
        }
        try Task.checkCancellation()
    }
}
