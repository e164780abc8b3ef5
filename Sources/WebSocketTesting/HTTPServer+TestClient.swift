//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP
import WSTransport
public import WebSockets

extension HTTPServer {
    /// A client of a server that runs in memory, for the time of ``HTTPServer/test(_:)``.
    public struct TestClient: Sendable {
        private let memory: MemoryServer

        init(_ memory: MemoryServer) {
            self.memory = memory
        }

        /// The time of the server and of the connections to it.
        public var clock: Clock { Clock(loop: self.memory.loop) }

        /// Opens a WebSocket: by TLS if the server has a certificate, which the dialer must trust.
        ///
        /// - Parameters:
        ///   - path: Path and query, such as `/rooms/7?name=Ann`.
        ///   - dialer: What the client offers and sends: subprotocols, compression, header fields, limits.
        /// - Returns: The client's end, open. It is closed with the server, if not before.
        /// - Throws: ``WebSocket/Error`` with the server's answer if it refuses.
        public func webSocket(_ path: String, dialer: Dialer = Dialer()) async throws -> WebSocket {
            try await self.connecting(dialer).dial("\(self.memory.isSecure ? "wss" : "ws")://localhost\(path)")
        }

        /// Opens a WebSocket with further fields in the opening handshake.
        ///
        /// - Parameters:
        ///   - path: Path and query.
        ///   - headers: Further fields of the request.
        /// - Returns: The client's end, open.
        /// - Throws: ``WebSocket/Error`` with the server's answer if it refuses.
        public func webSocket(_ path: String, headers: HTTP.Fields) async throws -> WebSocket {
            try await self.webSocket(path, dialer: Dialer(headers: headers))
        }

        /// Returns a dialer that reaches the server in memory, whatever the URL names: for code that dials by itself.
        ///
        /// A server without a certificate takes `wss` for `ws`, as if a proxy before it spoke TLS.
        ///
        /// - Parameter dialer: Whose settings it has.
        /// - Returns: The dialer.
        public func connecting(_ dialer: Dialer) -> Dialer {
            var dialer = dialer
            dialer.memoryServer = self.memory
            return dialer
        }

        /// Sends a request on a connection of its own, and waits for the response.
        ///
        /// The server must have no certificate.
        ///
        /// - Parameters:
        ///   - method: The method.
        ///   - path: Path and query.
        ///   - headers: The fields; `Host` is `localhost` unless it is among them.
        ///   - body: The body.
        /// - Returns: The response.
        /// - Throws: ``WebSocket/Error`` if the server gives none; `CancellationError`.
        public func request(
            _ method: HTTP.Method,
            _ path: String,
            headers: HTTP.Fields = [:],
            body: [UInt8] = []
        ) async throws -> HTTP.Response {
            let connection = try await self.memory.connect().client
            return try await TestExchange(connection).run(method, path, headers, body)
        }

        /// Sends a GET request; see ``request(_:_:headers:body:)``.
        public func get(_ path: String, headers: HTTP.Fields = [:]) async throws -> HTTP.Response {
            try await self.request(.get, path, headers: headers)
        }
    }
}
