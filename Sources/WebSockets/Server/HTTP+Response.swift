//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WSHTTP

extension HTTP {
    /// The answer to an ``HTTP/Request``.
    public struct Response: Sendable {
        /// The outcome.
        public var status: HTTP.Status

        /// The header fields.
        ///
        /// The server adds `Content-Length`, `Connection` and `Date`.
        ///
        /// If one of them was set to an invalid name or value, such as a value with a line break from a request, the server
        /// does not send this response: the client gets 500, and ``HTTPServer/Configuration/onEvent`` an `invalidResponse` that
        /// names the field. See `HTTP.Fields.error`.
        public var headers: HTTP.Fields

        /// The body.
        public var body: [UInt8]

        /// What follows instead of further requests.
        var upgrade: Upgrade?

        /// Why an opening handshake is refused, for the server's log.
        var refusalReason: String?

        /// Creates a response.
        ///
        /// - Parameters:
        ///   - status: The outcome; 200 by default.
        ///   - headers: The header fields.
        ///   - body: The body.
        public init(status: HTTP.Status = .ok, headers: HTTP.Fields = [:], body: [UInt8] = []) {
            self.status = status
            self.headers = headers
            self.body = body
        }

        /// Creates a response of plain text.
        public init(status: HTTP.Status = .ok, text: String) {
            self.init(status: status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: Array(text.utf8))
        }

        /// Creates a response of an HTML page.
        public init(status: HTTP.Status = .ok, html: String) {
            self.init(status: status, headers: ["Content-Type": "text/html; charset=utf-8"], body: Array(html.utf8))
        }

        /// Why a server must not send this response; `nil` if it may.
        var problem: String? {
            if let error = self.headers.error { return error.description }
            // An interim status is not an answer (RFC 9110 §15.2), and only an upgrader switches protocols.
            let isValid = self.upgrade == nil ? !self.status.isInformational : self.status == .switchingProtocols
            return isValid
                ? nil : "Its status is \(self.status.rawValue): an Upgrader's response has 101, others no 1xx."
        }
    }
}
