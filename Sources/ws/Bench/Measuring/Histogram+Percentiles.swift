//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Histogram {
    /// A point of the curve of percentiles.
    package struct Percentile: Equatable, Sendable {
        /// The fraction of all values that do not exceed the value.
        package let quantile: Double
        package let value: UInt64
    }

    /// How many points lie between one halving of the distance to 1 and the next.
    private static let pointsPerHalving = 5

    /// The curve of percentiles, ever closer towards the end: as close as there are values.
    ///
    /// The distance from a point's quantile to 1 is halved every five points, until a single value is left; the last
    /// point is the maximum, at 1. It is empty if there is no value.
    package func percentiles() -> [Percentile] {
        guard self.count > 0 else { return [] }
        var quantiles: [Double] = []
        var rest = 1.0
        while rest * Double(self.count) >= 1 {
            for step in 0..<Self.pointsPerHalving {
                quantiles.append(1 - rest * (1 - Double(step) / Double(2 * Self.pointsPerHalving)))
            }
            rest /= 2
        }
        quantiles.append(1)
        return zip(quantiles, self.values(at: quantiles)).map { Percentile(quantile: $0, value: $1) }
    }
}
