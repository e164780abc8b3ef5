//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

/// What a machine made of what it was fed, with the parts of each message put together.
struct FrameTranscript: Equatable {
    enum Event: Equatable {
        case message(MessageKind, [UInt8], isCompressed: Bool)
        case ping([UInt8])
        case pong([UInt8])
        case close(CloseFrame)
        case violation(ProtocolViolation)
    }

    private(set) var events: [Event] = []
    private var unfinished: [UInt8]?

    init(of pieces: [[UInt8]], to machine: inout WebSocketMachine, maxMessageSize: Int) {
        for piece in pieces {
            var piece = piece
            var position = 0
            while true {
                let before = position
                var span = piece.mutableSpan
                let received = machine.receive(&span, from: &position)
                if received == .needsMoreBytes { break }
                check(!self.isOver, "an event after the end")
                var isEmptyLastPart = false
                switch received {
                case .needsMoreBytes: break
                case .ping: self.events.append(.ping(Array(machine.controlPayload)))
                case .pong: self.events.append(.pong(Array(machine.controlPayload)))
                case .close(let frame): self.events.append(.close(frame))
                case .violation(let violation): self.events.append(.violation(violation))
                case .data(let part):
                    isEmptyLastPart = part.isLast && part.payload.isEmpty
                    check(part.isFirst == (self.unfinished == nil), "a first part that is not")
                    let bytes = (self.unfinished ?? []) + piece[part.payload]
                    // Of what is compressed the limit counts what comes of it.
                    check(part.isCompressed || bytes.count <= maxMessageSize, "a message beyond the limit")
                    self.unfinished = part.isLast ? nil : bytes
                    if part.isLast {
                        check(
                            part.isCompressed || part.kind == .binary
                                || String(validating: bytes, as: UTF8.self) != nil,
                            "not UTF-8"
                        )
                        self.events.append(.message(part.kind, bytes, isCompressed: part.isCompressed))
                    }
                }
                check(position > before || isEmptyLastPart, "no progress")
            }
            check(position == piece.count, "bytes left over")
        }
    }

    private var isOver: Bool {
        switch self.events.last {
        case .close, .violation: true
        case .message, .ping, .pong, nil: false
        }
    }

    /// How much of a message was handed out before a violation does depend on how the bytes are cut.
    static func == (left: Self, right: Self) -> Bool {
        if case .violation = left.events.last { return left.events == right.events }
        return left.events == right.events && left.unfinished == right.unfinished
    }
}

extension [UInt8] {
    init(_ bytes: Span<UInt8>) {
        self.init(capacity: bytes.count) { output in
            for index in bytes.indices { output.append(bytes[index]) }
        }
    }
}
