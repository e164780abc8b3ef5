//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Synchronization
import Testing
import WebSocketHub
import WebSocketHubRedis
import WebSockets

/// What a server refuses concerns what was asked, and nothing else.
@Suite("hubs whose Redis server refuses something", .timeLimit(.minutes(3)))
struct RedisRefusalTests {
    private static let keeping: Hub.Configuration = {
        var configuration = Hub.Configuration()
        configuration.history = [Hub.HistoryRule(of: "kept/#", maxMessages: 1000)]
        return configuration
    }()

    /// Why a server does not write, and how it is brought to that and back.
    enum Cause: CaseIterable, Sendable {
        case memory, replicas, disk, role

        var code: String {
            switch self {
            case .memory: "OOM"
            case .replicas: "NOREPLICAS"
            case .disk: "MISCONF"
            case .role: "READONLY"
            }
        }

        /// What is added to the server's command line.
        var arguments: [String] {
            // A folder cannot be replaced by a file.
            self == .disk ? ["--save", "86400 1", "--dbfilename", "appendonlydir"] : []
        }

        func begin(_ redis: RedisServer) async throws {
            switch self {
            case .memory:
                _ = try await redis.ask("CONFIG", "SET", "maxmemory", "1")
            case .replicas:
                _ = try await redis.ask("CONFIG", "SET", "min-replicas-to-write", "1")
            case .disk:
                _ = try await redis.ask("BGSAVE")
                while try await !redis.ask("INFO", "persistence").contains("rdb_last_bgsave_status:err") {
                    await Task.yield()
                }
            case .role:
                _ = try await redis.ask("REPLICAOF", "127.0.0.1", "1")
            }
        }

        func end(_ redis: RedisServer) async throws {
            switch self {
            case .memory:
                _ = try await redis.ask("CONFIG", "SET", "maxmemory", "0")
            case .replicas:
                _ = try await redis.ask("CONFIG", "SET", "min-replicas-to-write", "0")
            case .disk:
                _ = try await redis.ask("CONFIG", "SET", "stop-writes-on-bgsave-error", "no")
            case .role:
                _ = try await redis.ask("REPLICAOF", "no", "one")
            }
        }
    }

    @Test("deliver what is not kept while nothing can be kept, and what is kept afterwards", arguments: Cause.allCases)
    func writes(cause: Cause) async throws {
        try await RedisServer.with(cause.arguments) { redis in
            var configuration = try RedisBackplane.Configuration(redis.url)
            configuration.presenceLease = .seconds(1)
            try await Nodes.with(2, configuration, Self.keeping) { nodes in
                let kept = try await nodes.subscribe(1, .subscribe("kept/a", .now))
                let fleeting = try await nodes.subscribe(1, .subscribe("fleeting", .now))
                try nodes.hubs[0].publish("before", to: "kept/a")
                #expect(try await kept.texts(1) == ["before"])
                try await cause.begin(redis)
                for message in 0..<200 {
                    if message % 10 == 0 { try nodes.hubs[0].publish("\(message)", to: "kept/a") }
                    try nodes.hubs[0].publish("\(message)", to: "fleeting")
                    #expect(try await fleeting.texts(1) == ["\(message)"])
                }
                // Topics that keep messages can be subscribed to, and known ones have their history.
                let late = try await nodes.subscribe(1, .subscribe("kept/b", .now))
                let other = try await nodes.subscribe(1, .subscribe("kept/a", .last(1)))
                #expect(other.missed.map(\.text) == ["before"])
                try await cause.end(redis)
                #expect(try await kept.texts(20) == (0..<20).map { "\($0 * 10)" })
                try nodes.hubs[0].publish("after", to: "kept/b")
                #expect(try await late.texts(1) == ["after"])
                // The member who came meanwhile is noted.
                while await nodes.hubs[0].members(of: "kept/b").map(\.id) != ["somebody at 1"] { await Task.yield() }
                for hub in nodes.hubs {
                    #expect(hub.metrics.backplaneLosses == 0)
                    #expect(hub.metrics.unsent == 0)
                }
                for client in [kept, fleeting, late, other] { await client.close() }
            }
        }
    }

    @Test("tell the members of other nodes while nothing can be written", arguments: Cause.allCases)
    func members(cause: Cause) async throws {
        try await RedisServer.with(cause.arguments) { redis in
            try await Nodes.with(2, try RedisBackplane.Configuration(redis.url)) { nodes in
                let client = try await nodes.subscribe(1, .subscribe("a", .now))
                let expected = ["somebody at 1"]
                while await nodes.hubs[0].members(of: "a").map(\.id) != expected { await Task.yield() }
                try await cause.begin(redis)
                for _ in 0..<3 { #expect(await nodes.hubs[0].members(of: "a").map(\.id) == expected) }
                #expect(nodes.hubs[0].metrics.refused == 0)
                try await cause.end(redis)
                await client.close()
            }
        }
    }

    @Test("agree that the epoch of a topic is unknown while none can be written")
    func unknownEpoch() async throws {
        try await RedisServer.with { redis in
            let configuration = try RedisBackplane.Configuration(redis.url)
            let rule = Hub.HistoryRule(of: "kept/#")
            let backplanes = (0..<3).map { _ in RedisBackplane(configuration) }
            let listeners = backplanes.map { _ in ExtractListener() }
            for (number, backplane) in backplanes.enumerated() {
                backplane.begin(listeners[number], as: UInt64(number + 1))
            }
            let message = SharedMessage(
                topic: "kept/a",
                node: 1,
                number: 1,
                message: .text("x"),
                mayCompress: true,
                key: nil
            )
            backplanes[0].publish(message, keeping: rule)
            let place = try #require(await listeners[0].positions(1).first)
            #expect(try await redis.ask("DEL", "ws:{kept/a}:epoch") == ["1"])
            try await Cause.role.begin(redis)
            for (backplane, listener) in zip(backplanes, listeners) {
                backplane.attach("kept/a", keeping: rule)
                let snapshot = try #require(await listener.snapshot())
                #expect(snapshot.epoch == 0)
                #expect(snapshot.entries == [StreamEntry(message, at: StreamPosition(place.major, place.minor))])
            }
            for backplane in backplanes { await backplane.shutdown() }
        }
    }

    @Test("go on when a client asks for a topic or a pattern that the server forbids, and get it when it is allowed")
    func forbidden() async throws {
        let arguments = ["--user", "default", "on", "nopass", "~*", "resetchannels", "&ws:{a*", "+@all"]
        try await RedisServer.with(arguments) { redis in
            try await Nodes.with(2, try RedisBackplane.Configuration(redis.url), Self.keeping) { nodes in
                let allowed = try await nodes.subscribe(1, .subscribe("a", .now))
                var forbidden: [NodeClient] = []
                for request in [
                    Hub.ClientRequest.match("b/#"), .match("b/+/c"), .subscribe("b", .now), .subscribe("b", .now),
                ] {
                    forbidden.append(try await nodes.subscribe(1, request))
                    for message in 0..<10 { try nodes.hubs[0].publish("\(message)", to: "a") }
                    #expect(try await allowed.texts(10) == (0..<10).map { "\($0)" })
                }
                // Those of the same node have it.
                try nodes.hubs[1].publish("here", to: "b")
                try nodes.hubs[1].publish("here", to: "b/d/c")
                for client in forbidden { #expect(try await client.texts(1) == ["here"]) }
                // What may not be published does not cost anything else.
                for message in 0..<10 {
                    try nodes.hubs[0].publish("lost", to: "b")
                    try nodes.hubs[0].publish("\(message)", to: "a")
                }
                #expect(try await allowed.texts(10) == (0..<10).map { "\($0)" })
                for hub in nodes.hubs { #expect(hub.metrics.backplaneLosses == 0) }
                _ = try await redis.ask("ACL", "SETUSER", "default", "allchannels")
                for (client, topic) in zip(forbidden, ["b/x", "b/d/c", "b", "b"]) {
                    let publishing = Task {
                        while !Task.isCancelled {
                            try nodes.hubs[0].publish("there", to: topic)
                            try? await Task.sleep(for: .milliseconds(10))
                        }
                    }
                    while try await client.texts(1) != ["there"] {}
                    publishing.cancel()
                }
                for client in forbidden + [allowed] { await client.close() }
            }
        }
    }

    @Test("are whole again after an interruption, though the server forbids something, and tell what")
    func forbiddenAfterInterruption() async throws {
        let events = Mutex<[Hub.BackplaneEvent]>([])
        var configuration = Self.keeping
        configuration.onBackplaneEvent = { event in events.withLock { $0.append(event) } }
        let arguments = ["--user", "default", "on", "nopass", "~*", "resetchannels", "&ws:{a*", "+@all"]
        try await RedisServer.with(arguments) { [configuration] redis in
            try await Nodes.with(1, try RedisBackplane.Configuration(redis.url), configuration) { nodes in
                var clients: [NodeClient] = []
                for request in [Hub.ClientRequest.subscribe("a", .now), .subscribe("b", .now), .match("b/#")] {
                    clients.append(try await nodes.subscribe(0, request))
                }
                #expect(nodes.hubs[0].metrics.refused > 0)
                for losses in 1...3 {
                    _ = try await redis.ask("CLIENT", "KILL", "TYPE", "pubsub")
                    while nodes.hubs[0].metrics.backplaneLosses < losses || nodes.hubs[0].metrics.isAlone {
                        await Task.yield()
                    }
                }
                for client in clients { await client.close() }
            }
        }
        let all = events.withLock { $0 }
        #expect(all.filter { if case .restored = $0 { true } else { false } }.count >= 4)
        let refused = Set(
            all.compactMap { event -> Hub.TopicFilter? in
                guard case .refused(.subscribing, let filter, let reason) = event else { return nil }
                #expect(reason.utf8.starts(with: "NOPERM".utf8))
                return filter
            }
        )
        #expect(refused == ["b", "b/#"])
    }

    @Test("tell of ten refusals in a second at most, and count all")
    func manyRefusals() async throws {
        let count = Mutex(0)
        var configuration = Self.keeping
        configuration.onBackplaneEvent = { event in
            if case .refused = event { count.withLock { $0 += 1 } }
        }
        let arguments = ["--user", "default", "on", "nopass", "~*", "resetchannels", "&ws:{a*", "+@all"]
        try await RedisServer.with(arguments) { [configuration] redis in
            try await Nodes.with(1, try RedisBackplane.Configuration(redis.url), configuration) { nodes in
                let client = try await nodes.subscribe(0, .subscribe("a", .now))
                let start = ContinuousClock.now
                for message in 0..<200 {
                    try nodes.hubs[0].publish("refused", to: "b/\(message)")
                }
                while nodes.hubs[0].metrics.refused < 200 { await Task.yield() }
                let seconds = Int((ContinuousClock.now - start) / .seconds(1))
                #expect(1...10 * (seconds + 2) ~= count.withLock { $0 })
                #expect(nodes.hubs[0].metrics.unsent == 200)
                await client.close()
            }
        }
    }

    @Test("set aside what the server does not confirm, or confirms by another name, and ask again")
    func unconfirmed() async throws {
        try await RedisServer.with { redis in
            try await PythonPeer.withRedisConfirmations(changedFor: redis.path, count: 2) { url in
                var configuration = try RedisBackplane.Configuration(url)
                configuration.timeout = .seconds(3)
                try await Nodes.with(2, configuration, Self.keeping) { nodes in
                    let names = ["a", "silent", "kept/silent", "renamed", "b", "kept/renamed"]
                    var clients: [NodeClient] = []
                    for name in names { clients.append(try await nodes.subscribe(1, .subscribe(name, .now))) }
                    for (number, name) in names.enumerated() where number % 4 == 0 {
                        try nodes.hubs[0].publish("now", to: name)
                        #expect(try await clients[number].texts(1) == ["now"])
                    }
                    #expect(nodes.hubs[1].metrics.refused == 4)
                    for (client, name) in zip(clients, names) {
                        let publishing = Task {
                            while !Task.isCancelled {
                                try nodes.hubs[0].publish("later", to: name)
                                try? await Task.sleep(for: .milliseconds(10))
                            }
                        }
                        #expect(try await client.texts(1) == ["later"])
                        publishing.cancel()
                    }
                    for hub in nodes.hubs {
                        #expect(hub.metrics.backplaneLosses == 0)
                        #expect(!hub.metrics.isAlone)
                    }
                    for client in clients { await client.close() }
                }
            }
        }
    }

    @Test("send what follows a message that is larger than what is sent at a time")
    func large() async throws {
        try await RedisServer.with { redis in
            try await Nodes.with(2, try RedisBackplane.Configuration(redis.url), Self.keeping) { nodes in
                let client = try await nodes.subscribe(1, .subscribe("a", .now))
                let large = String(repeating: "x", count: 3 << 19)
                try nodes.hubs[0].publish(large, to: "large")
                for message in 0..<100 { try nodes.hubs[0].publish("\(message)", to: "a") }
                #expect(try await client.texts(100) == (0..<100).map { "\($0)" })
                #expect(nodes.hubs[0].metrics.unsent == 0)
                await client.close()
            }
        }
    }

    @Test("load their scripts again when the server has forgotten them")
    func scripts() async throws {
        try await RedisServer.with { redis in
            try await Nodes.with(2, try RedisBackplane.Configuration(redis.url), Self.keeping) { nodes in
                let client = try await nodes.subscribe(1, .subscribe("kept/a", .now))
                let fleeting = try await nodes.subscribe(1, .subscribe("fleeting", .now))
                for round in 0..<3 {
                    _ = try await redis.ask("SCRIPT", "FLUSH", "SYNC")
                    for message in 0..<100 {
                        try nodes.hubs[0].publish("\(round) \(message)", to: "kept/a")
                        try nodes.hubs[0].publish("\(round) \(message)", to: "fleeting")
                    }
                    for client in [client, fleeting] {
                        #expect(try await client.texts(100) == (0..<100).map { "\(round) \($0)" })
                    }
                    _ = try await redis.ask("SCRIPT", "FLUSH", "SYNC")
                    let other = try await nodes.subscribe(0, .subscribe("kept/a", .last(1)))
                    #expect(other.missed.map(\.text) == ["\(round) 99"])
                    _ = try await redis.ask("SCRIPT", "FLUSH", "SYNC")
                    #expect(
                        await Set(nodes.hubs[0].members(of: "kept/a").map(\.id)) == ["somebody at 0", "somebody at 1"]
                    )
                    await other.close()
                }
                for hub in nodes.hubs {
                    #expect(hub.metrics.backplaneLosses == 0)
                    #expect(hub.metrics.unsent == 0)
                }
                await client.close()
                await fleeting.close()
            }
        }
    }

    private static let noTransactionArguments = [
        "--user", "default", "on", "nopass", "~*", "&*", "+@all", "-@transaction",
    ]

    @Test(
        "keep messages in their order while the server takes them and refuses them by turns",
        arguments: [[], Self.noTransactionArguments]
    )
    func byTurns(arguments: [String]) async throws {
        try await RedisServer.with(arguments) { redis in
            try await Nodes.with(2, try RedisBackplane.Configuration(redis.url), Self.keeping) { nodes in
                let client = try await nodes.subscribe(1, .subscribe("kept/a", .now))
                let turns = Task {
                    for _ in 0..<30 {
                        try await Cause.memory.begin(redis)
                        try await Cause.memory.end(redis)
                    }
                }
                let count = 3000
                for message in 0..<count {
                    try nodes.hubs[0].publish("\(message)", to: "kept/a")
                    if message % 10 == 0 { try await Task.sleep(for: .microseconds(100)) }
                }
                try await turns.value
                #expect(try await client.texts(count) == (0..<count).map { "\($0)" })
                for hub in nodes.hubs { #expect(hub.metrics.backplaneLosses == 0) }
                await client.close()
            }
        }
    }

    @Test("keep messages for a user without transactions")
    func noTransactions() async throws {
        try await RedisServer.with(Self.noTransactionArguments) { redis in
            try await Nodes.with(2, try RedisBackplane.Configuration(redis.url), Self.keeping) { nodes in
                let client = try await nodes.subscribe(1, .subscribe("kept/a", .now))
                for message in 0..<100 { try nodes.hubs[0].publish("\(message)", to: "kept/a") }
                #expect(try await client.texts(100) == (0..<100).map { "\($0)" })
                #expect(nodes.hubs[0].metrics.unsent == 0)
                await client.close()
            }
        }
    }

    @Test("give up the oldest of what waits if it is too much")
    func tooMany() async throws {
        try await RedisServer.with { redis in
            var configuration = try RedisBackplane.Configuration(redis.url)
            configuration.maxWaitingMessages = 10
            try await Nodes.with(2, configuration, Self.keeping) { nodes in
                let kept = try await nodes.subscribe(1, .subscribe("kept/a", .now))
                let fleeting = try await nodes.subscribe(1, .subscribe("fleeting", .now))
                try await Cause.memory.begin(redis)
                for message in 0..<30 {
                    try nodes.hubs[0].publish("\(message)", to: "kept/a")
                    try nodes.hubs[0].publish("\(message)", to: "fleeting")
                    #expect(try await fleeting.texts(1) == ["\(message)"])
                }
                #expect(nodes.hubs[0].metrics.unsent == 20)
                try await Cause.memory.end(redis)
                #expect(try await kept.texts(10) == (20..<30).map { "\($0)" })
                for client in [kept, fleeting] { await client.close() }
            }
        }
    }

    @Test(
        "give up a message at which the server would close the connection, and no other",
        arguments: ["kept/a", "a"],
        ["--proto-max-bulk-len 1mb", "--client-query-buffer-limit 1mb", "--client-output-buffer-limit pubsub 1mb 0 0"]
    )
    func tooLarge(topic: String, limit: String) async throws {
        let port = try await Daemon.freePorts(1)[0]
        try await RedisServer.with(limit.split(separator: " ").map { String($0) } + ["--port", "\(port)"]) { redis in
            for url in [redis.url, "redis://127.0.0.1:\(port)"] {
                try await Nodes.with(2, try RedisBackplane.Configuration(url), Self.keeping) { nodes in
                    let client = try await nodes.subscribe(1, .subscribe("kept/b", .now))
                    let large = String(repeating: "x", count: 16 << 20)
                    try nodes.hubs[0].publish(large, to: topic)
                    try nodes.hubs[0].publish("", to: topic, key: large)
                    for message in 0..<100 { try nodes.hubs[0].publish("\(message)", to: "kept/b") }
                    #expect(try await client.texts(100) == (0..<100).map { "\($0)" })
                    #expect(nodes.hubs[0].metrics.unsent == 2)
                    #expect(nodes.hubs[0].metrics.refused == 2)
                    for hub in nodes.hubs { #expect(hub.metrics.backplaneLosses == 0) }
                    await client.close()
                }
            }
        }
    }

    @Test(
        "keep the messages that wait together within the server's limit of a connection",
        arguments: ["kept/a", "kept/" + String(repeating: "%", count: 1019)]
    )
    func largeTogether(topic: String) async throws {
        try await RedisServer.with(["--client-query-buffer-limit", "1mb"]) { redis in
            try await Nodes.with(2, try RedisBackplane.Configuration(redis.url), Self.keeping) { nodes in
                let client = try await nodes.subscribe(1, .subscribe(topic, .now))
                let small = (0..<100).map { "\($0) " + String(repeating: "x", count: 5 << 10) }
                let texts = small + [String(repeating: "x", count: 1000 << 10)]
                // Then they wait together.
                try await Cause.memory.begin(redis)
                for text in texts { try nodes.hubs[0].publish(text, to: topic) }
                while nodes.hubs[0].metrics.refused == 0 { await Task.yield() }
                try await Cause.memory.end(redis)
                #expect(try await client.texts(texts.count) == texts)
                for hub in nodes.hubs {
                    #expect(hub.metrics.backplaneLosses == 0)
                    #expect(hub.metrics.unsent == 0)
                }
                await client.close()
            }
        }
    }

    @Test("wait with what is to be kept while the server runs a script without end")
    func busy() async throws {
        try await RedisServer.with(["--busy-reply-threshold", "10"]) { redis in
            try await Nodes.with(2, try RedisBackplane.Configuration(redis.url), Self.keeping) { nodes in
                let client = try await nodes.subscribe(1, .subscribe("kept/a", .now))
                let script = Task { _ = try await redis.ask("EVAL", "'while(1)do(type)(1)end'", "0") }
                while try await redis.ask("GET", "a").first?.utf8.starts(with: "-BUSY".utf8) != true {
                    await Task.yield()
                }
                try nodes.hubs[0].publish("kept", to: "kept/a")
                try nodes.hubs[0].publish("lost", to: "fleeting")
                let late = try await nodes.subscribe(1, .subscribe("fleeting", .now))
                while nodes.hubs[0].metrics.refused < 2 { await Task.yield() }
                _ = try await redis.ask("SCRIPT", "KILL")
                try await script.value
                #expect(try await client.texts(1) == ["kept"])
                #expect(nodes.hubs[0].metrics.unsent == 1)
                for hub in nodes.hubs { #expect(hub.metrics.backplaneLosses == 0) }
                for client in [client, late] { await client.close() }
            }
        }
    }

    @Test("keep what they have of a topic when the server refuses to tell what it keeps")
    func unread() async throws {
        try await RedisServer.with { redis in
            try await Nodes.with(2, try RedisBackplane.Configuration(redis.url), Self.keeping) { nodes in
                let client = try await nodes.subscribe(1, .subscribe("kept/a", .now))
                for text in ["one", "two"] { try nodes.hubs[0].publish(text, to: "kept/a") }
                #expect(try await client.texts(1) == ["one"])
                let first = try #require(await client.last)
                #expect(try await client.texts(1) == ["two"])
                await client.close()
                while try await redis.ask("PUBSUB", "CHANNELS").contains("ws:{kept/a}") { await Task.yield() }
                _ = try await redis.ask("ACL", "SETUSER", "default", "-evalsha")
                let back = try await nodes.subscribe(1, .subscribe("kept/a", .after(first)))
                #expect(back.missed.map(\.text) == ["two"])
                #expect(!back.isComplete)
                _ = try await redis.ask("ACL", "SETUSER", "default", "+evalsha")
                try nodes.hubs[0].publish("three", to: "kept/a")
                #expect(try await back.texts(1) == ["three"])
                let later = try await nodes.subscribe(1, .subscribe("kept/a", .after(try #require(await back.last))))
                #expect(later.missed.isEmpty)
                #expect(later.isComplete)
                #expect(
                    await nodes.hubs[1].history(of: "kept/a").map(\.message) == [
                        .text("one"), .text("two"), .text("three"),
                    ]
                )
                for client in [back, later] { await client.close() }
            }
        }
    }

    @Test("go to another server when theirs has become a replica and the other has its place")
    func failover() async throws {
        try await RedisServer.with { redis in
            try await RedisServer.with { successor in
                try await Nodes.with(2, try RedisBackplane.Configuration(redis.url), Self.keeping) { nodes in
                    let client = try await nodes.subscribe(1, .subscribe("kept/a", .now))
                    let replicaOf = ["REPLICAOF", "127.0.0.1", "1"]
                    _ = try await redis.ask(replicaOf[0], replicaOf[1], replicaOf[2])
                    try FileManager.default.moveItem(atPath: redis.path, toPath: redis.path + "-former")
                    try FileManager.default.moveItem(atPath: successor.path, toPath: redis.path)
                    for hub in 0..<2 { try nodes.hubs[hub].publish("\(hub)", to: "kept/a") }
                    var texts: Set<String> = []
                    while texts.count < 2 { texts.formUnion(try await client.texts(1)) }
                    #expect(nodes.hubs.map(\.metrics.unsent) == [0, 0])
                    await client.close()
                }
            }
        }
    }

    @Test("give up a message that the server refuses for itself, and no other")
    func wrongType() async throws {
        try await RedisServer.with { redis in
            try await Nodes.with(2, try RedisBackplane.Configuration(redis.url), Self.keeping) { nodes in
                _ = try await redis.ask("SET", "ws:{kept/a}:kept", "1")
                let client = try await nodes.subscribe(1, .subscribe("kept/a", .now))
                let other = try await nodes.subscribe(1, .subscribe("kept/b", .now))
                for message in 0..<10 {
                    try nodes.hubs[0].publish("refused", to: "kept/a")
                    try nodes.hubs[0].publish("\(message)", to: "kept/b")
                }
                #expect(try await other.texts(10) == (0..<10).map { "\($0)" })
                while nodes.hubs[0].metrics.unsent < 10 { await Task.yield() }
                _ = try await redis.ask("DEL", "ws:{kept/a}:kept")
                try nodes.hubs[0].publish("repaired", to: "kept/a")
                #expect(try await client.texts(1) == ["repaired"])
                for hub in nodes.hubs { #expect(hub.metrics.backplaneLosses == 0) }
                for client in [client, other] { await client.close() }
            }
        }
    }
}
