//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub
import WebSocketHubRedis
import WebSockets

@Suite("hubs whose Redis server has lost what it kept", .timeLimit(.minutes(1)))
struct RedisEpochTests {
    private static func keeping(_ maxAge: Duration = .seconds(600)) -> Hub.Configuration {
        var configuration = Hub.Configuration()
        configuration.history = [Hub.HistoryRule(of: "kept/#", maxAge: maxAge)]
        return configuration
    }

    private static let topic = "kept/a"

    /// Publishes and waits until a client has had it.
    private static func publish(_ numbers: ClosedRange<Int>, by hub: Hub, to client: NodeClient) async throws {
        let texts = numbers.map { "r\($0)" }
        for text in texts { try hub.publish(text, to: Self.topic) }
        #expect(try await client.texts(texts.count) == texts)
    }

    /// Comes back to one of the hubs.
    private static func comeBack(
        _ nodes: Nodes,
        to hub: Int,
        after id: Hub.MessageID?
    ) async throws -> (missed: [String], isComplete: Bool) {
        let client = try await nodes.subscribe(hub, .subscribe(Self.topic, .after(try #require(id))))
        await client.close()
        return (client.missed.map { $0.text ?? "" }, client.isComplete)
    }

    @Test("tell a client that comes back to another node, and only if it has", arguments: [true, false])
    func emptied(isEmptied: Bool) async throws {
        try await RedisServer.with { redis in
            try await Nodes.with(3, try RedisBackplane.Configuration(redis.url), Self.keeping()) { nodes in
                let client = try await nodes.subscribe(0, .subscribe(Self.topic, .now))
                let witness = try await nodes.subscribe(1, .subscribe(Self.topic, .now))
                try await Self.publish(1...3, by: nodes.hubs[1], to: client)
                let last = await client.last
                await client.close()
                #expect(try await witness.texts(3).last == "r3")
                try await Self.publish(4...9, by: nodes.hubs[1], to: witness)
                // By way of Redis.
                while await nodes.hubs[2].history(of: Self.topic).count < 9 { await Task.yield() }
                if isEmptied { #expect(try await redis.ask("FLUSHALL") == ["+OK"]) }
                let (missed, isComplete) = try await Self.comeBack(nodes, to: 2, after: last)
                #expect(isComplete == !isEmptied)
                #expect(missed == (isEmptied ? [] : (4...9).map { "r\($0)" }))
                await witness.close()
            }
        }
    }

    @Test("notice it while they are connected, and go on")
    func whileConnected() async throws {
        try await RedisServer.with { redis in
            try await Nodes.with(3, try RedisBackplane.Configuration(redis.url), Self.keeping()) { nodes in
                let client = try await nodes.subscribe(0, .subscribe(Self.topic, .now))
                try await Self.publish(1...3, by: nodes.hubs[1], to: client)
                let third = await client.last
                _ = try await redis.ask("FLUSHALL")
                try await Self.publish(4...4, by: nodes.hubs[1], to: client)
                #expect(nodes.hubs[0].metrics.backplaneGaps == 1)
                for hub in 0..<3 {
                    let (missed, isComplete) = try await Self.comeBack(nodes, to: hub, after: third)
                    #expect(missed == ["r4"] && !isComplete)
                }
                let fourth = await client.last
                try await Self.publish(5...5, by: nodes.hubs[0], to: client)
                // The client is at the same hub: the message may still be on its way to Redis.
                while await nodes.hubs[2].history(of: Self.topic, last: 1).map(\.message) != [.text("r5")] {
                    await Task.yield()
                }
                for hub in 0..<3 {
                    let (missed, isComplete) = try await Self.comeBack(nodes, to: hub, after: fourth)
                    #expect(missed == ["r5"] && isComplete)
                }
                #expect(nodes.hubs[0].metrics.backplaneGaps == 1)
                await client.close()
            }
        }
    }

    /// Runs a server that keeps nothing on its own, kills it between, and starts it again.
    private static func withRestart(
        _ before: @Sendable @escaping (Nodes, NodeClient, RedisServer) async throws -> Void,
        _ after: @Sendable @escaping (Nodes, NodeClient) async throws -> Void
    ) async throws {
        try await Daemon.withFolder { folder in
            let redis = RedisServer(in: folder, ["--appendonly", "no"])
            let first = try await redis.start()
            try await Nodes.with(3, try RedisBackplane.Configuration(redis.url), Self.keeping()) { nodes in
                let client = try await nodes.subscribe(0, .subscribe(Self.topic, .now))
                try await before(nodes, client, redis)
                // Redis answers in order: then the hubs know what it has kept, and send none of that again.
                for hub in nodes.hubs { _ = await hub.members(of: Self.topic) }
                await first.end()
                while !nodes.hubs.allSatisfy(\.metrics.isAlone) { await Task.yield() }
                let second = try await redis.start()
                while nodes.hubs.contains(where: \.metrics.isAlone) { await Task.yield() }
                try await after(nodes, client)
                await client.close()
                await second.end()
            }
        }
    }

    @Test("tell clients after it was killed and started without its data")
    func restarted() async throws {
        try await Self.withRestart { nodes, client, _ in
            try await Self.publish(1...3, by: nodes.hubs[1], to: client)
        } _: { nodes, client in
            #expect(nodes.hubs[0].metrics.backplaneGaps == 1)
            let third = await client.last
            try await Self.publish(4...4, by: nodes.hubs[1], to: client)
            for hub in 0..<3 {
                let (missed, isComplete) = try await Self.comeBack(nodes, to: hub, after: third)
                #expect(missed == ["r4"] && !isComplete)
            }
            let (missed, isComplete) = try await Self.comeBack(nodes, to: 2, after: await client.last)
            #expect(missed == [] && isComplete)
        }
    }

    @Test("tell clients after it was started with an older copy of its data")
    func restored() async throws {
        let thirdID = AsyncStream<Hub.MessageID?>.makeStream()
        try await Self.withRestart { nodes, client, redis in
            try await Self.publish(1...3, by: nodes.hubs[1], to: client)
            thirdID.continuation.yield(await client.last)
            #expect(try await redis.ask("SAVE") == ["+OK"])
            try await Self.publish(4...6, by: nodes.hubs[1], to: client)
        } _: { nodes, client in
            #expect(nodes.hubs[0].metrics.backplaneGaps == 1)
            for await third in thirdID.stream.prefix(1) {
                #expect(try await Self.comeBack(nodes, to: 2, after: third).isComplete == false)
            }
            // What was there before is not handed out again.
            try await Self.publish(7...7, by: nodes.hubs[1], to: client)
            let texts = await nodes.hubs[2].history(of: Self.topic).map { "\($0.message)" }
            #expect(await nodes.hubs[0].history(of: Self.topic).map { "\($0.message)" } == texts)
            #expect(texts.count == 4)
        }
    }

    @Test("take the first message of a topic for no loss, whichever node a client comes back to")
    func first() async throws {
        try await RedisServer.with { redis in
            try await Nodes.with(3, try RedisBackplane.Configuration(redis.url), Self.keeping()) { nodes in
                let client = try await nodes.subscribe(0, .subscribe(Self.topic, .now))
                let witness = try await nodes.subscribe(1, .subscribe(Self.topic, .now))
                try await Self.publish(1...1, by: nodes.hubs[0], to: client)
                #expect(try await witness.texts(1) == ["r1"])
                for hub in 0..<3 {
                    let (missed, isComplete) = try await Self.comeBack(nodes, to: hub, after: await client.last)
                    #expect(missed == [] && isComplete)
                }
                for hub in nodes.hubs { #expect(hub.metrics.backplaneGaps == 0) }
                for client in [client, witness] { await client.close() }
            }
        }
    }

    @Test("take for no loss what was kept for long enough, of which nothing is left in Redis")
    func aged() async throws {
        try await RedisServer.with { redis in
            try await Nodes.with(3, try RedisBackplane.Configuration(redis.url), Self.keeping(.seconds(5))) { nodes in
                let client = try await nodes.subscribe(0, .subscribe(Self.topic, .now))
                try await Self.publish(1...1, by: nodes.hubs[1], to: client)
                let first = await client.last
                let keys = ["ws:{\(Self.topic)}:kept", "ws:{\(Self.topic)}:epoch"]
                #expect(try await redis.ask("EXISTS", keys[0], keys[1]) == ["2"])
                while try await redis.ask("EXISTS", keys[0], keys[1]) != ["0"] { await Task.yield() }
                while await !nodes.hubs[0].history(of: Self.topic).isEmpty { await Task.yield() }
                try await Self.publish(2...2, by: nodes.hubs[1], to: client)
                #expect(nodes.hubs[0].metrics.backplaneGaps == 0)
                // A node that was there knows that nothing is missing, others do not.
                for hub in [0, 2] {
                    let (missed, isComplete) = try await Self.comeBack(nodes, to: hub, after: first)
                    #expect(missed == ["r2"] && isComplete == (hub == 0))
                }
                await client.close()
            }
        }
    }

    @Test("know a new epoch when only the stream was lost, or only its epoch", arguments: ["kept", "epoch"])
    func partly(key: String) async throws {
        try await RedisServer.with { redis in
            try await Nodes.with(2, try RedisBackplane.Configuration(redis.url), Self.keeping()) { nodes in
                let client = try await nodes.subscribe(0, .subscribe(Self.topic, .now))
                try await Self.publish(1...3, by: nodes.hubs[0], to: client)
                while await nodes.hubs[1].history(of: Self.topic).count < 3 { await Task.yield() }
                #expect(try await redis.ask("DEL", "ws:{\(Self.topic)}:\(key)") == ["1"])
                #expect(try await !Self.comeBack(nodes, to: 1, after: await client.last).isComplete)
                #expect(try await redis.ask("PTTL", "ws:{\(Self.topic)}:epoch").first?.hasPrefix("-") == false)
                await client.close()
            }
        }
    }
}
