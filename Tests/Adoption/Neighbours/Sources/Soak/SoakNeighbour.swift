//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What the module `Soak` of another package declares.
public struct SoakNeighbour: Sendable {
    /// The module's name.
    public let module = "Soak"

    /// Creates it.
    public init() {}
}
