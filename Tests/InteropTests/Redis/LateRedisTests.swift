//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WSTransport
import WebSocketHub
import WebSocketHubRedis

@Suite("a hub whose event loop did not run for a time", .timeLimit(.minutes(1)))
struct LateRedisTests {
    @Test("keeps its connections if Redis has answered meanwhile")
    func answered() async throws {
        try await RedisServer.with { redis in
            try await PythonPeer.withRedisRelay(to: redis.path) { port, release, lines in
                var configuration = try RedisBackplane.Configuration("redis://127.0.0.1:\(port)")
                configuration.timeout = .seconds(4)
                var hubConfiguration = Hub.Configuration()
                hubConfiguration.backplane = .redis(configuration)
                let hub = Hub(configuration: hubConfiguration)
                var line = await lines.next(isolation: #isolation)
                try #require(line == "ping")
                // The next deadline is due two seconds behind the ping, when four have passed since the last reply.
                let (begins, begin) = AsyncStream<Void>.makeStream()
                let loops = EventLoopGroup.shared.loops
                let holds = loops.map { LoopHold($0, for: 2200) { begin.yield() } }
                defer { for hold in holds { hold.end() } }
                var begun = begins.makeAsyncIterator()
                for _ in loops { await begun.next(isolation: #isolation) }
                try release()
                repeat { line = await lines.next(isolation: #isolation) } while line == "ping"
                try #require(line == "released")
                for hold in holds { hold.end() }
                // One of two connections may ping only now; then both ping again, and none closes.
                for _ in 0..<3 {
                    line = await lines.next(isolation: #isolation)
                    try #require(line == "ping")
                }
                await hub.shutdown()
            }
        }
    }
}
