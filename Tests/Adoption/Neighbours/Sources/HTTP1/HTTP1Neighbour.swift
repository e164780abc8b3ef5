//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What the module `HTTP1` of another package declares.
public struct HTTP1Neighbour: Sendable {
    /// The module's name.
    public let module = "HTTP1"

    /// Creates it.
    public init() {}
}
