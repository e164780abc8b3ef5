//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A type with a name that other packages export as well.
public struct HTTPRequest: Hashable, Sendable {
    /// What only this type has.
    public var neighbour = "HTTPRequest"

    /// Creates it.
    public init() {}
}
