//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// Why a client does not take a response for the server's half of the opening handshake (RFC 6455 §4.1).
@nonexhaustive
public enum OpeningResponseViolation: Error, Sendable, Equatable {
    /// The status is not 101; the response is an ordinary one, such as a redirect or a demand for credentials.
    case status(Int)
    /// `Upgrade` is not `websocket`.
    case upgrade
    /// `Connection` does not list `upgrade`.
    case connection
    /// `Sec-WebSocket-Accept` is missing.
    case acceptMissing
    /// `Sec-WebSocket-Accept` is there more than once.
    case acceptRepeated
    /// `Sec-WebSocket-Accept` does not answer the key that was sent.
    case acceptMismatch
    /// `Sec-WebSocket-Protocol` is there more than once.
    case subprotocolRepeated
    /// `Sec-WebSocket-Protocol` names something the client did not offer.
    case subprotocolNotOffered(String)
    /// `Sec-WebSocket-Extensions` is there more than once.
    case extensionsRepeated
    /// `Sec-WebSocket-Extensions` is not a list of extensions.
    case extensionsMalformed
    /// `Sec-WebSocket-Extensions` names an extension the client did not offer.
    case extensionNotOffered(String)
    /// `Sec-WebSocket-Extensions` names an extension twice.
    case extensionRepeated(String)
}

extension OpeningResponseViolation: CustomStringConvertible {
    /// What is wrong with the response, in one sentence; what the server sent is escaped.
    public var description: String {
        switch self {
        case .status(let status): "The server answered with status \(status) instead of 101."
        case .upgrade: "The response's header field Upgrade is not websocket."
        case .connection: "The response's header field Connection does not list upgrade."
        case .acceptMissing: "The response has no header field Sec-WebSocket-Accept."
        case .acceptRepeated: "The response has the header field Sec-WebSocket-Accept more than once."
        case .acceptMismatch: "The response's header field Sec-WebSocket-Accept does not answer the key that was sent."
        case .subprotocolRepeated: "The response has the header field Sec-WebSocket-Protocol more than once."
        case .subprotocolNotOffered(let name):
            "The server chose the subprotocol \(ASCII.quoted(name)), which was not offered."
        case .extensionsRepeated: "The response has the header field Sec-WebSocket-Extensions more than once."
        case .extensionsMalformed: "The response's header field Sec-WebSocket-Extensions is not a list of extensions."
        case .extensionNotOffered(let name):
            "The server uses the extension \(ASCII.quoted(name)), which was not offered."
        case .extensionRepeated(let name): "The server uses the extension \(ASCII.quoted(name)) twice."
        }
    }
}
