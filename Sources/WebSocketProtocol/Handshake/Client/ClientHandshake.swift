//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// The client's half of the opening handshake (RFC 6455 §4.1).
///
/// Send a GET request in HTTP/1.1 for ``WebSocketURL/resource`` with `Host` and ``fields``; give the head of the answer
/// to ``validate(status:fields:)``.
public struct ClientHandshake: Sendable {
    /// The header fields that make the request an opening handshake; `Host` is not among them.
    public let fields: [HandshakeField]

    private let accept: String
    private let subprotocols: Set<ExactString>
    private let extensions: Set<ExactString>

    /// Prepares one handshake.
    ///
    /// - Parameters:
    ///   - nonce: 16 bytes from a random source, fresh for each connection.
    ///   - subprotocols: The subprotocols to offer, the preferred ones first; each a token, none twice.
    ///   - extensions: The extensions to offer, the preferred ones first; one may be offered in several variants.
    /// - Throws: ``HandshakeArgumentError`` if a subprotocol or an extension cannot be offered like that.
    public init(
        nonce: [16 of UInt8],
        subprotocols: [String] = [],
        extensions: [ExtensionOffer] = []
    ) throws(HandshakeArgumentError) {
        let key = HandshakeKey(nonce: nonce)
        var fields = [
            HandshakeField("Upgrade", "websocket"),
            HandshakeField("Connection", "Upgrade"),
            HandshakeField("Sec-WebSocket-Key", key.value),
            HandshakeField("Sec-WebSocket-Version", "13"),
        ]
        if let index = TokenList.firstInvalid(subprotocols) {
            // Not named: some servers take a token in place of a subprotocol.
            throw HandshakeArgumentError(
                "Subprotocol \(index + 1) is not a token or is offered twice: "
                    + "use letters, digits and points, and each name once."
            )
        }
        if !subprotocols.isEmpty {
            fields.append(HandshakeField("Sec-WebSocket-Protocol", subprotocols.joined(separator: ", ")))
        }
        if let value = try ExtensionHeader.serialize(extensions) {
            fields.append(HandshakeField("Sec-WebSocket-Extensions", value))
        }
        self.fields = fields
        self.accept = key.accept
        self.subprotocols = Set(subprotocols.map { ExactString($0) })
        self.extensions = Set(extensions.map { ExactString($0.name) })
    }

    /// Checks the server's answer.
    ///
    /// - Parameters:
    ///   - status: The response's status code.
    ///   - fields: The response's header fields.
    /// - Returns: What the server agreed to; the connection is then open.
    /// - Throws: ``OpeningResponseViolation``; the connection must then be dropped.
    public func validate(
        status: Int,
        fields: some HeaderFields
    ) throws(OpeningResponseViolation) -> AcceptedHandshake {
        guard status == 101 else { throw .status(status) }
        // A switch to two protocols at once, or to another after this one, is not the one asked for.
        let upgrades = fields.trimmedValues(of: "Upgrade")
        guard upgrades.count == 1, upgrades.allSatisfy({ ASCII.equalsIgnoringCase($0, "websocket") }) else {
            throw .upgrade
        }
        guard TokenList.contains("upgrade", in: fields.trimmedValues(of: "Connection")) else { throw .connection }
        try checkAccept(fields)
        return AcceptedHandshake(
            subprotocol: try acceptedSubprotocol(fields),
            extensions: try acceptedExtensions(fields)
        )
    }

    private func checkAccept(_ fields: some HeaderFields) throws(OpeningResponseViolation) {
        let accepts = fields.trimmedValues(of: "Sec-WebSocket-Accept")
        guard let value = accepts.first else { throw .acceptMissing }
        guard accepts.count == 1 else { throw .acceptRepeated }
        guard value.utf8.elementsEqual(accept.utf8) else { throw .acceptMismatch }
    }

    private func acceptedSubprotocol(_ fields: some HeaderFields) throws(OpeningResponseViolation) -> String? {
        let lines = fields.trimmedValues(of: "Sec-WebSocket-Protocol")
        guard let subprotocol = lines.first else { return nil }
        guard lines.count == 1 else { throw .subprotocolRepeated }
        guard subprotocols.contains(ExactString(subprotocol)) else {
            throw .subprotocolNotOffered(subprotocol)
        }
        return subprotocol
    }

    private func acceptedExtensions(_ fields: some HeaderFields) throws(OpeningResponseViolation) -> [ExtensionOffer] {
        let lines = fields.trimmedValues(of: "Sec-WebSocket-Extensions")
        guard !lines.isEmpty else { return [] }
        guard lines.count == 1 else { throw .extensionsRepeated }
        guard let accepted = try? ExtensionHeader.parse(lines) else { throw .extensionsMalformed }
        var names: Set<ExactString> = []
        for name in accepted.map(\.name) {
            guard extensions.contains(ExactString(name)) else { throw .extensionNotOffered(name) }
            guard names.insert(ExactString(name)).inserted else { throw .extensionRepeated(name) }
        }
        return accepted
    }
}
