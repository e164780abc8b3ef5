//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Glibc
import WebSocketHub
import WebSocketHubRedis
import WebSockets

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One of several processes whose hubs Redis connects: serves subscribers and publishers at `/hub`, and reports at `/report`.
final class HubNode: Sendable {
    private let server: HTTPServer
    private let hub: Hub
    private let notices: GapNotices

    /// What `/report` answers.
    private struct Report: Encodable {
        let process: ProcessState
        let webSockets: Int
        let closings: [String: UInt64]
        let subscriptions: Int
        let isAlone: Bool
        let losses: UInt64
        let gaps: UInt64
        let unsent: UInt64
        let slowClosed: UInt64
        let received: UInt64
        let events: [String]
    }

    /// Creates a node.
    ///
    /// - Parameter redis: The URL of the Redis server.
    /// - Throws: If the URL is invalid.
    init(redis: String) throws {
        var server = HTTPServer.Configuration()
        server.shutdownTimeout = .seconds(5)
        server.shutdownWindow = .seconds(1)
        server.webSocket.pingInterval = .seconds(1)
        server.webSocket.pongTimeout = .seconds(2)
        server.webSocket.closeTimeout = .seconds(2)
        self.server = HTTPServer(configuration: server)

        var backplane = try RedisBackplane.Configuration(redis)
        backplane.timeout = .seconds(2)
        backplane.backoff = Dialer.Backoff(initial: .milliseconds(50), maximum: .milliseconds(500))

        let notices = GapNotices()
        var hub = Hub.Configuration()
        hub.wireFormat = .envelopes
        // Too many messages for any phase to reach, so that no hole is because of a limit.
        hub.history = [Hub.HistoryRule(of: "kept/+", maxMessages: 1_000_000, maxBytes: 1 << 30)]
        hub.backplane = .redis(backplane)
        hub.onBackplaneEvent = { notices.take($0) }
        self.notices = notices
        self.hub = Hub(configuration: hub)
        self.addRoutes()
    }

    private func addRoutes() {
        self.server.webSocket("/hub") { [hub, notices] socket in
            notices.add(socket)
            defer { notices.remove(socket) }
            try await hub.serve(socket) { _ in true }
        }
        self.server.get("/report") { [server, hub, notices] _ in
            let metrics = hub.metrics
            let report = Report(
                process: ProcessState(),
                webSockets: server.metrics.webSocketsOpen,
                closings: Dictionary(uniqueKeysWithValues: server.metrics.closings.map { ("\($0.rawValue)", $1) }),
                subscriptions: metrics.subscriptions,
                isAlone: metrics.isAlone,
                losses: metrics.backplaneLosses,
                gaps: metrics.backplaneGaps,
                unsent: metrics.unsent,
                slowClosed: metrics.slowClosed,
                received: metrics.received,
                events: notices.events
            )
            return try HTTP.Response(text: String(decoding: JSONEncoder().encode(report), as: UTF8.self))
        }
    }

    /// Serves until SIGTERM, and then shuts the server and the hub down.
    ///
    /// - Throws: If the server cannot listen.
    func run() async throws {
        let serving = Task {
            try await self.server.run(at: [.tcp(host: "127.0.0.1", port: 0)]) { addresses in
                writeLine("Serving at " + addresses.map(\.description).joined(separator: " "))
            }
        }
        signal(SIGTERM, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGTERM, queue: .global())
        source.setEventHandler(handler: DispatchWorkItem { serving.cancel() })
        source.activate()
        // Where the driver has ended there is nothing to serve.
        Task {
            while await nextLine() != nil {}
            serving.cancel()
        }
        defer { source.cancel() }
        try await serving.value
        await self.hub.shutdown()
        writeLine("Stopped")
    }
}
