//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WebSockets

/// Where prices are made.
final class Market: Sendable {
    private let symbols: [String]
    private let subscribers = Mutex<[ObjectIdentifier: LatestPrices]>([:])

    init(symbols: [String]) {
        self.symbols = symbols
    }

    /// Lets somebody know of all prices from now on.
    func subscribe(_ subscriber: LatestPrices) {
        self.subscribers.withLock { $0[ObjectIdentifier(subscriber)] = subscriber }
    }

    func unsubscribe(_ subscriber: LatestPrices) {
        self.subscribers.withLock { $0[ObjectIdentifier(subscriber)] = nil }
    }

    /// Changes prices until the task is cancelled.
    ///
    /// - Parameter rate: How many change in a second.
    /// - Throws: `CancellationError`.
    func trade(perSecond rate: Int) async throws {
        var prices = self.symbols.map { _ in Double.random(in: 10...1000) }
        var count = 0
        while true {
            // Some at a time, as sleeping for less than 10 ms is not exact.
            for _ in 0..<max(1, rate / 100) {
                let index = Int.random(in: prices.indices)
                prices[index] *= Double.random(in: 0.999...1.001)
                count += 1
                let cents = Int(prices[index] * 100)
                // Encoded once for all clients.
                let message = WebSocket.PreparedMessage(
                    #"{"symbol":"\#(self.symbols[index])","cents":\#(cents),"tick":\#(count)}"#
                )
                for subscriber in self.subscribers.withLock({ Array($0.values) }) {
                    subscriber.update(self.symbols[index], message)
                }
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
