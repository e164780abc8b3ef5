//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing
import WebSocketHub
import WebSocketHubRedis
import WebSockets

@Suite("hubs that Redis connects", .timeLimit(.minutes(1)))
struct RedisTests {
    private static let keeping: HubConfiguration = {
        var configuration = HubConfiguration()
        configuration.history = [HistoryRule(of: "kept/#", maxMessages: 5000)]
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
                    for number in 0..<3 {
                        #expect(
                            texts.filter { $0.hasPrefix("\(number) ") } == (0..<count).map { "\(number) \($0)" }
                        )
                    }
                    await client.close()
                }
            }
        }
    }
}
