//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What the module `Core` of another package declares.
public struct CoreNeighbour: Sendable {
    /// The module's name.
    public let module = "Core"

    /// Creates it.
    public init() {}
}
