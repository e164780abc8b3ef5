//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Somebody who is present in a topic, with however many connections.
public struct Member: Hashable, Sendable {
    /// Tells them from others; two connections with the same are the same one's.
    public let id: String

    /// What others are to know: a name to show, say.
    public let info: String

    /// Creates a member.
    public init(id: String, info: String = "") {
        self.id = id
        self.info = info
    }
}
