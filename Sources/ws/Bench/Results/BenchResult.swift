//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What was measured, as `--json` prints it: times in microseconds, unless their names say seconds.
package struct BenchResult: Codable, Sendable {
    package var mode: BenchMode
    package var url: String
    package var connections: Int
    package var size: Int
    package var depth: Int
    package var groups: Int
    package var kind: String
    package var isCompressed: Bool
    /// Whether compressed messages may refer to earlier ones.
    package var hasContextTakeover: Bool
    package var loops: Int
    /// The rate that was asked for, in messages per second.
    package var offeredPerSecond: Double?

    /// The measured time.
    package var seconds: Double
    /// The answers (echo, rate), deliveries (fanout), or connections.
    package var messages: Int
    package var messagesPerSecond: Double?
    package var megabytesPerSecond: Double?
    /// What a message that the generator sent took on the wire, its frame's header among it (echo, rate).
    package var wireBytesPerMessage: Double?
    package var latency: Latency?
    package var errors: Int
    package var errorMessages: [String]
    package var server: Server?
    package var generator: Generator

    /// The distribution of the latencies.
    package struct Latency: Codable, Sendable {
        package var p50: Double
        package var p90: Double
        package var p99: Double
        package var p999: Double
        package var max: Double
        package var mean: Double

        package enum CodingKeys: String, CodingKey {
            case p50
            case p90
            case p99
            case p999 = "p99.9"
            case max
            case mean
        }
    }

    /// What the server's processes used.
    package struct Server: Codable, Sendable {
        package var cpuSeconds: Double
        package var userSeconds: Double
        package var systemSeconds: Double
        package var cpuPerMessage: Double?
        package var userPerMessage: Double?
        package var cpuShare: Double?
        package var residentBytes: Int
        package var residentBytesBefore: Int
        package var residentBytesPerConnection: Double?
    }

    /// What the generator used.
    package struct Generator: Codable, Sendable {
        package var cpuSeconds: Double
        package var cpuShare: Double?
        package var isBottleneck: Bool
    }
}

extension BenchResult.Latency {
    /// The distribution of a histogram of nanoseconds; `nil` if it is empty.
    init?(_ histogram: Histogram) {
        guard histogram.count > 0 else { return nil }
        let values = histogram.values(at: [0.5, 0.9, 0.99, 0.999]).map { Double($0) / 1000 }
        self.init(
            p50: values[0],
            p90: values[1],
            p99: values[2],
            p999: values[3],
            max: Double(histogram.max) / 1000,
            mean: (histogram.mean / 1000).rounded(toDecimals: 3)
        )
    }
}

extension BenchResult {
    /// The result as one line of JSON.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}

extension Double {
    /// The number with so many decimals, for whoever reads it.
    func rounded(toDecimals count: Int) -> Double {
        let scale = (0..<count).reduce(1.0) { scale, _ in scale * 10 }
        return (self * scale).rounded() / scale
    }
}
