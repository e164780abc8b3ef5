//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What was seen in the measured time.
struct Measurement {
    /// The figures of about a second.
    struct Interval {
        /// Its end, in seconds from the beginning.
        let end: Double
        /// How long it took, in seconds.
        let seconds: Double
        let count: UInt64
        /// In nanoseconds.
        let p50: UInt64
        let p99: UInt64
    }

    /// The measured time, in seconds.
    var seconds = 0.0
    /// All latencies, in nanoseconds.
    var latencies = Histogram()
    var intervals: [Interval] = []
    /// What a message that was sent took on the wire, in bytes, its frame's header among them.
    var wireBytesPerMessage: Double?
    /// How many connections were open.
    var connections = 0
    var serverBefore: ProcessUsage?
    var serverAtStart: ProcessUsage?
    var serverAtEnd: ProcessUsage?
    var generatorSeconds = 0.0

    /// Adds the latencies since the last interval.
    mutating func add(_ latencies: Histogram, until end: Double) {
        let seconds = end - (self.intervals.last?.end ?? 0)
        self.latencies.merge(latencies)
        guard seconds > 0 else { return }
        let values = latencies.values(at: [0.5, 0.99])
        self.intervals.append(
            Interval(end: end, seconds: seconds, count: latencies.count, p50: values[0], p99: values[1])
        )
    }
}
