//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WebSockets

/// What one client has not been sent yet: of each symbol the latest price only.
///
/// A client that is fast gets every price. One that is slow gets fewer, but never an old one, and needs no more memory.
final class LatestPrices: Sendable {
    private let waiting = Mutex<[String: WebSocket.PreparedMessage]>([:])
    private let changes: AsyncStream<Void>
    private let change: AsyncStream<Void>.Continuation

    init() {
        (self.changes, self.change) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Replaces the price of a symbol.
    func update(_ symbol: String, _ message: WebSocket.PreparedMessage) {
        self.waiting.withLock { $0[symbol] = message }
        self.change.yield()
    }

    /// Waits for prices; `nil` when the task is cancelled.
    func next() async -> [WebSocket.PreparedMessage]? {
        for await _ in self.changes {
            let prices = self.waiting.withLock { prices in
                defer { prices.removeAll() }
                return Array(prices.values)
            }
            if !prices.isEmpty { return prices }
        }
        return nil
    }
}
