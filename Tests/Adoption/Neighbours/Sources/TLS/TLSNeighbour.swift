//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What the module `TLS` of another package declares.
public struct TLSNeighbour: Sendable {
    /// The module's name.
    public let module = "TLS"

    /// Creates it.
    public init() {}
}
