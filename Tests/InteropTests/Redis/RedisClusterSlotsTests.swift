//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub
import WebSocketHubRedis

@Suite("hubs of a Redis Cluster of which not all slots have a server", .timeLimit(.minutes(1)))
struct RedisClusterSlotsTests {
    /// So many that each server has some.
    private static let topics = (0..<12).map { "kept/\($0)" }

    private static let configuration: Hub.Configuration = {
        var configuration = Hub.Configuration()
        configuration.history = [Hub.HistoryRule(of: "kept/#")]
        return configuration
    }()

    private static func waitUntil(alone isAlone: Bool, _ nodes: Nodes) async throws {
        while nodes.hubs.contains(where: { $0.metrics.isAlone != isAlone }) {
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private static func clients(_ nodes: Nodes) async throws -> [NodeClient] {
        var clients: [NodeClient] = []
        for topic in Self.topics { clients.append(try await nodes.subscribe(1, .subscribe(topic, .now))) }
        return clients
    }

    /// Has one hub get what the other publishes.
    private static func exchange(_ text: String, _ nodes: Nodes, _ clients: [NodeClient]) async throws {
        for topic in Self.topics { try nodes.hubs[0].publish(text, to: topic) }
        for client in clients { #expect(try await client.texts(1) == [text]) }
    }

    @Test("go on when one server comes back empty, and use it again when it has joined the cluster")
    func replaced() async throws {
        try await RedisCluster.with { cluster in
            try await Nodes.with(2, try RedisBackplane.Configuration(cluster.url), Self.configuration) { nodes in
                let clients = try await Self.clients(nodes)
                try await Self.exchange("before", nodes, clients)
                try await cluster.replace(2)
                try await Self.waitUntil(alone: true, nodes)
                for topic in Self.topics { try nodes.hubs[0].publish("meanwhile", to: topic) }
                try await cluster.rejoin(2)
                for client in clients { #expect(try await client.texts(1) == ["meanwhile"]) }
                try await Self.waitUntil(alone: false, nodes)
                try await Self.exchange("after", nodes, clients)
                for client in clients { await client.close() }
            }
        }
    }

    @Test("keep the connections to servers with slots when the server that they are told of first comes back empty")
    func replacedSeed() async throws {
        try await RedisCluster.with { cluster in
            let urls = cluster.ports.map { "redis://127.0.0.1:\($0)" }.joined(separator: ",")
            try await Nodes.with(2, try RedisBackplane.Configuration(urls), Self.configuration) { nodes in
                let clients = try await Self.clients(nodes)
                try await Self.exchange("before", nodes, clients)
                try await cluster.replace(1)
                try await Self.waitUntil(alone: true, nodes)
                try await cluster.rejoin(1)
                try await Self.waitUntil(alone: false, nodes)
                try await Self.exchange("after", nodes, clients)
                for client in clients { await client.close() }
            }
        }
    }

    @Test("begin when the servers have been made a cluster")
    func late() async throws {
        try await RedisCluster.with(isJoined: false) { cluster in
            try await Nodes.with(2, try RedisBackplane.Configuration(cluster.url), Self.configuration) { nodes in
                try await Self.waitUntil(alone: true, nodes)
                try await cluster.join()
                try await Self.waitUntil(alone: false, nodes)
                let clients = try await Self.clients(nodes)
                try await Self.exchange("joined", nodes, clients)
                for client in clients { await client.close() }
            }
        }
    }

    @Test("publish what has waited when a slot has a server again", arguments: ["yes", "no"])
    func unowned(needsAllSlots: String) async throws {
        try await RedisCluster.with { cluster in
            for server in 0..<3 {
                _ = try await cluster.ask(server, "config", "set", "cluster-require-full-coverage", needsAllSlots)
            }
            try await Nodes.with(2, try RedisBackplane.Configuration(cluster.url), Self.configuration) { nodes in
                let clients = try await Self.clients(nodes)
                try await Self.exchange("before", nodes, clients)
                let number = HashSlot.of(TopicNames.tag(Self.topics[0]))
                let (slot, owner) = ("\(number)", number < 5461 ? 0 : number < 10923 ? 1 : 2)
                for server in [owner] + (0..<3).filter({ $0 != owner }) {
                    _ = try await cluster.ask(server, "cluster", "delslots", slot)
                }
                try nodes.hubs[0].publish("meanwhile", to: Self.topics[0])
                try await Self.waitUntil(alone: true, nodes)
                // It begins while the slot has no server.
                try await Nodes.with(1, try RedisBackplane.Configuration(cluster.url), Self.configuration) { late in
                    try await Self.waitUntil(alone: true, late)
                    _ = try await cluster.ask((owner + 1) % 3, "cluster", "addslots", slot)
                    #expect(try await clients[0].texts(1) == ["meanwhile"])
                    try await Self.waitUntil(alone: false, nodes)
                    try await Self.waitUntil(alone: false, late)
                }
                try await Self.exchange("after", nodes, clients)
                for client in clients { await client.close() }
            }
        }
    }
}
