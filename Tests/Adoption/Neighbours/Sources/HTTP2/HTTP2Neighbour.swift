//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What the module `HTTP2` of another package declares.
public struct HTTP2Neighbour: Sendable {
    /// The module's name.
    public let module = "HTTP2"

    /// Creates it.
    public init() {}
}
