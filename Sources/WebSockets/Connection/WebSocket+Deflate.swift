//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import HTTP1
import WebSocketProtocol

extension WebSocket {
    /// How many bytes are inflated for one connection before others on the loop get their turn.
    ///
    /// What arrives with one read can stand for a thousand times as much.
    static let inflateBudget: Int32 = 1 << 20

    /// Takes in a part of a compressed message.
    ///
    /// It is inflated when the application takes it: until then it is no larger than what the peer has sent.
    @inline(never)
    func receivedCompressed(_ part: WebSocketMachine.DataPart, _ payload: Span<UInt8>, _ fastLane: FastLane) {
        if part.isFirst, part.isLast {
            self.deliver(part.kind, compressed: payload, to: fastLane)
            return
        }
        self.partialMessage.append(copying: payload)
        guard part.isLast else { return }
        let message = exchange(&self.partialMessage, with: [])
        self.deliver(part.kind, compressed: message.span, to: fastLane)
    }

    /// Gives a compressed message to the reader, or keeps it for the next.
    private func deliver(_ kind: MessageKind, compressed payload: Span<UInt8>, to fastLane: FastLane) {
        guard self.isInboxEmpty, let reader, self.inflateAllowance > 0, !(self.isFastLaneOpen && self.isOutputFull)
        else {
            self.keep(.compressed(kind, [UInt8](copying: payload)))
            if self.inflateAllowance <= 0 {
                self.drainInboxSoon()
            }
            return
        }
        switch reader.wish {
        case .message:
            guard let message = self.inflate(kind, payload, { $0.message }) else { return }
            self.deliver(message)
        case .piece:
            // It waits for what comes while a message is being discarded.
            self.keep(.compressed(kind, [UInt8](copying: payload)))
        case .end:
            self.inflate(kind, payload, to: fastLane)
        }
    }

    /// Gives an inflated message to the fast lane.
    func inflate(_ kind: MessageKind, _ payload: Span<UInt8>, to fastLane: FastLane) {
        do {
            try self.inflate(kind, payload) { try fastLane($0, self) }
        } catch {
            self.takeReader()?.fail(error)
        }
    }

    /// Inflates a message and calls `body` with it; if that cannot be done, fails the connection and returns `nil`.
    @discardableResult
    func inflate<Result, Failure: Error>(
        _ kind: MessageKind,
        _ payload: Span<UInt8>,
        _ body: (borrowing MessageView) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard let deflate, let message = self.inflated(kind, payload, by: deflate) else { return nil }
        do throws(Failure) {
            let result = try body(MessageView(kind: kind, bytes: message.span))
            deflate.giveBack(consume message)
            return result
        } catch {
            deflate.giveBack(consume message)
            throw error
        }
    }

    private func inflated(_ kind: MessageKind, _ payload: Span<UInt8>, by deflate: MessageDeflate) -> [UInt8]? {
        do throws(ProtocolViolation) {
            let message = try deflate.inflate(payload, limit: self.maxMessageSize)
            self.inflateAllowance -= Int32(clamping: Swift.max(message.count, payload.count))
            guard kind == .binary || UTF8Validator.isText(message.span) else { throw .textNotUTF8 }
            return message
        } catch {
            self.discardInbox()
            self.fail(error)
            return nil
        }
    }

    /// Writes a message compressed, if that was agreed on and is worth it.
    ///
    /// - Returns: Whether it did.
    @inline(never)
    func writeCompressed(_ opcode: Opcode, _ message: Span<UInt8>) -> Bool {
        guard let deflate, message.count >= deflate.agreed.options.minimumSize else { return false }
        return deflate.withDeflated(message) { self.write(opcode, payload: $0, isCompressed: true) }
    }
}
