//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Synchronization
import WebSocketHub
import WebSockets

/// Runs a server on two loops, at which `/?to=TOPIC` subscribes to a topic or a pattern and says so, and what a client sends
/// is published to the topic `said`.
///
/// - Parameters:
///   - configuration: The hub's.
///   - subscribing: How to subscribe.
///   - body: Gets the hub and the URL without the query.
/// - Throws: What `body` throws.
func withHub(
    _ configuration: Hub.Configuration = Hub.Configuration(),
    subscribing: @escaping @Sendable (Hub, isolated WebSocket, _ filter: String) async throws -> Void = {
        try await $0.subscribe($1, matching: $2)
    },
    _ body: @Sendable (_ hub: Hub, _ url: String) async throws -> Void
) async throws {
    var serverConfiguration = HTTPServer.Configuration()
    serverConfiguration.shutdownTimeout = .zero
    serverConfiguration.eventLoops = 2
    let server = HTTPServer(configuration: serverConfiguration)
    let hub = Hub(configuration: configuration)
    var webSocketConfiguration = WebSocket.Configuration()
    // Little, so that it does not take long until somebody is slow.
    webSocketConfiguration.maxPendingOutput = 128 << 10
    let upgrader = Upgrader(configuration: webSocketConfiguration)
    let sockets = Mutex<[HTTP.ConnectionID: WebSocket]>([:])
    server.get("/") { request in
        let filter = request.queryItems.first?.value ?? ""
        return try upgrader.upgrade(request) { socket in
            sockets.withLock { $0[socket.id] = socket }
            defer { _ = sockets.withLock { $0.removeValue(forKey: socket.id) } }
            try await subscribing(hub, socket, filter)
            try await socket.send("subscribed")
            for try await message in socket {
                try hub.publish(message, to: "said", except: socket)
            }
        }
    }
    // The buffers of these sockets do not grow.
    let address = unixAddress()
    guard case .unix(let path) = address else { return }
    try await withServer(server, at: address) { _ in
        try await body(hub, "ws+unix:\(path):/")
        // Clients that do nothing any more would be waited for.
        for socket in sockets.withLock({ Array($0.values) }) { await socket.closeNow() }
    }
}

/// Opens a connection that has subscribed.
func subscribe(_ url: String, to filter: String) async throws -> WebSocket {
    let value = filter.replacing("#", with: "%23").replacing("+", with: "%2B")
    let socket = try await Dialer().dial("\(url)?to=\(value)")
    guard try await socket.receive() == .text("subscribed") else { throw CancellationError() }
    return socket
}
