//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WebSocketHub

/// Numbered messages that hubs publish to a topic, each when a subscriber has had the one before.
final class Load: Sendable {
    private let topic: String
    private let mustEnd = Atomic(false)
    private let counts: Mutex<[Int]>

    init(to topic: String, by hubCount: Int) {
        self.topic = topic
        self.counts = Mutex(Array(repeating: 0, count: hubCount))
    }

    /// How many each hub has published.
    var published: [Int] { self.counts.withLock { $0 } }

    /// Begins.
    ///
    /// - Parameters:
    ///   - hubs: Who publishes.
    ///   - clients: Whose subscribers each of them waits for.
    /// - Returns: What these have received, when it has ended.
    func begin(_ hubs: [Hub], _ clients: [NodeClient]) -> [Task<[String], any Error>] {
        zip(hubs, clients).enumerated().map { number, pair in
            let (hub, client) = pair
            return Task {
                var texts: [String] = []
                var count = 0
                while !self.mustEnd.load(ordering: .relaxed) {
                    try hub.publish("\(number) \(count)", to: self.topic)
                    texts += try await client.texts(through: "\(number) \(count)")
                    count += 1
                    self.counts.withLock { $0[number] = count }
                }
                return texts
            }
        }
    }

    /// Waits until each hub has published so many.
    func reach(_ count: Int) async {
        while self.counts.withLock({ $0.contains { $0 < count } }) { await Task.yield() }
    }

    func end() {
        self.mustEnd.store(true, ordering: .relaxed)
    }
}
