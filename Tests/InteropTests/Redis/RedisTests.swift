//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import Foundation
import Synchronization
import Testing
import WebSocketHub
import WebSocketHubRedis
import WebSockets

@Suite("hubs that Redis connects", .timeLimit(.minutes(1)))
struct RedisTests {
    private static let keeping: HubConfiguration = {
        var configuration = HubConfiguration()
        configuration.history = [HistoryRule(of: "kept/#", maxMessages: 200_000)]
        return configuration
    }()

    @Test("get what any of them publishes, once and in its order", arguments: ["fleeting", "kept/a", "kept/{b} c%"])
    func everywhere(topic: String) async throws {
        try await RedisServer.with { redis in
            try await Nodes.with(3, try RedisConfiguration(redis.url), Self.keeping) { nodes in
                let clients = [
                    try await nodes.subscribe(0, .subscribe(topic, .now)),
                    try await nodes.subscribe(1, .subscribe(topic, .now)),
                    try await nodes.subscribe(2, .match("\(topic.prefix { $0 != "/" })/#")),
                ]
                let count = 1000
                try await withThrowingTaskGroup { group in
                    for (number, hub) in nodes.hubs.enumerated() {
                        group.addTask {
                            for message in 0..<count {
                                try hub.publish("\(number) \(message)", to: topic)
                                if message % 10 == 0 { await Task.yield() }
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                for client in clients {
                    let texts = try await client.texts(3 * count)
                    Self.expectAll(texts, [count, count, count])
                    await client.close()
                }
            }
        }
    }

    @Test("let a client come back to any of them, which misses nothing and sees nothing twice")
    func comingBack() async throws {
        try await RedisServer.with { redis in
            try await Nodes.with(3, try RedisConfiguration(redis.url), Self.keeping) { nodes in
                var clients: [NodeClient] = []
                // Each publishes when the next has got the one before, so that nobody is ahead of Redis by seconds.
                for hub in [1, 2, 0] { clients.append(try await nodes.subscribe(hub, .subscribe("kept/a", .now))) }
                let load = Load(to: "kept/a", by: 3)
                let tasks = load.begin(nodes.hubs, clients)
                var texts: [String] = []
                var start = StartingPoint.last(.max)
                for visit in 0..<60 {
                    let client = try await nodes.subscribe(visit % 3, .subscribe("kept/a", start))
                    #expect(client.isComplete)
                    texts += client.missed.map { $0.text ?? "" }
                    texts += try await client.texts(7)
                    start = await client.last.map { .after($0) } ?? start
                    await client.close()
                }
                load.end()
                for task in tasks { _ = try await task.value }
                let published = load.published
                let client = try await nodes.subscribe(0, .subscribe("kept/a", start))
                texts += client.missed.map { $0.text ?? "" }
                texts += try await client.texts(published.reduce(0, +) - texts.count)
                Self.expectAll(texts, published)
                for client in clients + [client] { await client.close() }
            }
        }
    }

    /// Expects each message once, and those of each hub in order.
    private static func expectAll(_ texts: [String], _ published: [Int]) {
        for (number, count) in published.enumerated() {
            #expect(texts.filter { $0.hasPrefix("\(number) ") } == (0..<count).map { "\(number) \($0)" })
        }
    }

    @Test(
        "hand what matches a pattern out once, while others come to the topic and go",
        arguments: ["kept/a", "fleeting"]
    )
    func patterns(topic: String) async throws {
        try await RedisServer.with { redis in
            try await Nodes.with(2, try RedisConfiguration(redis.url), Self.keeping) { nodes in
                let all = try await nodes.subscribe(1, .match("#"))
                let load = Load(to: topic, by: 1)
                let tasks = load.begin([nodes.hubs[0]], [all])
                for _ in 0..<100 {
                    let client = try await nodes.subscribe(1, .subscribe(topic, .last(1)))
                    #expect(!(try await client.texts(1).isEmpty))
                    await client.close()
                }
                load.end()
                Self.expectAll(try await tasks[0].value, load.published)
                await all.close()
            }
        }
    }

    @Test("know what is kept when they come, and tell when that is not all that a client has missed")
    func history() async throws {
        var configuration = HubConfiguration()
        configuration.history = [HistoryRule(of: "kept/#", maxMessages: 10)]
        try await RedisServer.with { [configuration] redis in
            try await Nodes.with(2, try RedisConfiguration(redis.url), configuration) { nodes in
                let early = try await nodes.subscribe(0, .subscribe("kept/a", .now))
                try nodes.hubs[1].publish("0", to: "kept/a")
                #expect(try await early.texts(1) == ["0"])
                let first = try #require(await early.last)
                for number in 1...10 { try nodes.hubs[1].publish("\(number)", to: "kept/a") }
                #expect(try await early.texts(10).last == "10")
                let tenth = (1...10).map { "\($0)" }
                let back = try await nodes.subscribe(1, .subscribe("kept/a", .after(first)))
                #expect(back.missed.map(\.text) == tenth)
                #expect(back.isComplete)
                try nodes.hubs[0].publish("11", to: "kept/a")
                #expect(try await back.texts(1) == ["11"])
                let late = try await nodes.subscribe(1, .subscribe("kept/a", .after(first)))
                #expect(late.missed.map(\.text) == tenth.dropFirst() + ["11"])
                #expect(!late.isComplete)
                #expect(
                    await nodes.hubs[0].history(of: "kept/a", last: 2).map(\.message) == [.text("10"), .text("11")]
                )
                for client in [early, back, late] { await client.close() }
            }
        }
    }

    @Test("go on alone while Redis is away, and miss nothing of what is kept")
    func outage() async throws {
        let events = Mutex<[BackplaneEvent]>([])
        var configuration = Self.keeping
        configuration.onBackplaneEvent = { event in events.withLock { $0.append(event) } }
        try await Daemon.withFolder { [configuration] folder in
            let redis = RedisServer(in: folder)
            let first = try await redis.start()
            var redisConfiguration = try RedisConfiguration(redis.url)
            redisConfiguration.maxWaitingMessages = 100_000
            try await Nodes.with(3, redisConfiguration, configuration) { nodes in
                var kept: [NodeClient] = []
                var fleeting: [NodeClient] = []
                for hub in 0..<3 {
                    kept.append(try await nodes.subscribe(hub, .subscribe("kept/a", .now)))
                    fleeting.append(try await nodes.subscribe(hub, .subscribe("fleeting", .now)))
                }
                let load = Load(to: "kept/a", by: 3)
                let tasks = load.begin(nodes.hubs, kept)
                await load.reach(100)
                await first.end()
                while !nodes.hubs.allSatisfy(\.metrics.isAlone) { await Task.yield() }
                // Whoever is here goes on.
                try nodes.hubs[0].publish("alone", to: "fleeting")
                #expect(try await fleeting[0].texts(1) == ["alone"])
                let visitor = try await nodes.subscribe(1, .subscribe("fleeting", .now))
                try nodes.hubs[1].publish("alone, too", to: "fleeting")
                #expect(try await visitor.texts(1) == ["alone, too"])
                let second = try await redis.start()
                while nodes.hubs.contains(where: \.metrics.isAlone) { await Task.yield() }
                load.end()
                var received: [[String]] = []
                for task in tasks { received.append(try await task.value) }
                let published = load.published
                for (client, beginning) in zip(kept, received) {
                    let texts = beginning + (try await client.texts(published.reduce(0, +) - beginning.count))
                    Self.expectAll(texts, published)
                }
                // Of what is not kept something may be missing, which is known.
                try nodes.hubs[2].publish("again", to: "fleeting")
                #expect(try await fleeting[0].texts(1) == ["again"])
                #expect(try await fleeting[1].texts(2) == ["alone, too", "again"])
                for hub in nodes.hubs {
                    #expect(hub.metrics.backplaneLosses == 1)
                    #expect(hub.metrics.backplaneGaps == 1)
                }
                #expect(nodes.hubs.map(\.metrics.unsent) == [1, 1, 0])
                for client in kept + fleeting + [visitor] { await client.close() }
                await second.end()
            }
        }
        let all = events.withLock { $0 }
        #expect(all.filter { $0 == .restored(gaps: 1) }.count == 3)
        #expect(all.filter { $0 == .restored(gaps: 0) }.count == 3)
    }

    @Test("listen to a topic once each, however many sockets do")
    func subscriptions() async throws {
        try await RedisServer.with { redis in
            try await Nodes.with(2, try RedisConfiguration(redis.url)) { nodes in
                var clients: [NodeClient] = []
                for number in 0..<50 {
                    clients.append(try await nodes.subscribe(number % 2, .subscribe("a", .now)))
                }
                #expect(try await redis.ask("PUBSUB", "NUMSUB", "ws:{a}") == ["ws:{a}", "2"])
                for client in clients.dropFirst(2) { await client.close() }
                #expect(try await redis.ask("PUBSUB", "NUMSUB", "ws:{a}") == ["ws:{a}", "2"])
                for client in clients { await client.close() }
                while try await redis.ask("PUBSUB", "NUMSUB", "ws:{a}") != ["ws:{a}", "0"] { await Task.yield() }
            }
        }
    }

    @Test("know who is present at any of them, and tell each change once")
    func presence() async throws {
        let changes = Mutex<[String]>([])
        var configuration = HubConfiguration()
        configuration.onPresenceChange = { change, _ in
            changes.withLock { $0.append("\(change.kind) \(change.member.id)") }
        }
        try await RedisServer.with { [configuration] redis in
            try await Nodes.with(3, try RedisConfiguration(redis.url), configuration) { nodes in
                var clients: [NodeClient] = []
                for hub in [0, 1, 2, 2] {
                    clients.append(try await nodes.subscribe(hub, .subscribe("room", .now)))
                }
                let all: Set = ["somebody at 0", "somebody at 1", "somebody at 2"]
                for hub in nodes.hubs {
                    while Set(await hub.members(of: "room").map(\.id)) != all { await Task.yield() }
                }
                await clients[2].close()
                await clients[0].close()
                while await nodes.hubs[2].members(of: "room").count > 2 { await Task.yield() }
                for client in clients { await client.close() }
                while await nodes.hubs[0].members(of: "room").count > 0 { await Task.yield() }
                while changes.withLock({ $0.count }) < 6 { await Task.yield() }
            }
        }
        let expected = (0..<3).flatMap { ["joined somebody at \($0)", "left somebody at \($0)"] }
        #expect(changes.withLock { $0.sorted() } == expected.sorted())
    }

    @Test("need TLS and the right password where Redis wants them")
    func secure() async throws {
        try await PEMFiles.with { files in
            let port = try await Daemon.freePorts(1)[0]
            let arguments = [
                "--tls-port", "\(port)", "--bind", "127.0.0.1", "--tls-cert-file", files.server, "--tls-key-file",
                files.serverKey, "--tls-ca-cert-file", files.root, "--tls-auth-clients", "no",
                "--user", "default", "off", "--user", "chat", "on", ">secret", "~ws:*", "&ws:*", "+@all",
            ]
            try await RedisServer.with(arguments) { _ in
                for (password, isRight) in [("secret", true), ("wrong", false)] {
                    var redis = try RedisConfiguration("rediss://chat:\(password)@localhost:\(port)")
                    redis.tls?.roots = .only(pem: try String(contentsOfFile: files.root, encoding: .utf8))
                    let events = AsyncStream<BackplaneEvent>.makeStream()
                    var configuration = Self.keeping
                    configuration.onBackplaneEvent = { events.continuation.yield($0) }
                    try await Nodes.with(2, redis, configuration) { nodes in
                        for await event in events.stream.prefix(2) {
                            guard case .lost(let reason) = event else { continue }
                            #expect(!isRight)
                            #expect(reason.contains("WRONGPASS"))
                        }
                        guard isRight else { return }
                        let client = try await nodes.subscribe(0, .subscribe("kept/a", .now))
                        try nodes.hubs[1].publish("hello", to: "kept/a")
                        #expect(try await client.texts(1) == ["hello"])
                        await client.close()
                    }
                }
            }
        }
    }
}
