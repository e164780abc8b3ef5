//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WebSockets

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Many clients that keep to the rules, and count whether the server does.
final class OrderlyClients: Sendable {
    private let count: Int
    private let urls: [String]
    private let tally = Tally()

    init(count: Int, urls: [String]) {
        self.count = count
        self.urls = urls
    }

    /// Runs all clients until the standard input ends; for each line of that, tells how they are doing.
    func run() async throws {
        await withDiscardingTaskGroup { group in
            for number in 0..<self.count {
                group.addTask { await self.client(number).run() }
            }
            while let command = await nextLine() {
                if command == "forgive" { self.tally.forgive() }
                self.report()
            }
            self.tally.stop()
        }
        self.report()
    }

    private func client(_ number: Int) -> OrderlyClient {
        // A tenth listens, the others exchange messages.
        let path = ["ticks", "echo", "fast", "compressed", "echo", "fast", "echo", "fast", "echo", "fast"][number % 10]
        let url = self.urls[number % self.urls.count] + "/" + path
        return OrderlyClient(number: number, url: url, tally: self.tally, listens: path == "ticks")
    }

    private func report() {
        let text = (try? JSONEncoder().encode(self.tally.counts)).map { String(decoding: $0, as: UTF8.self) }
        writeLine(text ?? "{}")
    }
}
