//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub
import WebSocketHubRedis

@Suite("what answers in place of a Redis server", .timeLimit(.minutes(1)))
struct WrongRedisTests {
    @Test(
        "is given up, and the hub is told why",
        arguments: [
            ("drip", "the server does not answer"), ("silent", "the server does not answer"),
            ("http", "does not speak Redis's protocol"), ("noise", "does not speak Redis's protocol"),
            ("array", "an array that is larger than any reply"),
        ]
    )
    func reason(kind: String, told: String) async throws {
        try await PythonPeer.withWrongRedis(kind) { port in
            var redis = try RedisBackplane.Configuration("redis://127.0.0.1:\(port)")
            redis.timeout = .milliseconds(400)
            let events = AsyncStream<Hub.BackplaneEvent>.makeStream()
            var configuration = Hub.Configuration()
            configuration.onBackplaneEvent = { events.continuation.yield($0) }
            configuration.backplane = .redis(redis)
            let hub = Hub(configuration: configuration)
            let event = await events.stream.first { _ in true }
            await hub.shutdown()
            guard case .lost(let reason) = event else {
                Issue.record("\(String(describing: event))")
                return
            }
            #expect(reason.contains(told))
        }
    }
}
