//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSDeflate
import WebSocketProtocol

/// A message that is being sent piece by piece; it is used on its connection's loop only.
final class OutgoingMessage {
    let id: UInt32
    let kind: MessageKind

    /// Compresses it, if it is to be.
    private let deflate: MessageDeflate?
    /// Compresses the pieces of a message that refers to no other.
    private var deflater: Deflater?
    private var utf8 = UTF8Validator()

    /// Whether something of it has been sent.
    private(set) var hasBegun = false

    /// The tasks that wait for room for their piece.
    var waiters: [CheckedContinuation<Void, Never>] = []

    init(id: UInt32, kind: MessageKind, deflate: MessageDeflate?) {
        self.id = id
        self.kind = kind
        self.deflate = deflate
    }

    var isCompressed: Bool { self.deflate != nil }

    /// The opcode of the next frame.
    var opcode: WebSocketOpcode { self.hasBegun ? .continuation : self.kind.opcode }

    /// Whether a piece may come next; it is then a part of the message.
    func accept(_ piece: Span<UInt8>) -> Bool {
        guard self.kind == .text else { return true }
        var utf8 = self.utf8
        guard utf8.validate(piece) else { return false }
        self.utf8 = utf8
        return true
    }

    /// Whether the message may end here.
    var canEnd: Bool { self.kind == .binary || self.utf8.isComplete }

    /// Calls `body` with the payload of the frame for a piece.
    func withPayload(of piece: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
        if let deflate {
            if !deflate.agreed.keepsDeflater, self.deflater == nil {
                self.deflater = Deflater(deflate.agreed.deflaterSettings)
            }
            deflate.withDeflatedPiece(piece, by: &self.deflater, body)
        } else {
            body(piece)
        }
        self.hasBegun = true
    }
}
