//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub
import WebSocketHubRedis

@Suite("Redis servers that are not as usual", .timeLimit(.minutes(3)))
struct RedisHostingTests {
    /// Has one hub get what another publishes.
    private static func exchange(_ redis: RedisBackplane.Configuration) async throws {
        var configuration = Hub.Configuration()
        configuration.history = [Hub.HistoryRule(of: "kept/#")]
        try await Nodes.with(2, redis, configuration) { nodes in
            for topic in ["kept/a", "fleeting"] {
                let client = try await nodes.subscribe(0, .subscribe(topic, .now))
                let all = try await nodes.subscribe(0, .match("\(topic)/#"))
                try nodes.hubs[1].publish("hello", to: topic)
                #expect(try await client.texts(1) == ["hello"])
                #expect(try await all.texts(1) == ["hello"])
                for client in [client, all] { await client.close() }
            }
            for hub in nodes.hubs { #expect(hub.metrics.backplaneLosses == 0) }
        }
    }

    /// Why a hub cannot use a server.
    private static func reason(_ redis: RedisBackplane.Configuration) async throws -> String {
        let events = AsyncStream<Hub.BackplaneEvent>.makeStream()
        var configuration = Hub.Configuration()
        configuration.onBackplaneEvent = { events.continuation.yield($0) }
        configuration.backplane = .redis(redis)
        let hub = Hub(configuration: configuration)
        var reason = ""
        for await event in events.stream.prefix(1) {
            if case .lost(let why) = event { reason = why }
        }
        await hub.shutdown()
        return reason
    }

    @Test(
        "are used without CLUSTER",
        arguments: [
            ["--rename-command", "CLUSTER", ""],
            ["--user", "default", "on", "nopass", "~*", "&*", "+@all", "-cluster"],
            ["--user", "default", "on", "nopass", "~*", "&*", "+@all", "-cluster|slots", "-info"],
        ]
    )
    func withoutCluster(arguments: [String]) async throws {
        try await RedisServer.with(arguments) { redis in
            try await Self.exchange(try RedisBackplane.Configuration(redis.url))
        }
    }

    @Test("are refused if they are part of a cluster and do not tell which")
    func secretCluster() async throws {
        try await RedisCluster.with { cluster in
            #expect(try await cluster.ask(0, "ACL", "SETUSER", "default", "-cluster") == ["+OK"])
            let reason = try await Self.reason(try RedisBackplane.Configuration(cluster.url))
            #expect(reason.contains("is part of a cluster and refuses CLUSTER SLOTS"))
        }
    }

    @Test("are refused if they are several and no cluster")
    func several() async throws {
        try await RedisServer.with { first in
            try await RedisServer.with { second in
                let reason = try await Self.reason(try RedisBackplane.Configuration("\(first.url),\(second.url)"))
                #expect(reason.contains("is not part of a cluster: a list of servers is for one cluster"))
                // The same twice is one.
                try await Self.exchange(try RedisBackplane.Configuration("\(first.url),\(first.url)"))
            }
        }
    }

    @Test("are refused if they do not have the database")
    func databases() async throws {
        try await RedisServer.with { redis in
            var configuration = try RedisBackplane.Configuration(redis.url)
            configuration.database = 99
            #expect(try await Self.reason(configuration).contains("The server does not select database 99"))
            configuration.database = 5
            try await Self.exchange(configuration)
        }
        try await RedisCluster.with { cluster in
            let reason = try await Self.reason(try RedisBackplane.Configuration("\(cluster.url)/3"))
            #expect(reason.contains("The server does not select database 3 (a cluster has 0 only)"))
        }
    }

    @Test("are not used by a user without a password, who may have an empty one")
    func users() async throws {
        try await RedisServer.with(["--user", "chat", "on", "nopass", "~*", "&*", "+@all"]) { redis in
            var configuration = try RedisBackplane.Configuration(redis.url)
            configuration.user = "chat"
            #expect(try await Self.reason(configuration).contains("The user name has no password"))
            configuration.password = ""
            try await Self.exchange(configuration)
        }
    }

    private static let prefixes = ["", "{a}", "}{", "a*?[b]\\^-", "a b\r\n\0", "\u{301}", "%7B", "{\u{301}x"]

    @Test("take any prefix")
    func prefixes() async throws {
        try await RedisServer.with { redis in try await Self.exchangeWithPrefixes(redis.url) }
    }

    @Test("take any prefix in a cluster")
    func prefixesInCluster() async throws {
        try await RedisCluster.with { cluster in try await Self.exchangeWithPrefixes(cluster.url) }
    }

    private static func exchangeWithPrefixes(_ url: String) async throws {
        for prefix in Self.prefixes {
            var configuration = try RedisBackplane.Configuration(url)
            configuration.prefix = prefix
            try await Self.exchange(configuration)
        }
    }
}
