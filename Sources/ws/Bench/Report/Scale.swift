//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// How values become positions along an axis.
package struct Scale: Sendable {
    /// Whether equal distances are equal ratios.
    package let isLogarithmic: Bool
    package let domain: ClosedRange<Double>
    /// The positions of the domain's ends, which may be the wrong way round.
    package let range: (start: Double, end: Double)
    /// Where lines and labels belong.
    package let ticks: [Double]

    /// A scale from 0 to the first round number that is no less than `maximum`.
    package static func linear(upTo maximum: Double, _ range: (start: Double, end: Double)) -> Scale {
        let maximum = maximum > 0 ? maximum : 1
        let magnitude = pow(10, floor(log10(maximum / 4)))
        let step = ([1, 2, 2.5, 5, 10].first { $0 * magnitude * 5 >= maximum } ?? 10) * magnitude
        let count = Int((maximum / step).rounded(.up))
        return Scale(
            isLogarithmic: false,
            domain: 0...(Double(count) * step),
            range: range,
            ticks: (0...count).map { Double($0) * step }
        )
    }

    /// A logarithmic scale of round numbers around the values.
    package static func logarithmic(_ values: ClosedRange<Double>, _ range: (start: Double, end: Double)) -> Scale {
        let minimum = max(values.lowerBound, 1e-3)
        let maximum = max(values.upperBound, minimum * 1.01)
        let first = Int(floor(log10(minimum)))
        let last = Int(ceil(log10(maximum)))
        let steps = last - first > 3 ? [1.0] : [1, 2, 5]
        let rounds = (first...last).flatMap { exponent in steps.map { $0 * pow(10, Double(exponent)) } }
        let start = rounds.last { $0 <= minimum * 1.0001 } ?? minimum
        let end = rounds.first { $0 >= maximum * 0.9999 } ?? maximum
        return Scale(
            isLogarithmic: true,
            domain: start...max(end, start * 2),
            range: range,
            ticks: rounds.filter { $0 >= start && $0 <= max(end, start * 2) }
        )
    }

    /// The position of a value.
    package func position(_ value: Double) -> Double {
        let fraction: Double
        if self.isLogarithmic {
            fraction =
                log(max(value, self.domain.lowerBound) / self.domain.lowerBound)
                / log(self.domain.upperBound / self.domain.lowerBound)
        } else {
            fraction = (value - self.domain.lowerBound) / (self.domain.upperBound - self.domain.lowerBound)
        }
        return self.range.start + fraction * (self.range.end - self.range.start)
    }
}
