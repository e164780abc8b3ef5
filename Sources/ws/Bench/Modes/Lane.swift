//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// What the connections of one event loop share: it is touched on that loop only.
final class Lane {
    let schedule: Schedule
    let payload: Payload
    /// The latencies that nobody has taken yet, in nanoseconds.
    private var latencies = Histogram()

    init(_ schedule: Schedule, _ payload: Payload) {
        self.schedule = schedule
        self.payload = payload
    }

    /// Counts an answer, if the time is one that is measured.
    func record(_ now: UInt64, since time: UInt64) {
        guard now >= self.schedule.measuredFrom, now < self.schedule.end else { return }
        self.latencies.record(now &- time)
    }

    /// Takes the latencies since the last time.
    func takeLatencies() -> Histogram {
        defer { self.latencies.reset() }
        return self.latencies
    }
}
