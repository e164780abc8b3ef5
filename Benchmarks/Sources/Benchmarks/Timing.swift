//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// How long operations take: the median of several batches.
///
/// The batches of all benchmarks take turns, so that a slow moment of the machine touches one batch of each and not all
/// batches of one.
struct Timing {
    private static let batchDuration = Duration.milliseconds(5)

    private static let batchCount = 21

    private let benchmark: Benchmark

    private let iterations: Int

    /// Nanoseconds per operation, one for each batch.
    private var samples: [Double] = []

    /// Prepares for the benchmark: finds out how many iterations make a batch.
    private init(of benchmark: Benchmark) {
        self.benchmark = benchmark
        var iterations = 1
        while Self.duration(of: benchmark, iterations) < Self.batchDuration { iterations *= 2 }
        self.iterations = iterations
    }

    /// Measures the benchmarks and prints the results.
    static func print(of benchmarks: [Benchmark]) {
        var timings = benchmarks.map { Timing(of: $0) }
        for _ in 0..<batchCount {
            for index in timings.indices { timings[index].addSample() }
        }
        Swift.print(line("benchmark", "ns/op", "GB/s"))
        for timing in timings { Swift.print(timing.result) }
    }

    private mutating func addSample() {
        let duration = Self.duration(of: benchmark, iterations)
        samples.append(duration / .nanoseconds(1) / Double(iterations))
    }

    private var result: String {
        let median = samples.sorted()[samples.count / 2]
        let speed = benchmark.byteCount.map { Self.decimal(Double($0) / median) }
        return Self.line(benchmark.name, Self.decimal(median), speed ?? "–")
    }

    private static func duration(of benchmark: Benchmark, _ iterations: Int) -> Duration {
        ContinuousClock().measure { _ = benchmark.run(iterations) }
    }

    /// Returns the number with one decimal.
    private static func decimal(_ number: Double) -> String {
        let tenths = Int(number * 10 + 0.5)
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// Returns a line of the table: the name to the left, the numbers to the right.
    private static func line(_ name: String, _ time: String, _ speed: String) -> String {
        func spaces(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count))
        }
        return name + spaces(name, 32) + spaces(time, 12) + time + spaces(speed, 10) + speed
    }
}
