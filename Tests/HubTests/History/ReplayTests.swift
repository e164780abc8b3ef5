//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub
import WebSockets

@Suite("a topic that keeps its messages", .timeLimit(.minutes(1)))
struct ReplayTests {
    private static func configuration(maxMessages: Int = 100, maxAge: Duration = .seconds(600)) -> Hub.Configuration {
        var configuration = Hub.Configuration()
        configuration.history = [Hub.HistoryRule(of: "kept/#", maxMessages: maxMessages, maxAge: maxAge)]
        return configuration
    }

    /// Opens a connection; what its topic begins with comes before the word that it has subscribed.
    private func open(_ url: String, _ topic: String) async throws -> (WebSocket, replayed: [String]) {
        let socket = try await Dialer().dial("\(url)?to=\(topic)")
        var replayed: [String] = []
        while case .text(let text) = try await socket.receive(), text != "subscribed" {
            replayed.append(text)
        }
        return (socket, replayed)
    }

    @Test("begins with the last for whoever wants them, also if nobody was there when they came")
    func last() async throws {
        try await withHub(
            Self.configuration(),
            subscribing: { hub, socket, topic in
                let catchup = try await hub.subscribe(socket, to: topic, from: .last(3))
                #expect(catchup.isComplete)
                #expect(catchup.messageCount == (topic == "kept/a" ? 3 : 0))
            }
        ) { hub, url in
            for number in 0..<10 {
                try hub.publish("\(number)", to: "kept/a")
                try hub.publish("\(number)", to: "other")
            }
            let (socket, replayed) = try await self.open(url, "kept/a")
            #expect(replayed == ["7", "8", "9"])
            let (other, nothing) = try await self.open(url, "other")
            #expect(nothing == [])
            for topic in ["kept/a", "other"] { try hub.publish("10", to: topic) }
            #expect(try await socket.receive() == .text("10"))
            #expect(try await other.receive() == .text("10"))
        }
    }

    @Test("a client that comes back to it misses nothing and sees nothing twice, while others go on publishing")
    func comingBack() async throws {
        try await withHub(
            Self.configuration(maxMessages: 10_000),
            subscribing: { hub, socket, text in
                let parts = text.split(separator: ",")
                let start =
                    parts.count < 2
                    ? .now : try #require(Hub.MessageID(String(parts[1])).map { Hub.StartingPoint.after($0) })
                let catchup = try await hub.subscribe(socket, to: "kept/a", from: start)
                #expect(catchup.isComplete)
            }
        ) { hub, url in
            let count = 2000
            let isReady = AsyncStream<Void>.makeStream()
            let publishing = Task {
                for await _ in isReady.stream.prefix(1) {}
                for number in 0..<count {
                    try hub.publish("\(number)", to: "kept/a")
                    if number % 50 == 0 { await Task.yield() }
                }
            }
            var seen: [Int] = []
            var last: Hub.MessageID?
            while seen.count < count {
                let socket = try await Dialer().dial("\(url)?to=a\(last.map { ",\($0)" } ?? "")")
                isReady.continuation.yield()
                var left = 100
                while left > 0, seen.count < count, case .text(let text) = try await socket.receive() {
                    guard let number = Int(text) else { continue }
                    seen.append(number)
                    left -= 1
                }
                // The application would know it from its messages: here the history says it.
                last = await hub.history(of: "kept/a").first { $0.message == .text("\(seen.last ?? 0)") }?.id
                await socket.closeNow()
            }
            try await publishing.value
            #expect(seen == Array(0..<count))
        }
    }

    @Test("says if something is missing")
    func incomplete() async throws {
        try await withHub(
            Self.configuration(maxMessages: 5),
            subscribing: { hub, socket, text in
                let id = try #require(Hub.MessageID(text))
                let catchup = try await hub.subscribe(socket, to: "kept/a", from: .after(id))
                #expect(!catchup.isComplete)
                #expect(catchup.messageCount == 5)
            }
        ) { hub, url in
            try hub.publish("0", to: "kept/a")
            let first = try #require(await hub.history(of: "kept/a").first?.id)
            for number in 1..<10 { try hub.publish("\(number)", to: "kept/a") }
            let (_, replayed) = try await self.open(url, "\(first)")
            #expect(replayed == ["5", "6", "7", "8", "9"])
        }
    }

    @Test(
        "hands out what was missed before what comes then, also to who is slow",
        arguments: ["close", "wait", "drop"]
    )
    func slow(policy: String) async throws {
        let policies = ["close": Hub.DeliveryPolicy.close, "wait": .wait(upTo: 100), "drop": .dropOldest(keeping: 2)]
        let payload = [UInt8](repeating: 0, count: 4 << 10)
        let message = { @Sendable (number: Int) -> WebSocket.Message in
            .binary([UInt8(number >> 8), UInt8(number & 255)] + payload)
        }
        try await withHub(
            Self.configuration(maxMessages: 500),
            subscribing: { hub, socket, policy in
                try await hub.subscribe(socket, to: "kept/a", policy: policies[policy], from: .last(400))
            }
        ) { hub, url in
            for number in 0..<400 { try hub.publish(message(number), to: "kept/a") }
            let socket = try await Dialer().dial("\(url)?to=\(policy)")
            while hub.metrics.subscriptions == 0 { await Task.yield() }
            for number in 400..<450 { try hub.publish(message(number), to: "kept/a") }
            var numbers: [Int] = []
            while numbers.last != 449 {
                guard case .binary(let bytes) = try await socket.receive() else { continue }
                numbers.append(Int(bytes[0]) << 8 + Int(bytes[1]))
            }
            if policy == "drop" {
                // What was missed is not what is dropped; and of what comes then, what there was room for, and the last two.
                let live = numbers.dropFirst(400)
                #expect(Array(numbers.prefix(400)) == Array(0..<400))
                #expect(zip(live, live.dropFirst()).allSatisfy { $0 < $1 })
                #expect(Array(live.suffix(2)) == [448, 449])
            } else {
                #expect(numbers == Array(0..<450))
            }
        }
    }

    @Test("is given up before its time when there are too many, unless somebody is there")
    func tooMany() async throws {
        var configuration = Self.configuration()
        configuration.maxKeptTopics = 10
        try await withHub(configuration, subscribing: { try await $0.subscribe($1, to: $2) }) { hub, url in
            let socket = try await subscribe(url, to: "kept/0")
            for number in 0..<1000 { try hub.publish("\(number)", to: "kept/\(number)") }
            #expect(hub.metrics.topics <= 12)
            #expect(await hub.history(of: "kept/0").count == 1)
            #expect(await hub.history(of: "kept/1").isEmpty)
            #expect(await hub.history(of: "kept/999").count == 1)
            #expect(try await socket.receive() == .text("0"))
        }
    }

    @Test("is gone when it keeps nothing any more, and nobody is there")
    func expiry() async throws {
        try await withHub(
            Self.configuration(maxAge: .milliseconds(20)),
            subscribing: { try await $0.subscribe($1, to: $2) }
        ) { hub, _ in
            for number in 0..<100 { try hub.publish("\(number)", to: "kept/\(number)") }
            #expect(hub.metrics.topics > 0)
            // Whoever comes takes two out that are to go.
            while hub.metrics.topics > 0 { try hub.publish("tick", to: "elsewhere/\(hub.metrics.publications)") }
        }
    }
}
