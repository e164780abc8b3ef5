//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What the server agreed to in its half of the opening handshake.
public struct AcceptedHandshake: Sendable, Equatable {
    /// The subprotocol the server chose among those offered, or `nil` for none.
    public let subprotocol: String?
    /// The extensions the server agreed to, in the order in which they apply, each offered and none twice.
    ///
    /// Whether their parameters answer the offer is for each extension to say; if they do not, the connection fails.
    public let extensions: [ExtensionOffer]
}
