//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// How a message's body is delimited (RFC 9112 §6.3).
package enum BodyLength: Equatable, Sendable {
    /// There is no body.
    case none
    /// The body has that many bytes, which may be zero.
    case known(Int)
    /// The body comes in chunks and ends with one of size zero.
    case chunked
    /// The body lasts until the connection ends; for responses alone.
    case untilClose
}
