//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub
import WebSocketHubRedis

@Suite("hubs that a Redis Cluster connects", .timeLimit(.minutes(1)))
struct RedisClusterTests {
    private static let topics = (0..<12).map { "kept/\($0)" }

    private static let configuration: Hub.Configuration = {
        var configuration = Hub.Configuration()
        configuration.history = [Hub.HistoryRule(of: "kept/#", maxMessages: 10_000, maxBytes: 1 << 30)]
        return configuration
    }()

    /// What a client of each hub gets of each topic.
    private func clients(_ nodes: Nodes, _ topics: [String]) async throws -> [NodeClient] {
        var clients: [NodeClient] = []
        for topic in topics {
            for hub in 0..<3 { clients.append(try await nodes.subscribe(hub, .subscribe(topic, .now))) }
        }
        return clients
    }

    @Test("get all, each topic by the server that it belongs to", arguments: ["kept", "fleeting"])
    func sharded(kind: String) async throws {
        try await RedisCluster.with { cluster in
            try await Nodes.with(3, try RedisBackplane.Configuration(cluster.url), Self.configuration) { nodes in
                // Braces beside marks, which have to be seen to know where a topic belongs.
                let topics =
                    (0..<8).map { "\(kind)/\($0)" }
                    + ["}\u{301}", "{\u{301}x}", "\u{E9}", "e\u{301}", "x\u{600}", "\u{301}x", "{", "%7D"].map {
                        "\(kind)/\($0)"
                    }
                let clients = try await self.clients(nodes, topics)
                let all = try await nodes.subscribe(2, .match("\(kind)/+"))
                for message in 0..<50 {
                    for topic in topics { try nodes.hubs[message % 3].publish("\(message)", to: topic) }
                }
                for client in clients {
                    // Those of one hub in order; the hubs know nothing of each other's.
                    let texts = try await client.texts(50)
                    for hub in 0..<3 {
                        let expected = (0..<50).filter { $0 % 3 == hub }.map { "\($0)" }
                        #expect(texts.filter { (Int($0) ?? 0) % 3 == hub } == expected)
                    }
                }
                #expect(try await all.texts(50 * topics.count).count == 50 * topics.count)
                var subscriptions = 0
                for server in 0..<3 {
                    let channels = try await cluster.ask(server, "pubsub", "shardchannels")
                    #expect(!channels.isEmpty)
                    subscriptions += channels.count
                }
                #expect(subscriptions == topics.count)
                for server in 0..<3 { _ = try await cluster.ask(server, "client", "kill", "type", "pubsub") }
                while nodes.hubs.contains(where: { $0.metrics.backplaneLosses == 0 || $0.metrics.isAlone }) {
                    await Task.yield()
                }
                for topic in topics { try nodes.hubs[0].publish("again", to: topic) }
                for client in clients { #expect(try await client.texts(1) == ["again"]) }
                for client in clients + [all] { await client.close() }
            }
        }
    }

    @Test("go on when a client asks for a topic or a pattern that the servers forbid, and get it when it is allowed")
    func forbidden() async throws {
        try await RedisCluster.with { cluster in
            for server in 0..<3 {
                _ = try await cluster.ask(server, "acl", "setuser", "default", "resetchannels", "&ws:{a*")
            }
            try await Nodes.with(2, try RedisBackplane.Configuration(cluster.url), Self.configuration) { nodes in
                let topics = (0..<10).map { "a\($0)" }
                var allowed: [NodeClient] = []
                for topic in topics { allowed.append(try await nodes.subscribe(1, .subscribe(topic, .now))) }
                var forbidden: [NodeClient] = []
                for request in [Hub.ClientRequest.match("b/#"), .subscribe("b", .now), .subscribe("kept/b", .now)] {
                    forbidden.append(try await nodes.subscribe(1, request))
                    for topic in topics { try nodes.hubs[0].publish("hello", to: topic) }
                    for client in allowed { #expect(try await client.texts(1) == ["hello"]) }
                }
                for server in 0..<3 { _ = try await cluster.ask(server, "acl", "setuser", "default", "allchannels") }
                for (client, topic) in zip(forbidden, ["b/x", "b", "kept/b"]) {
                    let publishing = Task {
                        while !Task.isCancelled {
                            try nodes.hubs[0].publish("there", to: topic)
                            try? await Task.sleep(for: .milliseconds(10))
                        }
                    }
                    #expect(try await client.texts(1) == ["there"])
                    publishing.cancel()
                }
                for client in allowed + forbidden { await client.close() }
            }
        }
    }

    @Test("miss nothing of what is kept while slots move from one server to another")
    func moving() async throws {
        try await RedisCluster.with { cluster in
            try await Nodes.with(3, try RedisBackplane.Configuration(cluster.url), Self.configuration) { nodes in
                let clients = try await self.clients(nodes, Self.topics)
                let mover = Task {
                    try await cluster.move(2000, from: 0, to: 1)
                    try await cluster.move(2000, from: 2, to: 0)
                }
                let count = 300
                for message in 0..<count {
                    for (number, topic) in Self.topics.enumerated() {
                        try nodes.hubs[number % 3].publish("\(message)", to: topic)
                        if message % 30 == 0 { _ = await nodes.hubs[0].history(of: topic, last: 1) }
                    }
                }
                try await mover.value
                for topic in Self.topics { try nodes.hubs[0].publish("moved", to: topic) }
                for client in clients {
                    let texts = try await client.texts(count + 1)
                    #expect(texts.filter { $0 != "moved" } == (0..<count).map { "\($0)" })
                    await client.close()
                }
            }
        }
    }
}
