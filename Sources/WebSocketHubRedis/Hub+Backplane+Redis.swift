//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WebSocketHub

extension Hub.Backplane {
    /// Connects hubs by a Redis server, or a cluster of them; see ``RedisBackplane``.
    ///
    /// A hub begins to connect when it is created.
    ///
    /// - Parameter configuration: Where the server is, and how it is used.
    /// - Returns: The backplane; each hub that is configured with it has connections of its own.
    public static func redis(_ configuration: RedisBackplane.Configuration) -> Hub.Backplane {
        Hub.Backplane { RedisBackplane(configuration) }
    }
}
