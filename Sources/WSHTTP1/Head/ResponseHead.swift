//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSHTTP

/// The status line and the fields of a response (RFC 9112 §4).
package struct ResponseHead: Equatable, Sendable {
    /// The version the sender speaks.
    package let version: HTTP.Version
    /// The outcome.
    package let status: HTTP.Status
    /// The phrase the sender put beside the code: for people, and not to be trusted (RFC 9112 §4).
    package let reason: String
    /// The header fields.
    package let fields: HTTP.Fields
}
