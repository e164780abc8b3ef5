//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import WebSocketHub
import WebSocketHubRedis
import WebSockets

/// Hubs that Redis connects, behind one server.
struct Nodes: Sendable {
    let hubs: [Hub]
    private let url: String

    /// Runs hubs for the time of `body`.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - redis: Where Redis is.
    ///   - configuration: Of the hubs.
    ///   - body: Gets the hubs.
    /// - Throws: What `body` throws.
    static func with(
        _ count: Int,
        _ redis: RedisBackplane.Configuration,
        _ configuration: Hub.Configuration = Hub.Configuration(),
        _ body: @Sendable (Nodes) async throws -> Void
    ) async throws {
        let hubs = (0..<count).map { _ in
            var configuration = configuration
            configuration.wireFormat = .envelopes
            configuration.backplane = .redis(redis)
            return Hub(configuration: configuration)
        }
        var serverConfiguration = HTTPServer.Configuration()
        serverConfiguration.shutdownTimeout = .zero
        serverConfiguration.eventLoops = 2
        let server = HTTPServer(configuration: serverConfiguration)
        for (number, hub) in hubs.enumerated() {
            server.webSocket("/\(number)") { [weak hub] socket in
                guard let hub else { return }
                try await hub.serve(socket, as: Hub.Member(id: "somebody at \(number)")) { _ in true }
            }
        }
        let address = unixAddress()
        guard case .unix(let path) = address else { return }
        try await withServer(server, at: address) { _ in
            try await body(Nodes(hubs: hubs, url: "ws+unix:\(path):"))
        }
        for hub in hubs { await hub.shutdown() }
    }

    /// Subscribes to a topic or a pattern at one of the hubs.
    func subscribe(_ hub: Int, _ request: Hub.ClientRequest) async throws -> NodeClient {
        try await NodeClient("\(self.url)/\(hub)", request)
    }
}
