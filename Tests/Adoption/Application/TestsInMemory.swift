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
import WebSocketTesting
import WebSockets

/// A server in memory.
func tryInMemory(_ server: HTTPServer) async throws {
    try await server.test { client in
        let testClient: HTTPServer.TestClient = client
        let socket = try await testClient.webSocket("/echo", headers: ["X-Name": "Ann"])
        let clock: HTTPServer.TestClient.Clock = testClient.clock
        await clock.advance(by: .seconds(20))
        let faults: WebSocket.Faults = socket.faults
        await faults.split(every: 1)
        await faults.cut()
        let response = try await testClient.get("/health")
        print(response.status)
    }
}
