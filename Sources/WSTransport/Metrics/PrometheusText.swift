//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Text in the format that Prometheus reads (version 0.0.4 of its exposition formats).
package struct PrometheusText {
    private let prefix: String

    /// What has been written.
    package private(set) var text = ""

    /// Creates an empty text.
    ///
    /// - Parameter prefix: What all names begin with.
    package init(prefix: String) {
        self.prefix = prefix
    }

    /// Writes a number that grows and shrinks.
    package mutating func gauge(_ name: String, _ help: String, _ value: Int) {
        self.begin(name, "gauge", help)
        self.sample(name, String(value))
    }

    /// Writes a number that only grows.
    package mutating func counter(_ name: String, _ help: String, _ value: UInt64) {
        self.begin(name, "counter", help)
        self.sample(name, String(value))
    }

    /// Writes numbers that only grow, told apart by a label.
    ///
    /// - Parameters:
    ///   - name: Their name.
    ///   - help: What they count.
    ///   - label: The label's name.
    ///   - values: The numbers, by the label's values, which must not need to be escaped.
    package mutating func counters(_ name: String, _ help: String, by label: String, _ values: [(String, UInt64)]) {
        self.begin(name, "counter", help)
        for (key, value) in values.sorted(by: { $0.0 < $1.0 }) {
            self.sample("\(name){\(label)=\"\(key)\"}", String(value))
        }
    }

    /// Writes how often which latency was seen, in seconds.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - help: What was measured.
    ///   - buckets: Upper bounds, the least first, and how many were above the one before and not above this one.
    ///   - count: How many there were.
    ///   - sum: What they are together.
    package mutating func histogram(
        _ name: String,
        _ help: String,
        _ buckets: some Sequence<(Duration, UInt64)>,
        count: UInt64,
        sum: Duration
    ) {
        self.begin(name, "histogram", help)
        var countSoFar: UInt64 = 0
        for (bound, bucketCount) in buckets {
            countSoFar += bucketCount
            self.sample("\(name)_bucket{le=\"\(bound / .seconds(1))\"}", String(countSoFar))
        }
        self.sample("\(name)_bucket{le=\"+Inf\"}", String(count))
        self.sample("\(name)_sum", String(sum / .seconds(1)))
        self.sample("\(name)_count", String(count))
    }

    private mutating func begin(_ name: String, _ type: String, _ help: String) {
        self.text += "# HELP \(self.prefix)\(name) \(help)\n# TYPE \(self.prefix)\(name) \(type)\n"
    }

    private mutating func sample(_ series: String, _ value: String) {
        self.text += "\(self.prefix)\(series) \(value)\n"
    }
}
