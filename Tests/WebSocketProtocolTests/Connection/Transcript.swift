//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSocketProtocol

/// What a machine made of what it was fed, with the parts of each message put together.
struct Transcript: Equatable {
    enum Event: Equatable {
        case message(MessageKind, [UInt8], isCompressed: Bool = false)
        case ping([UInt8])
        case pong([UInt8])
        case close(CloseFrame)
        case violation(ProtocolViolation)
    }

    private(set) var events: [Event] = []

    /// The payload of the message that has not ended, or `nil`.
    private(set) var unfinished: [UInt8]?

    /// How many bytes had been fed, in whole pieces, when the last event came.
    private(set) var fedAtLastEvent = 0

    /// Compares the events, and the unfinished messages too unless there was a violation: how much of a message was
    /// handed out before one does depend on how the bytes are cut.
    static func == (left: Transcript, right: Transcript) -> Bool {
        if case .violation = left.events.last { return left.events == right.events }
        return left.events == right.events && left.unfinished == right.unfinished
    }

    /// Feeds pieces to a machine, and checks on the way what holds for every input.
    init(
        of pieces: [[UInt8]],
        to machine: inout WebSocketMachine,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var fed = 0
        for piece in pieces {
            fed += piece.count
            var piece = piece
            var position = 0
            while true {
                var span = piece.mutableSpan
                let before = position
                let received = machine.receive(&span, from: &position)
                if received == .needsMoreBytes { break }
                #expect(!isOver, "an event after the end", sourceLocation: sourceLocation)
                #expect(position > before || received.isEmptyLastPart, sourceLocation: sourceLocation)
                fedAtLastEvent = fed
                note(received, in: piece, controlPayload: Array(copying: machine.controlPayload), sourceLocation)
            }
            #expect(position == piece.count, "bytes left over", sourceLocation: sourceLocation)
        }
    }

    private var isOver: Bool {
        switch events.last {
        case .close, .violation: true
        case .message, .ping, .pong, nil: false
        }
    }

    private mutating func note(
        _ received: WebSocketMachine.Received,
        in piece: [UInt8],
        controlPayload: [UInt8],
        _ sourceLocation: SourceLocation
    ) {
        switch received {
        case .needsMoreBytes: break
        case .ping: events.append(.ping(controlPayload))
        case .pong: events.append(.pong(controlPayload))
        case .close(let frame): events.append(.close(frame))
        case .violation(let violation): events.append(.violation(violation))
        case .data(let part):
            #expect(part.isFirst == (unfinished == nil), "a first part that is not", sourceLocation: sourceLocation)
            #expect(part.isLast || !part.payload.isEmpty, "a part of nothing", sourceLocation: sourceLocation)
            let bytes = (unfinished ?? []) + piece[part.payload]
            unfinished = part.isLast ? nil : bytes
            if part.isLast {
                events.append(.message(part.kind, bytes, isCompressed: part.isCompressed))
            }
        }
    }
}

extension WebSocketMachine.Received {
    fileprivate var isEmptyLastPart: Bool {
        guard case .data(let part) = self else { return false }
        return part.isLast && part.payload.isEmpty
    }
}

extension Array where Element == UInt8 {
    /// Creates an array from a span's bytes.
    init(copying bytes: Span<UInt8>) {
        self.init(capacity: bytes.count) { output in
            for index in bytes.indices { output.append(bytes[index]) }
        }
    }
}

/// Feeds bytes to a fresh machine in every way this feeding has, and returns what came of it, which must be the same.
func transcript(
    of bytes: [UInt8],
    fed feeding: Feeding,
    to role: WebSocketRole,
    limits: WebSocketMachine.Limits = .init(),
    allowsCompression: Bool = false,
    sourceLocation: SourceLocation = #_sourceLocation
) throws -> Transcript {
    var first: Transcript?
    for cut in feeding.cuts(of: bytes) {
        var machine = WebSocketMachine(role: role, limits: limits, allowsCompression: allowsCompression)
        let transcript = Transcript(of: cut, to: &machine, sourceLocation: sourceLocation)
        #expect(transcript == first ?? transcript, sourceLocation: sourceLocation)
        first = first ?? transcript
    }
    return try #require(first, sourceLocation: sourceLocation)
}
