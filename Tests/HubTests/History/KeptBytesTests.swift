//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CAllocationCounter
import TestSupport
import Testing
import WebSocketHub
import WebSockets

@Suite("the bytes that topics keep", .timeLimit(.minutes(1)))
struct KeptBytesTests {
    private static func hub(maxKeptBytes: Int, _ change: (inout Hub.Configuration) -> Void = { _ in }) -> Hub {
        var configuration = Hub.Configuration()
        configuration.history = [Hub.HistoryRule(of: "kept/#", maxMessages: 1000, maxBytes: 1 << 30)]
        configuration.maxKeptBytes = maxKeptBytes
        change(&configuration)
        return Hub(configuration: configuration)
    }

    /// What topics keep, as it is documented.
    private static func size(_ messages: [Hub.KeptMessage]) -> Int {
        messages.reduce(0) { $0 + $1.message.byteCount + 256 }
    }

    private static func message(_ size: Int, _ byte: UInt8 = 0) -> WebSocket.Message {
        .binary([UInt8](repeating: byte, count: size))
    }

    @Test("of all topics the one that keeps the most drops its oldest, and others lose nothing")
    func largest() async throws {
        let hub = Self.hub(maxKeptBytes: 100_000)
        for number in 0..<3 { try hub.publish(Self.message(100, UInt8(number)), to: "kept/small") }
        for number in 0..<200 { try hub.publish(Self.message(1000, UInt8(number)), to: "kept/large") }
        let small = await hub.history(of: "kept/small")
        let large = await hub.history(of: "kept/large")
        #expect(small.map(\.message) == (0..<3).map { Self.message(100, $0) })
        #expect(large.map(\.message) == (UInt8(200 - large.count)..<200).map { Self.message(1000, $0) })
        #expect(hub.metrics.keptBytes == Self.size(small) + Self.size(large))
        // As much as there is room for.
        #expect(hub.metrics.keptBytes <= 100_000 && hub.metrics.keptBytes > 100_000 - 1256)
        #expect(hub.metrics.keptDropped == UInt64(200 - large.count))
        #expect(hub.metrics.prometheusText.contains("websocket_hub_kept_bytes \(hub.metrics.keptBytes)\n"))
        #expect(hub.metrics.prometheusText.contains("websocket_hub_kept_dropped_total \(hub.metrics.keptDropped)\n"))
    }

    @Test("a client that comes back behind what was dropped is told so")
    func incomplete() async throws {
        var configuration = Hub.Configuration()
        configuration.history = [Hub.HistoryRule(of: "kept/#", maxBytes: 1 << 30)]
        configuration.maxKeptBytes = 10_000
        try await withHub(
            configuration,
            subscribing: { hub, socket, text in
                let id = try #require(Hub.MessageID(text))
                let catchup = try await hub.subscribe(socket, to: "kept/a", from: .after(id))
                try await socket.send("\(catchup.isComplete) \(catchup.messageCount)")
            }
        ) { hub, url in
            try hub.publish("first", to: "kept/a")
            let first = try #require(await hub.history(of: "kept/a").first?.id)
            for _ in 0..<5 { try hub.publish(Self.message(3000), to: "kept/a") }
            let socket = try await Dialer().dial("\(url)?to=\(first)")
            for _ in 0..<3 { #expect(try await socket.receive() == Self.message(3000)) }
            #expect(try await socket.receive() == .text("false 3"))
        }
    }

    @Test("many topics share them, whatever is published to which")
    func many() async throws {
        for seed in 0..<5 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let hub = Self.hub(maxKeptBytes: 50_000) {
                $0.history.insert(Hub.HistoryRule(of: "kept/few/+", maxMessages: 3, maxBytes: 2000), at: 0)
                $0.maxKeptTopics = 30
            }
            for _ in 0..<2000 {
                let topic = "kept/\(Bool.random(using: &random) ? "few/" : "")\(Int.random(in: 0..<20, using: &random))"
                try hub.publish(Self.message(Int.random(in: 0...3000, using: &random)), to: topic)
                #expect(hub.metrics.keptBytes <= 50_000)
            }
            var sum = 0
            for name in (0..<20).flatMap({ ["kept/\($0)", "kept/few/\($0)"] }) {
                sum += Self.size(await hub.history(of: name))
            }
            #expect(hub.metrics.keptBytes == sum, "seed \(seed)")
            #expect(sum > 40_000)
        }
    }

    @Test("a message that is larger than all topics may keep is not kept, and leaves nothing behind")
    func tooLarge() async throws {
        let hub = Self.hub(maxKeptBytes: 10_000)
        try hub.publish(Self.message(20_000), to: "kept/a")
        #expect(await hub.history(of: "kept/a").isEmpty)
        #expect(hub.metrics.keptBytes == 0)
        #expect(hub.metrics.keptDropped == 1)
        try hub.publish(Self.message(5000), to: "kept/a")
        #expect(await hub.history(of: "kept/a").count == 1)
    }

    @Test("what a topic kept that is gone is kept no more")
    func gone() async throws {
        let hub = Self.hub(maxKeptBytes: 1 << 20) { $0.maxKeptTopics = 10 }
        for number in 0..<100 { try hub.publish(Self.message(1000), to: "kept/\(number)") }
        #expect(hub.metrics.topics <= 12)
        #expect(hub.metrics.keptBytes == hub.metrics.topics * 1256)
        #expect(hub.metrics.keptDropped == 0)
    }

    @Test("what was published is what is kept, in envelopes too", arguments: [Hub.WireFormat.plain, .envelopes])
    func content(format: Hub.WireFormat) async throws {
        let hub = Self.hub(maxKeptBytes: 1 << 20) { $0.wireFormat = format }
        let messages: [WebSocket.Message] = [
            .text(""), .text("a\u{0}\"\\ é \u{301}🙂"), .binary([]), .binary(Array(0...255)),
            .text(String(repeating: "x", count: 200)), .binary([UInt8](repeating: 7, count: 70_000)),
        ]
        for message in messages {
            try hub.publish(message, to: "kept/a")
            try hub.publish(WebSocket.PreparedMessage(message), to: "kept/b")
        }
        #expect(await hub.history(of: "kept/a").map(\.message) == messages)
        #expect(await hub.history(of: "kept/b").map(\.message) == messages)
    }

    @Test("a topic holds one copy of each message", .enabled(if: allocation_counter_is_available()))
    func oneCopy() throws {
        let hub = Self.hub(maxKeptBytes: 1 << 30)
        let size = 1 << 20
        // Counts what this thread has, which does all of it.
        allocation_counter_start()
        for _ in 0..<16 { try hub.publish(Self.message(size), to: "kept/a") }
        let held = allocation_counter_held()
        _ = allocation_counter_stop()
        #expect(held >= 16 * size)
        #expect(held < 17 * size)
    }
}
