//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WSHTTP
import WSHTTP1
public import WSTransport
import WebSocketProtocol

extension HTTP {
    /// A request to an ``HTTPServer``, with its whole body.
    public struct Request: Sendable {
        /// What is to be done: GET, POST and so on.
        public let method: HTTP.Method

        /// The path as it was sent, with percent escapes, without the query.
        public let path: String

        /// The query as it was sent, without the question mark; `nil` if there is none.
        public let query: String?

        /// The header fields.
        public let headers: HTTP.Fields

        /// The body; empty if there is none.
        public let body: [UInt8]

        /// The parts of the path that the route's pattern names, percent-decoded.
        public internal(set) var parameters: [String: String] = [:]

        /// Which connection it came on; `nil` if another server than ``HTTPServer`` has received it.
        public internal(set) var connection: HTTP.ConnectionID?

        /// The peer's address, or `nil` if it is gone already: that of a proxy, if there is one.
        public internal(set) var remoteAddress: NetworkAddress?

        /// The client's address as far as it is known: what a trusted proxy says, or else ``remoteAddress``.
        ///
        /// A proxy that does not tell the port leaves it 0. Which proxies are trusted says
        /// ``HTTPServer/Configuration/trustedProxies``.
        public var clientAddress: NetworkAddress? { self.toldClient ?? self.remoteAddress }

        /// Who the client is by a trusted proxy's word.
        var toldClient: NetworkAddress?

        /// The limits and policies of the WebSockets of the server that received it; `nil` for another server than ``HTTPServer``.
        var serverSettings: ConnectionSettings?

        /// Whether it came by TLS, to us or, by a trusted proxy's word, to that.
        public let isSecure: Bool

        let version: HTTP.Version
        /// The decoded segments of the path.
        let segments: [String]

        init(_ head: RequestHead, body: [UInt8], isSecure: Bool) throws(HTTP.Error) {
            guard let target = RequestTarget(head.target), let segments = target.segments else {
                throw HTTP.Error(.badRequest, "The request target cannot be decoded.")
            }
            self.method = head.method
            self.path = String(target.path)
            self.query = target.query.map { String($0) }
            self.headers = head.fields
            self.body = body
            self.isSecure = isSecure
            self.version = head.version
            self.segments = segments
        }

        /// Creates a request that another server than ``HTTPServer`` has received, for an ``Upgrader`` to look at.
        ///
        /// - Parameters:
        ///   - method: What is to be done.
        ///   - target: What stands in the request line between method and version, as it was sent: `/chat?room=1`.
        ///   - headers: The header fields.
        ///   - body: The body.
        ///   - isSecure: Whether it came by TLS, which matters to what the same origin is.
        ///   - remoteAddress: The peer's address.
        /// - Throws: ``HTTP/Error`` with the status 400 if the target or a header field is invalid.
        public init(
            method: HTTP.Method = .get,
            target: String,
            headers: HTTP.Fields,
            body: [UInt8] = [],
            isSecure: Bool = false,
            remoteAddress: NetworkAddress? = nil
        ) throws(HTTP.Error) {
            if let error = headers.error {
                throw HTTP.Error(.badRequest, error.description)
            }
            try self.init(RequestHead(method: method, target: target, fields: headers), body: body, isSecure: isSecure)
            self.remoteAddress = remoteAddress
        }

        /// The names and values of the query, decoded as HTML forms are: `+` is a space, `%41` an `A`.
        ///
        /// A name or a value that cannot be decoded stays as it was sent, and hides no other: one that has `%` without two hexadecimal
        /// digits, or that stands for NUL or for something else than UTF-8.
        public var queryItems: [(name: String, value: String)] {
            RequestTarget(self.query.map { self.path + "?" + $0 } ?? self.path)?.queryItems ?? []
        }

        /// Whether it asks for an upgrade to WebSocket, be the handshake in order or not; for a resource that answers other
        /// requests too.
        public var isWebSocketUpgrade: Bool {
            OpeningRequest.isUpgrade(self.headers)
        }

        /// The WebSocket subprotocols that the client offers, in its order; empty if there are none or the list is malformed.
        public var offeredSubprotocols: [String] {
            OpeningRequest.offeredSubprotocols(self.headers)
        }
    }
}
