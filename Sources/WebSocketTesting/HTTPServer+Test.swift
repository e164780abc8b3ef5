//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport
public import WebSockets

extension HTTPServer {
    /// Runs the server in memory and `body` with a client of it, without a socket and with a clock that stands still.
    ///
    /// ```swift
    /// try await server.test { client in
    ///     let socket = try await client.webSocket("/echo")
    ///     try await socket.send("hi")
    ///     #expect(try await socket.receive() == .text("hi"))
    /// }
    /// ```
    ///
    /// Routes, limits, keepalive and the closing handshake are those of the server as it runs in production. All of it lives on one
    /// event loop, so that tests may run at the same time. When `body` ends, the server stops as it does when its task is cancelled:
    /// open WebSockets are closed with 1001.
    ///
    /// - Parameter body: The test. It runs in the caller's isolation.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws; ``WebSocket/Error`` if ``HTTPServer/Configuration/tls`` is invalid.
    public nonisolated(nonsending) func test<Result: Sendable>(
        _ body: (HTTPServer.TestClient) async throws -> Result
    ) async throws -> Result {
        let loop = EventLoopGroup.leaseWithManualTime()
        defer { EventLoopGroup.giveBack([loop]) }
        return try await self.runInMemory(on: loop) { try await body(HTTPServer.TestClient($0)) }
    }
}
