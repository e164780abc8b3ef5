//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSDeflate
public import WebSocketProtocol

extension WebSocket {
    /// Begins a message that is sent piece by piece, as soon as no other is being sent and there is room.
    ///
    /// Until it has been finished all other messages wait: a task that calls `send` before it has finished its own writer
    /// waits for ever.
    ///
    /// - Parameters:
    ///   - kind: Whether it is text or binary.
    ///   - compress: Whether it may be compressed, as for ``send(_:compress:)-(WebSocket.Message,_)``, whatever its size.
    /// - Returns: What sends the pieces.
    /// - Throws: ``WebSocket/Error`` if the connection is closing or broken; `CancellationError`.
    public func nextWriter(_ kind: MessageKind, compress: Bool = true) async throws -> WebSocket.MessageWriter {
        let id = self.makeWaiterID()
        let message = OutgoingMessage(id: id, kind: kind, deflate: compress ? self.deflate : nil)
        try await self.waitToSend(.pieces(message), id: id)
        return WebSocket.MessageWriter(socket: self, id: id)
    }

    func write(_ piece: WebSocket.Message, by id: UInt32) async throws {
        do {
            try await self.writePiece(piece, by: id)
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

    func finishMessage(by id: UInt32) async throws {
        do {
            try self.endMessage(by: id)
        } catch {
            throw await self.loop.inNextTurn(error)
        }
    }

    private func endMessage(by id: UInt32) throws {
        let message = try self.message(of: id)
        guard message.canEnd else {
            throw WebSocket.Error(.invalidArgument, "Cannot finish: the text message ends within a character.")
        }
        // Compressed, each piece has been flushed, and the end of the message is the beginning of an empty block.
        let payload = message.hasBegun && message.isCompressed ? [DeflateTail.firstByte] : []
        self.write(message.opcode, payload: payload.span)
        self.backlog?.writer = nil
        self.drainSends()
    }

    /// Fails the connection if a writer that is released has sent half a message.
    func abandonWriter(_ id: UInt32) {
        guard let message = self.backlog?.writer, message.id == id else { return }
        guard message.hasBegun else {
            self.backlog?.writer = nil
            self.drainSends()
            return
        }
        let error = WebSocket.Error(
            .messageAbandoned,
            "A message that was sent piece by piece was abandoned before it was finished.",
            closeCode: .internalServerError
        )
        self.fail(with: error, closing: .messageAbandoned)
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
