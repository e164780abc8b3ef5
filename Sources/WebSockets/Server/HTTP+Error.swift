//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WSHTTP

extension HTTP {
    /// An answer other than success, to be thrown by a route.
    public struct Error: Swift.Error, Sendable {
        /// What the client is answered.
        public let response: HTTP.Response

        /// Why an ``Upgrader`` has refused the request, in one sentence for a log, or `nil` for any other error.
        ///
        /// It may tell more than the client is answered: which `Origin` was compared with which scheme and host. Of the request it
        /// has `Host` and a well-formed `Origin`, and nothing else.
        public var refusalReason: String? { self.response.refusalReason }

        /// Creates an error that is answered with `status` and a line of text.
        ///
        /// - Parameters:
        ///   - status: The outcome.
        ///   - message: What the client is told; the status' phrase by default.
        public init(_ status: HTTP.Status, _ message: String? = nil) {
            self.response = HTTP.Response(status: status, text: (message ?? status.reasonPhrase) + "\n")
        }

        /// Creates an error that is answered with `response`.
        public init(_ response: HTTP.Response) {
            self.response = response
        }
    }
}
