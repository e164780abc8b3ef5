//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing
import WebSocketHub
import WebSocketHubRedis
import WebSockets

@Suite("a hub whose Redis server is stopped", .timeLimit(.minutes(1)))
struct RedisWaitTests {
    /// Gives a hub whose connection to Redis works, and then stops the server for the time of `body`.
    private static func withStoppedServer(_ timeout: Duration, _ body: (Hub) async throws -> Void) async throws {
        try await Daemon.withFolder { folder in
            let redis = RedisServer(in: folder)
            let running = try await redis.start()
            var redisConfiguration = try RedisBackplane.Configuration(redis.url)
            redisConfiguration.timeout = timeout
            var configuration = Hub.Configuration()
            configuration.history = [Hub.HistoryRule(of: "kept/#")]
            configuration.backplaneTimeout = timeout
            configuration.backplane = .redis(redisConfiguration)
            let restorations = AsyncStream<Void>.makeStream()
            configuration.onBackplaneEvent = { event in
                if case .restored = event { restorations.continuation.yield() }
            }
            let hub = Hub(configuration: configuration)
            for await _ in restorations.stream.prefix(1) {}
            running.signal(SIGSTOP)
            do {
                try await body(hub)
            } catch {
                await running.end()
                throw error
            }
            running.signal(SIGCONT)
            await hub.shutdown()
            await running.end()
        }
    }

    @Test("shuts down once for all calls, which return together or at once when their task is cancelled")
    func shutdowns() async throws {
        try await Self.withStoppedServer(.seconds(1)) { hub in
            try hub.publish("waits", to: "kept/a")
            let calls = (0..<3).map { _ in Task { await hub.shutdown() } }
            calls[1].cancel()
            for call in calls { await call.value }
            await hub.shutdown()
            // It goes on alone.
            try hub.publish("later", to: "kept/a")
            #expect(await hub.history(of: "kept/a").map(\.message) == [.text("waits"), .text("later")])
            #expect(await hub.members(of: "kept/a") == [])
            while hub.metrics.unsent < 1 { await Task.yield() }
        }
    }

    @Test("takes its shutdown for no loss, and waits for nothing afterwards")
    func orderly() async throws {
        try await RedisServer.with { redis in
            let events = AsyncStream<Hub.BackplaneEvent>.makeStream()
            var configuration = Hub.Configuration()
            configuration.history = [Hub.HistoryRule(of: "kept/#")]
            configuration.backplane = .redis(try RedisBackplane.Configuration(redis.url))
            configuration.backplaneTimeout = .seconds(3600)
            configuration.onBackplaneEvent = { events.continuation.yield($0) }
            let hub = Hub(configuration: configuration)
            for await _ in events.stream.prefix(1) {}
            await hub.shutdown()
            #expect(hub.metrics.isAlone)
            #expect(await hub.history(of: "kept/a").isEmpty)
            #expect(hub.metrics.backplaneLosses == 0)
            events.continuation.finish()
            for await event in events.stream { Issue.record("\(event)") }
        }
    }

    @Test("does not wait for the history or the members of a topic after the timeout")
    func timeout() async throws {
        try await Self.withStoppedServer(.milliseconds(200)) { hub in
            async let history = hub.history(of: "kept/a")
            async let members = hub.members(of: "kept/a")
            #expect(await history.isEmpty)
            #expect(await members.isEmpty)
        }
    }

    @Test("does not wait for the history or the members of a topic, or for its end, when the task is cancelled")
    func cancellation() async throws {
        try await Self.withStoppedServer(.seconds(Int64.max)) { hub in
            try hub.publish("waits", to: "kept/a")
            let tasks = [
                Task { _ = await hub.history(of: "kept/a") }, Task { _ = await hub.members(of: "kept/a") },
                Task { await hub.shutdown() },
            ]
            await Task.yield()
            for task in tasks { task.cancel() }
            for task in tasks { await task.value }
        }
    }
}
