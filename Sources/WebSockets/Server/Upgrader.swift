//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
public import WSHTTP
public import WebSocketProtocol

/// Turns an HTTP request into a WebSocket (RFC 6455 §4.2).
///
/// ```swift
/// let upgrader = Upgrader(subprotocols: ["chat.v2"])
/// server.get("/chat") { request in
///     try upgrader.upgrade(request, headers: ["Set-Cookie": "seen=1"]) { socket in … }
/// }
/// ```
public struct Upgrader: Sendable {
    /// The subprotocols the server speaks, the preferred ones first; each a token (RFC 6455 §4.1), none twice.
    ///
    /// Any other name stops the program, as no client can offer it.
    public var subprotocols: [String] {
        didSet { Self.check(self.subprotocols) }
    }

    /// Whose order decides when there are several subprotocols in common; the server's by default.
    public var subprotocolPreference: SubprotocolPreference

    /// How messages are compressed, if the client offers it too; `nil`, the default, is not at all.
    public var compression: WebSocket.Compression?

    /// Which pages may open connections; by default those of the same origin.
    public var checkOrigin: Upgrader.OriginCheck

    /// Makes the answer to a request that is refused from the one it would get, which says why and has the fields that the
    /// RFC asks for; `nil`, the default, leaves it as it is.
    public var refusalResponse: (@Sendable (_ request: HTTP.Request, _ response: HTTP.Response) -> HTTP.Response)?

    /// Made once, not for each request; `nil` if the server's are used.
    private var settings: ConnectionSettings?

    /// Creates an upgrader.
    ///
    /// - Parameters:
    ///   - subprotocols: The subprotocols the server speaks, the preferred ones first; each a token, none twice.
    ///   - subprotocolPreference: Whose order decides when there are several in common.
    ///   - compression: How messages are compressed, if the client offers it too.
    ///   - checkOrigin: Which pages may open connections.
    ///   - configuration: The limits and policies of the connections; `nil` uses the server's.
    public init(
        subprotocols: [String] = [],
        subprotocolPreference: SubprotocolPreference = .server,
        compression: WebSocket.Compression? = nil,
        checkOrigin: Upgrader.OriginCheck = .sameOrigin,
        configuration: WebSocket.Configuration? = nil
    ) {
        Self.check(subprotocols)
        self.subprotocols = subprotocols
        self.subprotocolPreference = subprotocolPreference
        self.compression = compression
        self.checkOrigin = checkOrigin
        self.settings = configuration.map(ConnectionSettings.init)
    }

    private static func check(_ subprotocols: [String]) {
        if let index = TokenList.firstInvalid(subprotocols) {
            preconditionFailure("Subprotocol \(index + 1) of an upgrader is not a token, or is there twice.")
        }
    }

    /// The limits and policies of the connections.
    ///
    /// `nil`, the default, uses ``HTTPServer/Configuration/webSocket`` of the server that received the request, and the defaults for a
    /// request that another HTTP server received.
    public var configuration: WebSocket.Configuration? {
        get { self.settings?.values }
        set { self.settings = newValue.map(ConnectionSettings.init) }
    }

    /// Checks an opening handshake and answers it.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - headers: Further fields of the response, such as cookies; none of the handshake's own.
    ///   - handler: Runs for the life of the connection, once the response has been sent.
    /// - Returns: The response that the route is to return.
    /// - Throws: ``HTTP/Error`` with the answer to a request that is refused; ``WebSocket/Error`` with the code
    ///   `invalidArgument` if a field of `headers` may not be set.
    public func upgrade(
        _ request: HTTP.Request,
        headers: HTTP.Fields = [:],
        _ handler: @escaping WebSocket.Handler
    ) throws -> HTTP.Response {
        let opening = try self.check(request)
        let (upgrade, extensions) = self.agree(opening, request, handler)
        var response = HTTP.Response(status: .switchingProtocols)
        // What a handshake without subprotocol and extensions has.
        response.headers.reserveCapacity(lines: 3 + headers.count, bytes: 128)
        do {
            for field in try opening.acceptFields(subprotocol: upgrade.subprotocol, extensions: extensions) {
                try response.headers.append(field.name, field.value)
            }
            if let error = headers.error { throw error }
            for (name, value) in headers {
                let field = try HandshakeField(forResponse: name, value: value)
                try response.headers.append(field.name, field.value)
            }
        } catch {
            throw WebSocket.Error(.invalidArgument, "Cannot upgrade: \(error)", cause: error)
        }
        response.upgrade = upgrade
        return response
    }

    /// Checks an opening handshake and answers it with no fields but the handshake's own.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - handler: As for ``upgrade(_:headers:_:)``.
    /// - Returns: The connection to go on with, and the head of the response as it is sent.
    /// - Throws: ``HTTP/Error`` with the answer to a request that is refused.
    func accept(_ request: HTTP.Request, _ handler: @escaping WebSocket.Handler) throws -> (Upgrade, head: [UInt8]) {
        let opening = try self.check(request)
        let (upgrade, extensions) = self.agree(opening, request, handler)
        return (upgrade, try opening.acceptHead(subprotocol: upgrade.subprotocol, extensions: extensions))
    }

    /// Chooses among what the client offers.
    private func agree(
        _ opening: OpeningRequest,
        _ request: HTTP.Request,
        _ handler: @escaping WebSocket.Handler
    ) -> (Upgrade, [ExtensionOffer]) {
        let deflate = self.compression.flatMap { compression in
            compression.preferences.accept(opening.extensions).map { accepted in
                let agreed = AgreedCompression(role: .server, parameters: accepted.parameters, options: compression)
                return (agreed: agreed, answer: accepted.answer)
            }
        }
        let upgrade = Upgrade(
            subprotocol: self.subprotocolPreference.choose(from: opening.subprotocols, supported: self.subprotocols),
            compression: deflate?.agreed,
            settings: self.settings ?? request.serverSettings ?? .default,
            client: request.toldClient,
            handler: handler
        )
        return (upgrade, deflate.map { [$0.answer] } ?? [])
    }

    private func check(_ request: HTTP.Request) throws(HTTP.Error) -> OpeningRequest {
        let opening: OpeningRequest
        do throws(OpeningRequestRejection) {
            opening = try OpeningRequest(
                method: request.method.rawValue,
                majorVersion: request.version.major,
                minorVersion: request.version.minor,
                fields: request.headers
            )
        } catch {
            throw self.refusal(error, request, because: error.reason)
        }
        if let reason = self.checkOrigin.refusalReason(opening, request) {
            let rejection = OpeningRequestRejection(
                status: 403,
                reason: "Pages of this origin may not open a WebSocket here."
            )
            throw self.refusal(rejection, request, because: reason)
        }
        return opening
    }

    private func refusal(_ rejection: OpeningRequestRejection, _ request: HTTP.Request, because reason: String)
        -> HTTP.Error
    {
        let response = HTTP.Response(rejection)
        var answer = self.refusalResponse?(request, response) ?? response
        answer.refusalReason = reason
        return HTTP.Error(answer)
    }
}

extension HTTP.Response {
    /// The answer to an opening handshake that is refused.
    fileprivate init(_ rejection: OpeningRequestRejection) {
        self.init(status: HTTP.Status(rawValue: rejection.status) ?? .badRequest, text: rejection.reason + "\n")
        for field in rejection.fields {
            self.headers[field.name] = field.value
        }
    }
}

extension HTTP.Fields: HeaderFields {
    /// Calls `body` with the name and the value of each field line, in order, as bytes, whatever names are asked for.
    public func forEachLine(named names: [String], _ body: (_ name: Span<UInt8>, _ value: Span<UInt8>) -> Void) {
        self.forEachLine(body)
    }
}
