//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSBase
import ws

@Suite("When messages are due, and where they go")
struct PaceTests {
    @Test("the connections take turns at a fixed rate")
    func turns() {
        let pace = Pace(start: 1000, interval: 10, connections: 3)
        #expect([0, 1, 2].map { pace.time(of: 0, on: $0) } == [1000, 1010, 1020])
        #expect([0, 1, 2].map { pace.time(of: 5, on: $0) } == [1150, 1160, 1170])
    }

    @Test("a rate that does not divide a second does not drift")
    func drift() {
        let pace = Pace(start: 0, interval: 1e9 / 7, connections: 7)
        #expect(pace.time(of: 86_400, on: 0) == 86_400_000_000_000)
    }

    @Test("due times of some connections come in order, and what is past is left out")
    func dueTimes() {
        var times = DueTimes(Pace(start: 100, interval: 10, connections: 4), of: [1, 3])
        #expect(times.next(after: 0) == 110)
        #expect(times.next(after: 109) == 110)
        #expect(times.next(after: 110) == 130)
        #expect(times.next(after: 130) == 150)
        #expect(times.next(after: 1000) == 1010)
    }

    // MARK: Addresses

    private func settings(_ url: String, connections: Int, spread: Int? = nil) -> BenchSettings {
        var settings = BenchSettings()
        settings.url = Secret(url)
        settings.connections = connections
        settings.spread = spread
        return settings
    }

    @Test("connections are spread over loopback addresses in turns")
    func spread() {
        let settings = self.settings("ws://127.0.0.1:9001/a?b=127.0.0.1", connections: 10, spread: 3)
        #expect(
            (0..<4).map { settings.url(ofConnection: $0) } == [
                "ws://127.0.0.1:9001/a?b=127.0.0.1", "ws://127.0.0.2:9001/a?b=127.0.0.1",
                "ws://127.0.0.3:9001/a?b=127.0.0.1", "ws://127.0.0.1:9001/a?b=127.0.0.1",
            ]
        )
    }

    @Test(
        "they are spread by themselves where one address has not the ports",
        arguments: [
            ("ws://127.0.0.1:9001/", 28_000, 1), ("ws://127.0.0.1:9001/", 28_001, 2), ("ws://127.0.0.1/", 100_000, 5),
            ("ws://127.0.0.1:9001/", 1_000_000, 50), ("ws://example.com:9001/", 100_000, 1),
            ("ws://127.0.0.10:9001/", 100_000, 1),
        ]
    )
    func addressCount(url: String, connections: Int, count: Int) {
        #expect(self.settings(url, connections: connections).addressCount == count)
    }
}
