//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSHTTP

/// The request line and the fields of a request (RFC 9112 §3).
package struct RequestHead: Equatable, Sendable {
    /// What is to be done.
    package var method: HTTP.Method
    /// The target as it stands in the request line, in any of the forms of RFC 9112 §3.2.
    package var target: String
    /// The version the sender speaks.
    package var version: HTTP.Version
    /// The header fields.
    package var fields: HTTP.Fields

    /// Creates a head.
    ///
    /// Nothing is checked here: the parser delivers only what is valid, and the serialiser sends nothing else.
    package init(
        method: HTTP.Method = .get,
        target: String,
        version: HTTP.Version = .http11,
        fields: HTTP.Fields = HTTP.Fields()
    ) {
        self.method = method
        self.target = target
        self.version = version
        self.fields = fields
    }
}
