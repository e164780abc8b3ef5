//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSDeflate
import WebSocketProtocol

/// A message that is received piece by piece; it is used on its connection's loop only.
final class IncomingMessage {
    /// The most that is inflated for one piece.
    private static let maxPieceSize = 64 * 1024

    let id: UInt32

    /// Whether it is text or binary; `nil` until it has begun.
    private(set) var kind: MessageKind?
    /// Whether all of it has come.
    private(set) var isComplete = false
    /// Whether its reader has been told that there is no more of it.
    var hasToldEnd = false
    /// Whether nobody wants it any more, but for what later messages may refer to.
    var isDiscarded = false

    private var isCompressed = false
    /// What has come and not been handed out.
    private var pending: [UInt8] = []
    private var taken = 0

    /// Inflates it if it refers to no other.
    private var inflater: Inflater?
    private var utf8 = UTF8Validator()
    private var inflatedSize = 0
    /// What was inflated of it before it was asked for piece by piece.
    private var inflated: [UInt8] = []
    /// Whether the inflater may hold more than it was asked for.
    private var hasMore = false

    init(id: UInt32) {
        self.id = id
    }

    /// Makes it a message that has come already.
    init(id: UInt32, _ message: WaitingMessage) {
        self.id = id
        switch message {
        case .message(let message):
            message.withPayload { self.append($0, of: message.kind, isCompressed: false, isLast: true) }
        case .compressed(let kind, let payload):
            self.append(payload.span, of: kind, isCompressed: true, isLast: true)
        case .unfinished(let message):
            let payload = message.payload
            self.append(payload.span, of: message.kind, isCompressed: true, isLast: true)
            guard var inflation = message.takeInflation() else { return }
            self.taken = inflation.position
            self.inflater = inflation.inflater.take()
            self.inflatedSize = inflation.output.count
            self.inflated = inflation.output
            self.hasMore = true
        }
    }

    /// What of it waits to be handed out, in bytes.
    var pendingSize: Int { self.pending.count - self.taken + self.inflated.count }

    /// Whether there is something to hand out, or to find out.
    var hasPending: Bool { self.pendingSize > 0 || self.hasMore }

    /// Whether all of it has been handed out.
    var isDone: Bool { self.isComplete && !self.hasPending }

    func append(_ payload: Span<UInt8>, of kind: MessageKind, isCompressed: Bool, isLast: Bool) {
        self.kind = kind
        self.isCompressed = isCompressed
        self.pending.append(copying: payload)
        guard isLast else { return }
        self.isComplete = true
        if isCompressed {
            self.pending += DeflateTail.bytes
        }
    }

    /// Forgets what has come, to which no later message refers.
    func discardPending() {
        self.pending = []
        self.taken = 0
        self.inflated = []
        self.hasMore = false
    }

    /// Takes the next piece, if there is one.
    ///
    /// - Parameters:
    ///   - deflate: Inflates it if it refers to earlier messages.
    ///   - limit: The most bytes the message may have.
    ///   - work: What may be done to inflate it, less what has been done.
    /// - Returns: The piece; `nil` if there is nothing to hand out at the moment, or no work left to have something.
    /// - Throws: Why the connection is to be failed.
    func takePiece(
        by deflate: MessageDeflate?,
        limit: Int,
        work: inout InflateWork
    ) throws(ProtocolViolation) -> [UInt8]? {
        guard self.isCompressed, let deflate else {
            defer { self.pending = [] }
            return self.pending.isEmpty ? nil : self.pending
        }
        while self.hasPending, work.isLeft {
            let piece = try self.inflatePiece(by: deflate, limit: limit, work: &work)
            if self.kind == .text {
                guard self.utf8.validate(piece.span), !self.isDone || self.utf8.isComplete else { throw .textNotUTF8 }
            }
            if !piece.isEmpty { return piece }
        }
        return nil
    }

    private func inflatePiece(
        by deflate: MessageDeflate,
        limit: Int,
        work: inout InflateWork
    ) throws(ProtocolViolation) -> [UInt8] {
        guard self.inflated.isEmpty else { return exchange(&self.inflated, with: []) }
        if !deflate.agreed.keepsInflater, self.inflater == nil {
            self.inflater = Inflater(windowBits: deflate.agreed.inflaterWindowBits)
        }
        // At the limit one more than is allowed, to see that there is more.
        let left = limit - self.inflatedSize
        let room = left < Self.maxPieceSize ? left + 1 : Self.maxPieceSize
        var piece: [UInt8] = []
        var inflater = self.inflater.take()
        let pending = self.pending
        self.taken += try deflate.inflatePiece(
            pending.span.extracting(droppingFirst: self.taken),
            by: &inflater,
            into: &piece,
            room: room,
            work: &work,
            endsMessage: self.isComplete
        )
        self.inflater = inflater
        self.hasMore = piece.count == room || !work.isLeft
        self.inflatedSize += piece.count
        guard self.inflatedSize <= limit else { throw .messageTooBig }
        if self.taken == self.pending.count {
            self.pending = []
            self.taken = 0
        }
        return piece
    }
}
