//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import ws

@Suite("The histogram of latencies")
struct HistogramTests {
    private func histogram(_ values: [UInt64]) -> Histogram {
        var histogram = Histogram()
        for value in values { histogram.record(value) }
        return histogram
    }

    private func randomValues(seed: UInt64) -> [UInt64] {
        var random = SeededGenerator(seed: seed)
        // Of all magnitudes, alike.
        return (0..<5000).map { _ in random.next() >> UInt64.random(in: 24...63, using: &random) }
    }

    @Test("an empty one has no values, and says 0")
    func empty() {
        let histogram = Histogram()
        #expect(histogram.count == 0)
        #expect(histogram.max == 0)
        #expect(histogram.mean == 0)
        #expect(histogram.value(at: 0.5) == 0)
        #expect(histogram.percentiles().isEmpty)
    }

    @Test("small values are exact")
    func small() {
        let histogram = self.histogram(Array(0..<256))
        for value in UInt64(0)..<256 {
            #expect(histogram.value(at: (Double(value) + 0.5) / 256) == value)
        }
    }

    @Test("a single value is every quantile, exactly", arguments: [0, 1, 255, 256, 1_000_003, 1 << 41 + 12345])
    func single(value: UInt64) {
        let histogram = self.histogram([value])
        for quantile in [0, 0.001, 0.5, 0.999, 1] {
            #expect(histogram.value(at: quantile) == value)
        }
        #expect(histogram.mean == Double(value))
    }

    @Test("every quantile is off by less than 0.5 %", arguments: [1, 2, 3])
    func error(seed: UInt64) {
        let values = self.randomValues(seed: seed)
        let histogram = self.histogram(values)
        let sorted = values.sorted()
        for rank in 1...sorted.count {
            let expected = Double(sorted[rank - 1])
            // Half a rank below: the quantile itself may be rounded either way.
            let value = Double(histogram.value(at: (Double(rank) - 0.5) / Double(sorted.count)))
            #expect(abs(value - expected) <= expected * 0.005, "seed \(seed), rank \(rank)")
        }
        #expect(histogram.max == sorted.last)
        #expect(histogram.value(at: 1) == sorted.last)
    }

    @Test("quantiles never fall")
    func order() {
        let histogram = self.histogram(self.randomValues(seed: 4))
        let values = histogram.values(at: (0...1000).map { Double($0) / 1000 })
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test("merged ones are as if all values had been recorded in one")
    func merging() {
        let (first, second) = (self.randomValues(seed: 5), self.randomValues(seed: 6))
        var merged = self.histogram(first)
        merged.merge(self.histogram(second))
        let together = self.histogram(first + second)
        let quantiles = (0...200).map { Double($0) / 200 }
        #expect(merged.count == 10_000)
        #expect(merged.max == together.max)
        #expect(abs(merged.mean - together.mean) <= together.mean * 1e-9)
        #expect(merged.values(at: quantiles) == together.values(at: quantiles))
        merged.merge(Histogram())
        #expect(merged.values(at: quantiles) == together.values(at: quantiles))
    }

    @Test("what is too large counts as the largest")
    func tooLarge() {
        let histogram = self.histogram([.max, 1])
        #expect(histogram.count == 2)
        #expect(histogram.max == Histogram.largest)
        #expect(histogram.value(at: 1) == Histogram.largest)
    }

    @Test("after a reset it is empty, and good for more")
    func reset() {
        var histogram = self.histogram([5, 1_000_000])
        histogram.reset()
        #expect(histogram.count == 0)
        #expect(histogram.max == 0)
        histogram.record(7)
        #expect(histogram.value(at: 0.5) == 7)
        #expect(histogram.mean == 7)
    }

    @Test("quantiles out of range are the ends")
    func outOfRange() {
        let histogram = self.histogram([3, 4, 5])
        #expect(histogram.value(at: -1) == 3)
        #expect(histogram.value(at: 2) == 5)
    }

    // MARK: The curve

    @Test("the curve of percentiles begins at 0, rises, and ends with the maximum", arguments: [1, 2, 10, 1000, 5000])
    func curve(count: Int) throws {
        let values = Array(self.randomValues(seed: 7).prefix(count))
        let histogram = self.histogram(values)
        let curve = histogram.percentiles()
        let first = try #require(curve.first)
        let last = try #require(curve.last)
        #expect(first.quantile == 0)
        #expect(last.quantile == 1)
        #expect(last.value == histogram.max)
        #expect(zip(curve, curve.dropFirst()).allSatisfy { $0.quantile < $1.quantile && $0.value <= $1.value })
        // As near to 1 as a single value, and no nearer.
        let nearest = 1 - curve[curve.count - 2].quantile
        #expect(nearest * Double(count) >= 0.5 && nearest * Double(count) < 2)
    }

    @Test("the curve has a few points for each halving of the distance to 1")
    func curveSize() {
        let histogram = self.histogram((0..<1024).map { UInt64($0) })
        #expect(histogram.percentiles().count == 11 * 5 + 1)
    }
}
