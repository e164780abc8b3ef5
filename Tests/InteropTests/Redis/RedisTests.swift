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
    private static let keeping: Hub.Configuration = {
        var configuration = Hub.Configuration()
        configuration.history = [Hub.HistoryRule(of: "kept/#", maxMessages: 200_000, maxBytes: 1 << 30)]
        return configuration
    }()

    @Test(
        "get what any of them publishes, once and in its order",
        arguments: ["fleeting", "kept/a", "kept/{b} c%", "kept/x\u{600}", "\u{301}x"]
    )
    func everywhere(topic: String) async throws {
        try await RedisServer.with { redis in
            try await Nodes.with(3, try RedisBackplane.Configuration(redis.url), Self.keeping) { nodes in
                let clients = [
                    try await nodes.subscribe(0, .subscribe(topic, .now)),
                    try await nodes.subscribe(1, .subscribe(topic, .now)),
                    try await nodes.subscribe(
                        2,
                        .match("\(Substring(topic.utf8.prefix { $0 != UInt8(ascii: "/") }))/#")
                    ),
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

    @Test("tell topics apart that String takes for the same")
    func lookalikes() async throws {
        try await RedisServer.with { redis in
            try await Nodes.with(2, try RedisBackplane.Configuration(redis.url), Self.keeping) { nodes in
                let topics = ["caf\u{E9}", "cafe\u{301}", "kept/\u{E9}", "kept/e\u{301}", "\u{212A}", "K"]
                var clients: [NodeClient] = []
                for topic in topics { clients.append(try await nodes.subscribe(0, .subscribe(topic, .now))) }
                for pattern in ["\u{E9}/+", "e\u{301}/+"] {
                    clients.append(try await nodes.subscribe(0, .match(pattern)))
                }
                for (number, topic) in (topics + ["\u{E9}/a", "e\u{301}/a"]).enumerated() {
                    for message in 0..<10 { try nodes.hubs[1].publish("\(number) \(message)", to: topic) }
                }
                for (number, client) in clients.enumerated() {
                    #expect(try await client.texts(10) == (0..<10).map { "\(number) \($0)" })
                    await client.close()
                }
            }
        }
    }

    /// Names that hide what is beside them from `String`, that mean something to Redis, or that its protocol has to escape.
    private static let oddTopics: [String] = [
        "kept/x\u{600}", "x\u{600}", "\u{301}x", "kept/\u{301}", "caf\u{E9}", "cafe\u{301}", "kept/}\u{301}",
        "kept/{", "}", "{}", "{\u{301}}", "%", "%7B", " ", "kept/a b", "kept/\r\n", "\r\n$1\r\nx",
        "kept/*?[a]\\",
        "kept/" + String(repeating: "y", count: 1019), String(repeating: "\u{301}", count: 512),
    ]

    @Test("attach topics of any name, tell what they keep, and attach them again after an interruption")
    func oddNames() async throws {
        try await Daemon.withFolder { folder in
            let redis = RedisServer(in: folder)
            let first = try await redis.start()
            try await Nodes.with(2, try RedisBackplane.Configuration(redis.url), Self.keeping) { nodes in
                for topic in Self.oddTopics { try nodes.hubs[0].publish("kept", to: topic) }
                var clients: [NodeClient] = []
                for (number, topic) in Self.oddTopics.enumerated() {
                    let isKept = topic.utf8.starts(with: "kept/".utf8)
                    // The message is on its way to Redis by another connection than the reading.
                    while isKept, await nodes.hubs[1].history(of: topic, last: 1).isEmpty { await Task.yield() }
                    clients.append(try await nodes.subscribe(1, .subscribe(topic, .last(1))))
                    #expect(clients[number].missed.map(\.text) == (isKept ? ["kept"] : []), "\(number)")
                }
                for (number, topic) in Self.oddTopics.enumerated() { try nodes.hubs[0].publish("\(number)", to: topic) }
                for (number, client) in clients.enumerated() { #expect(try await client.texts(1) == ["\(number)"]) }
                await first.end()
                while !nodes.hubs.allSatisfy(\.metrics.isAlone) { await Task.yield() }
                let second = try await redis.start()
                while nodes.hubs.contains(where: \.metrics.isAlone) { await Task.yield() }
                for (number, topic) in Self.oddTopics.enumerated() {
                    try nodes.hubs[0].publish("-\(number)", to: topic)
                }
                for (number, client) in clients.enumerated() { #expect(try await client.texts(1) == ["-\(number)"]) }
                for client in clients { await client.close() }
                await second.end()
            }
        }
    }

    @Test("let a client come back to any of them, which misses nothing and sees nothing twice")
    func comingBack() async throws {
        try await RedisServer.with { redis in
            try await Nodes.with(3, try RedisBackplane.Configuration(redis.url), Self.keeping) { nodes in
                var clients: [NodeClient] = []
                // Each publishes when the next has got the one before, so that nobody is ahead of Redis by seconds.
                for hub in [1, 2, 0] { clients.append(try await nodes.subscribe(hub, .subscribe("kept/a", .now))) }
                let load = Load(to: "kept/a", by: 3)
                let tasks = load.begin(nodes.hubs, clients)
                var texts: [String] = []
                var start = Hub.StartingPoint.last(.max)
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
            try await Nodes.with(2, try RedisBackplane.Configuration(redis.url), Self.keeping) { nodes in
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
        var configuration = Hub.Configuration()
        configuration.history = [Hub.HistoryRule(of: "kept/#", maxMessages: 10)]
        try await RedisServer.with { [configuration] redis in
            try await Nodes.with(2, try RedisBackplane.Configuration(redis.url), configuration) { nodes in
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

    @Test(
        "read no more bytes of what is kept than a topic may keep, the newest first",
        arguments: [1 << 20, 20_000, 1]
    )
    func bytesOfHistory(maxBytes: Int) async throws {
        let count = 200
        try await RedisServer.with { redis in
            let configuration = try RedisBackplane.Configuration(redis.url)
            let writer = RedisBackplane(configuration)
            let reader = RedisBackplane(configuration)
            let (written, read) = (ExtractListener(), ExtractListener())
            writer.begin(written, as: 1)
            reader.begin(read, as: 2)
            for number in 1...count {
                let message = SharedMessage(
                    topic: "kept/a",
                    node: 1,
                    number: UInt64(number),
                    message: .binary([UInt8](repeating: UInt8(number), count: 1000)),
                    mayCompress: true,
                    key: nil
                )
                writer.publish(message, keeping: Hub.HistoryRule(of: "kept/#", maxMessages: count, maxBytes: 1 << 20))
            }
            let positions = await written.positions(count)
            let filter: Hub.TopicFilter = "kept/a"
            reader.attach(filter, keeping: Hub.HistoryRule(of: filter, maxMessages: count, maxBytes: maxBytes))
            let snapshot = try #require(await read.snapshot())
            // With its header a message has 1018 bytes.
            let expected = min(count, maxBytes / (1018 + 256))
            #expect(snapshot.entries.map(\.message.number) == (count - expected..<count).map { UInt64($0 + 1) })
            #expect(snapshot.entries.map(\.position) == positions.suffix(expected))
            if expected < count {
                #expect(snapshot.since == positions[count - expected - 1])
            } else {
                #expect(snapshot.since < positions[0])
            }
            await writer.shutdown()
            await reader.shutdown()
        }
    }

    @Test("are not sent what has more bytes than may wait", arguments: [true, false])
    func tooLarge(isKept: Bool) async throws {
        try await RedisServer.with { redis in
            var configuration = try RedisBackplane.Configuration(redis.url)
            configuration.maxWaitingBytes = 1 << 20
            let (writer, reader) = (RedisBackplane(configuration), RedisBackplane(configuration))
            let (written, read) = (ExtractListener(), ExtractListener())
            let filter: Hub.TopicFilter = "a"
            let rule = isKept ? Hub.HistoryRule(of: filter) : nil
            for (node, (backplane, listener)) in [(writer, written), (reader, read)].enumerated() {
                backplane.begin(listener, as: UInt64(node + 1))
                backplane.attach(filter, keeping: rule)
                // Then there is a way to the server.
                #expect(await listener.snapshot()?.entries ?? [] == [])
            }
            for size in [1 << 20, 1000] {
                let message = SharedMessage(
                    topic: "a",
                    node: 1,
                    number: isKept ? UInt64(2_000_000 - size) : 0,
                    message: .binary([UInt8](repeating: 0, count: size)),
                    mayCompress: true,
                    key: nil
                )
                writer.publish(message, keeping: rule)
            }
            #expect(await read.received()?.message.byteCount == 1000)
            #expect(await written.dropped() == 1)
            await writer.shutdown()
            await reader.shutdown()
        }
    }

    @Test("go on alone while Redis is away, and miss nothing of what is kept")
    func outage() async throws {
        let events = Mutex<[Hub.BackplaneEvent]>([])
        var configuration = Self.keeping
        configuration.onBackplaneEvent = { event in events.withLock { $0.append(event) } }
        try await Daemon.withFolder { [configuration] folder in
            let redis = RedisServer(in: folder)
            let first = try await redis.start()
            var redisConfiguration = try RedisBackplane.Configuration(redis.url)
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
            try await Nodes.with(2, try RedisBackplane.Configuration(redis.url)) { nodes in
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
        var configuration = Hub.Configuration()
        configuration.onPresenceChange = { change, _ in
            changes.withLock { $0.append("\(change.kind) \(change.member.id)") }
        }
        try await RedisServer.with { [configuration] redis in
            try await Nodes.with(3, try RedisBackplane.Configuration(redis.url), configuration) { nodes in
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
                    var redis = try RedisBackplane.Configuration("rediss://chat:\(password)@localhost:\(port)")
                    redis.tls?.roots = .only(pem: try String(contentsOfFile: files.root, encoding: .utf8))
                    let events = AsyncStream<Hub.BackplaneEvent>.makeStream()
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
