//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What the module `TestSupport` of another package declares.
public struct TestSupportNeighbour: Sendable {
    /// The module's name.
    public let module = "TestSupport"

    /// Creates it.
    public init() {}
}
