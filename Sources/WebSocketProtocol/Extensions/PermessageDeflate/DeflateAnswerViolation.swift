//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Why a server's answer to an offer of permessage-deflate fails the connection (RFC 7692 §7.1).
@nonexhaustive
public enum DeflateAnswerViolation: Error, Sendable, Equatable {
    /// A parameter is unknown, there twice, or has a value it cannot have.
    case malformed
    /// The server would refer to earlier messages, which it was asked not to.
    case contextTakeover
    /// The server would compress with a larger window than was offered.
    case serverWindowTooLarge
    /// The server allows a larger window than the client has.
    case clientWindowTooLarge
}

extension DeflateAnswerViolation: CustomStringConvertible {
    /// What is wrong, in one sentence.
    public var description: String {
        switch self {
        case .malformed: "The server's answer to permessage-deflate has an invalid parameter."
        case .contextTakeover: "The server did not agree to compress each message by itself."
        case .serverWindowTooLarge: "The server did not agree to the window it was to compress with."
        case .clientWindowTooLarge: "The server answered with a larger window for the client than was offered."
        }
    }
}
