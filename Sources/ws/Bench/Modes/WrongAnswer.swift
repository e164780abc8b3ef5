//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// How an answer differs from what should have come.
enum WrongAnswer: Error, CustomStringConvertible {
    case kind(MessageKind, expected: MessageKind)
    case size(Int, expected: Int)
    case order
    case contents(at: Int)
    case unasked

    var description: String {
        switch self {
        case .kind(let kind, let expected): "A wrong answer: a \(kind) message, where a \(expected) message was sent."
        case .size(let size, let expected): "A wrong answer: \(size) bytes, where \(expected) were sent."
        case .order:
            "A wrong answer: its number is not the next, so messages were lost, repeated, reordered or changed."
        case .contents(let index): "A wrong answer: byte \(index) differs from what was sent."
        case .unasked: "A wrong answer: nothing was sent that it could answer."
        }
    }
}
