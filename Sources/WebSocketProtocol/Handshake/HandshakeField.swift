//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// One line of an HTTP head that takes part in the opening handshake.
///
/// A value of this type is safe to write: its name is a token and its value has no control character, so it can
/// neither end its line nor begin another (response splitting, request smuggling).
public struct HandshakeField: Sendable, Hashable {
    /// The field's name.
    public let name: String
    /// The field's value.
    public let value: String

    /// Makes a field of the handshake's own, whose name and value are known to be well-formed.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Checks a field that the caller wants to add to an opening request.
    ///
    /// - Throws: ``HandshakeArgumentError`` if the name is no token, the value has a control character, or the field
    ///   is the handshake's own (see ``isReservedInRequests(_:)``).
    public init(forRequest name: String, value: String) throws(HandshakeArgumentError) {
        try self.init(checking: name, value, isReserved: Self.isReservedInRequests(name))
    }

    /// Checks a field that the caller wants to add to the response that accepts an opening request.
    ///
    /// - Throws: ``HandshakeArgumentError`` if the name is no token, the value has a control character, or the field
    ///   is the handshake's own (see ``isReservedInResponses(_:)``).
    public init(forResponse name: String, value: String) throws(HandshakeArgumentError) {
        try self.init(checking: name, value, isReserved: Self.isReservedInResponses(name))
    }

    private init(checking name: String, _ value: String, isReserved: Bool) throws(HandshakeArgumentError) {
        guard Self.isValidName(name) else {
            // Not named: it may be a whole line, with its value.
            throw HandshakeArgumentError("A header field's name is not a token: use letters, digits and hyphens.")
        }
        guard Self.isValidValue(value) else {
            throw HandshakeArgumentError(
                "The value of the header field \(name) contains a control character, such as a line break: remove it."
            )
        }
        guard !isReserved else {
            throw HandshakeArgumentError(
                "The header field \(name) belongs to the opening handshake and cannot be set: leave it out."
            )
        }
        self.init(name, value)
    }

    /// Returns whether the text may be a field's name: a token (RFC 9110 §5.1).
    public static func isValidName(_ name: String) -> Bool {
        ASCII.isToken(name)
    }

    /// Returns whether the text may be a field's value: no control characters but the tab (RFC 9110 §5.5).
    public static func isValidValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }
    }

    /// Returns whether an opening request has a field of this name from the handshake itself.
    ///
    /// These are `Host`, `Connection`, `Upgrade`, everything that begins with `Sec-WebSocket-`, and what would announce
    /// a body. A second one from elsewhere would contradict the first, and peers differ in which they believe.
    public static func isReservedInRequests(_ name: String) -> Bool {
        isReservedInResponses(name) || ASCII.equalsIgnoringCase(name, "Host")
    }

    /// Returns whether a response that accepts has a field of this name from the handshake itself.
    ///
    /// These are `Connection`, `Upgrade`, everything that begins with `Sec-WebSocket-`, and what would announce a body.
    public static func isReservedInResponses(_ name: String) -> Bool {
        ["Connection", "Upgrade", "Content-Length", "Transfer-Encoding", "Trailer"].contains {
            ASCII.equalsIgnoringCase(name, $0)
        } || name.utf8.prefix(14).elementsEqual("sec-websocket-".utf8) { $0.lowercased == $1 }
    }
}
