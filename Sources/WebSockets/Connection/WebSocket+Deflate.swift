//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSDeflate
import WebSocketProtocol

extension WebSocket {
    /// How much is inflated for one connection before others on the loop get their turn, in units of `InflateWork`: a
    /// millisecond's worth, or 1 MiB of output.
    ///
    /// What arrives with one read can stand for a thousand times as much, or take as long and stand for nothing.
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

    /// Inflates a message and gives it to the fast lane.
    private func inflate(_ kind: MessageKind, _ payload: Span<UInt8>, to fastLane: FastLane) {
        do {
            try self.inflate(kind, payload) { try fastLane($0, self) }
        } catch {
            self.takeReader()?.fail(error)
        }
    }

    /// Inflates a message and calls `body` with it.
    ///
    /// - Returns: What `body` returns; `nil` if the message cannot be inflated, for which the connection is failed, or others
    ///   on the loop are to get their turn first, behind which it goes on.
    @discardableResult
    func inflate<Result, Failure: Swift.Error>(
        _ kind: MessageKind,
        _ payload: Span<UInt8>,
        _ body: (borrowing WebSocket.MessageView) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard let deflate else { return nil }
        var inflation = deflate.beginInflating()
        switch self.goOn(kind, payload, &inflation, by: deflate) {
        case .whole:
            return try self.end(kind, inflation, by: deflate, body)
        case .unfinished:
            // What has been read does not stay where it is.
            self.putBack(UnfinishedMessage(kind, [UInt8](copying: payload), inflation))
            return nil
        case .failed:
            return nil
        }
    }

    /// Goes on with a message that has been inflated in part, and calls `body` with it as ``inflate(_:_:_:)`` does.
    @discardableResult
    func inflate<Result, Failure: Swift.Error>(
        _ message: UnfinishedMessage,
        _ body: (borrowing WebSocket.MessageView) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard let deflate, var inflation = message.takeInflation() else { return nil }
        let payload = message.payload
        switch self.goOn(message.kind, payload.span, &inflation, by: deflate) {
        case .whole:
            return try self.end(message.kind, inflation, by: deflate, body)
        case .unfinished:
            message.put(inflation)
            self.putBack(message)
            return nil
        case .failed:
            return nil
        }
    }

    private enum Progress {
        case whole
        case unfinished
        case failed
    }

    private func goOn(
        _ kind: MessageKind,
        _ payload: Span<UInt8>,
        _ inflation: inout Inflation,
        by deflate: MessageDeflate
    ) -> Progress {
        var work = InflateWork(Int(self.inflateAllowance))
        do throws(ProtocolViolation) {
            let isComplete = try deflate.inflate(payload, &inflation, limit: self.maxMessageSize, work: &work)
            self.inflateAllowance = Int32(clamping: work.units)
            guard isComplete else { return .unfinished }
            guard kind == .binary || UTF8Validator.isText(inflation.output.span) else { throw .textNotUTF8 }
            return .whole
        } catch {
            deflate.giveBack(&inflation)
            self.discardInbox()
            self.fail(error)
            return .failed
        }
    }

    /// Lets a message wait before all others until others on the loop have had their turn.
    private func putBack(_ message: UnfinishedMessage) {
        self.makeInbox().putBack(.unfinished(message))
        self.drainInboxSoon()
    }

    private func end<Result, Failure: Swift.Error>(
        _ kind: MessageKind,
        _ inflation: consuming Inflation,
        by deflate: MessageDeflate,
        _ body: (borrowing WebSocket.MessageView) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        do throws(Failure) {
            let result = try body(WebSocket.MessageView(kind: kind, bytes: inflation.output.span))
            deflate.giveBack(&inflation)
            return result
        } catch {
            deflate.giveBack(&inflation)
            throw error
        }
    }

    /// Writes a message compressed, if that was agreed on and is worth it.
    ///
    /// - Returns: Whether it did.
    @inline(never)
    func writeCompressed(_ opcode: WebSocketOpcode, _ message: Span<UInt8>) -> Bool {
        guard let deflate, message.count >= deflate.agreed.options.minimumSize else { return false }
        return deflate.withDeflated(message) { self.write(opcode, payload: $0, isCompressed: true) }
    }
}
