//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub
import WebSocketHubRedis

@Suite("where a Redis server is")
struct RedisConfigurationTests {
    @Test("is said by a URL")
    func urls() throws {
        var redis = try RedisConfiguration("redis://localhost")
        #expect(redis.endpoints == [.tcp(host: "localhost", port: 6379)])
        #expect(redis.tls == nil && redis.user == nil && redis.password == nil && redis.database == 0)

        redis = try RedisConfiguration("rediss://chat:p%40ss@[::1]:7000/3")
        #expect(redis.endpoints == [.tcp(host: "::1", port: 7000)])
        #expect(redis.tls != nil && redis.user == "chat" && redis.password == "p@ss" && redis.database == 3)

        redis = try RedisConfiguration("redis://:secret@a:7000,redis://b:7001")
        #expect(redis.endpoints == [.tcp(host: "a", port: 7000), .tcp(host: "b", port: 7001)])
        #expect(redis.user == nil && redis.password == "secret")

        redis = try RedisConfiguration("redis+unix:///run/redis.sock")
        #expect(redis.endpoints == [.unix(path: "/run/redis.sock")])
    }

    @Test(
        "is nowhere if that is none",
        arguments: [
            "", "localhost", "http://localhost", "redis://", "redis://a:0", "redis://a:70000", "redis://a/x",
            "redis://a/-1",
            "redis+unix://", "redis://a,", "redis://a b",
        ]
    )
    func wrong(url: String) {
        #expect(throws: RedisError.self) { try RedisConfiguration(url) }
    }

    @Test("and how it is used must make sense")
    func preconditions() async {
        await #expect(processExitsWith: .failure) {
            var redis = try RedisConfiguration("redis://localhost")
            redis.prefix = "{a}"
            _ = RedisBackplane(redis)
        }
        await #expect(processExitsWith: .failure) {
            var redis = try RedisConfiguration("redis://localhost")
            redis.presenceLease = .milliseconds(1)
            _ = RedisBackplane(redis)
        }
    }
}
