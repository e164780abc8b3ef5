//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// A client's opening handshake, read and found in order by the server (RFC 6455 §4.2).
///
/// Making one is the whole check. What remains for the server is policy (the origin, the resource, who may come in) and
/// its choices: a subprotocol, extensions. Then ``acceptFields(subprotocol:extensions:)`` gives the fields of the
/// response with status 101.
public struct OpeningRequest: Sendable {
    /// How many subprotocols a client may offer before it is refused.
    public static let maxSubprotocols = 64

    /// The value of `Sec-WebSocket-Key`.
    public var key: String { handshakeKey.value }
    /// The value of `Host` as it was sent; it is a well-formed host with an optional port.
    public let host: String
    /// The value of `Origin` as it was sent, or `nil` if it was not.
    ///
    /// Browsers always send it; ``WebOrigin`` reads it.
    public let origin: String?
    /// The subprotocols the client offers, in its order of preference, each once.
    public let subprotocols: [String]
    /// The extensions the client offers, in its order of preference.
    public let extensions: [ExtensionOffer]

    private let handshakeKey: HandshakeKey

    /// Returns whether a request asks for an upgrade to WebSocket, in order or not.
    ///
    /// That is, `Connection` lists `upgrade` and `Upgrade` lists `websocket`. It serves to tell WebSocket requests from
    /// others on one resource; whether the handshake is sound is for the initializer to say.
    public static func isUpgrade(_ fields: some HeaderFields) -> Bool {
        // Upgrade first, which other requests do not have.
        TokenList.contains("websocket", in: fields.values(of: "Upgrade"))
            && TokenList.contains("upgrade", in: fields.values(of: "Connection"))
    }

    /// Returns the subprotocols that a request offers, in the client's order, whether or not the rest of it is in order.
    ///
    /// - Parameter fields: The request's header fields.
    /// - Returns: The names; none if the list is malformed, has a name twice or too many.
    public static func offeredSubprotocols(_ fields: some HeaderFields) -> [String] {
        (try? subprotocols(OpeningFields(fields))) ?? []
    }

    /// Checks an opening request against RFC 6455 §4.2.1.
    ///
    /// - Parameters:
    ///   - method: The request's method.
    ///   - majorVersion: The first number of the HTTP version.
    ///   - minorVersion: The second number of the HTTP version.
    ///   - fields: The request's header fields.
    /// - Throws: ``OpeningRequestRejection``, the response to refuse the request with.
    public init(
        method: String,
        majorVersion: Int,
        minorVersion: Int,
        fields: some HeaderFields
    ) throws(OpeningRequestRejection) {
        // HTTP/2 has a handshake of its own (RFC 8441) and knows no Upgrade.
        guard majorVersion == 1, minorVersion >= 1 else { throw .wrongHTTPVersion }
        let fields = OpeningFields(fields)
        guard fields.asksForUpgrade else { throw .notAnUpgrade }
        guard method.utf8.span.equals("GET") else { throw .wrongMethod }
        try Self.checkBody(fields)
        try Self.checkVersion(fields)
        host = try Self.host(fields)
        handshakeKey = try Self.key(fields)
        origin = try Self.origin(fields)
        subprotocols = try Self.subprotocols(fields)
        extensions = try Self.extensions(fields)
    }

    /// Returns the fields of the response with status 101 that opens the connection (RFC 6455 §4.2.2, item 5).
    ///
    /// - Parameters:
    ///   - subprotocol: The subprotocol chosen, one of ``subprotocols``, or `nil` for none.
    ///   - extensions: The extensions agreed to, each one of ``extensions`` by name, none twice.
    /// - Returns: The fields in the order to send them in; the response's other fields are the caller's.
    /// - Throws: ``HandshakeArgumentError`` for anything the client did not offer, which would make it fail the
    ///   connection (RFC 6455 §4.1), and for extensions that cannot be written to a header.
    public func acceptFields(
        subprotocol: String? = nil,
        extensions: [ExtensionOffer] = []
    ) throws(HandshakeArgumentError) -> [HandshakeField] {
        var fields = [
            HandshakeField("Upgrade", "websocket"),
            HandshakeField("Connection", "Upgrade"),
            HandshakeField("Sec-WebSocket-Accept", handshakeKey.accept),
        ]
        if let subprotocol {
            try checkOffered(subprotocol)
            fields.append(HandshakeField("Sec-WebSocket-Protocol", subprotocol))
        }
        if let value = try acceptedValue(extensions) {
            fields.append(HandshakeField("Sec-WebSocket-Extensions", value))
        }
        return fields
    }

    /// Returns the whole head of the response with status 101 for a server that has no fields to add, as it is sent.
    ///
    /// - Parameters:
    ///   - subprotocol: As in ``acceptFields(subprotocol:extensions:)``, which gives the same fields.
    ///   - extensions: The same.
    /// - Returns: The bytes.
    /// - Throws: ``HandshakeArgumentError`` for what ``acceptFields(subprotocol:extensions:)`` refuses.
    package func acceptHead(
        subprotocol: String? = nil,
        extensions: [ExtensionOffer] = []
    ) throws(HandshakeArgumentError) -> [UInt8] {
        if let subprotocol { try checkOffered(subprotocol) }
        let subprotocol = (subprotocol ?? "").utf8.span
        let extensions = try acceptedValue(extensions) ?? ""
        return [UInt8](capacity: Self.headSize + subprotocol.count + extensions.utf8.count) { head in
            head.append("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
            head.append("Sec-WebSocket-Accept: ")
            handshakeKey.appendAccept(to: &head)
            if !subprotocol.isEmpty {
                head.append("\r\nSec-WebSocket-Protocol: ")
                head.append(copying: subprotocol)
            }
            if !extensions.isEmpty {
                head.append("\r\nSec-WebSocket-Extensions: ")
                head.append(copying: extensions.utf8.span)
            }
            head.append("\r\n\r\n")
        }
    }

    /// Enough for the head of the response without the names in it.
    private static let headSize = 192

    private func checkOffered(_ subprotocol: String) throws(HandshakeArgumentError) {
        guard subprotocols.contains(where: { $0.utf8.elementsEqual(subprotocol.utf8) }) else {
            throw HandshakeArgumentError(
                "The subprotocol \(ASCII.quoted(subprotocol)) was not offered by the client: choose one that was."
            )
        }
    }

    /// Returns the value that says which extensions are agreed to, or `nil` if there are none.
    private func acceptedValue(_ extensions: [ExtensionOffer]) throws(HandshakeArgumentError) -> String? {
        guard !extensions.isEmpty else { return nil }
        let offered = Set(self.extensions.map { ExactString($0.name) })
        var accepted: Set<ExactString> = []
        for name in extensions.map(\.name) {
            guard offered.contains(ExactString(name)), accepted.insert(ExactString(name)).inserted else {
                throw HandshakeArgumentError(
                    "The extension \(ASCII.quoted(name)) was not offered by the client or is accepted twice: "
                        + "accept what was offered, once."
                )
            }
        }
        return try ExtensionHeader.serialize(extensions)
    }
}
