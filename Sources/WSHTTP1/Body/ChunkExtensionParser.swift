//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP

/// Checks the extensions of a chunk, whose meaning is ignored: `;name`, `;name=token`, `;name="quoted"` (RFC 9112 §7.1.1).
///
/// It starts behind the first semicolon.
struct ChunkExtensionParser {
    private enum State {
        case nameStart
        case name
        case valueStart
        case token
        case quoted
        case quotedPair
        case quotedEnd
    }

    private var state = State.nameStart

    /// Whether the line may end here.
    var mayEnd: Bool {
        switch state {
        case .name, .token, .quotedEnd: true
        case .nameStart, .valueStart, .quoted, .quotedPair: false
        }
    }

    /// Takes in one byte; returns whether it is allowed there.
    mutating func receive(_ byte: UInt8) -> Bool {
        switch state {
        case .nameStart:
            state = .name
            return byte.isToken
        case .name where byte == ASCII.equalsSign:
            state = .valueStart
            return true
        case .valueStart where byte == ASCII.doubleQuote:
            state = .quoted
            return true
        case .valueStart:
            state = .token
            return byte.isToken
        case .quoted where byte == ASCII.doubleQuote:
            state = .quotedEnd
            return true
        case .quoted where byte == ASCII.backslash:
            state = .quotedPair
            return true
        case .quoted, .quotedPair:
            state = .quoted
            return byte.isFieldValue
        case .name, .token, .quotedEnd:
            if byte == ASCII.semicolon {
                state = .nameStart
                return true
            }
            return mayContinue && byte.isToken
        }
    }

    /// Whether the name or the token may grow; a quoted string may not, once it has ended.
    private var mayContinue: Bool {
        switch state {
        case .name, .token: true
        case .nameStart, .valueStart, .quoted, .quotedPair, .quotedEnd: false
        }
    }
}
