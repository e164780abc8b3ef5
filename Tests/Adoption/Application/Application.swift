//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Containers
import Core
import HTTP1
import HTTP2
import NeighbourTypes
import Networking
import Proxies
import Soak
import TLS
import TestSupport
import Transport
import WebSocketHub
import WebSocketHubRedis
import WebSocketProtocol
import WebSockets

/// Compiled, not run: the program does nothing unless it is given an address.
@main
struct Application {
    static func main() async throws {
        let neighbours = Neighbours()
        guard CommandLine.arguments.count > 1 else { return print(neighbours.names.joined(separator: " ")) }
        let topics = try Topics()
        let server = try makeServer(topics)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run(at: .tcp(host: "127.0.0.1", port: 8080)) }
            group.addTask { try await greet(CommandLine.arguments[1]) }
            try await group.waitForAll()
        }
        await topics.hub.shutdown()
    }
}
