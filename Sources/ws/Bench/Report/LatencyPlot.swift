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

/// The distribution of latencies: percentiles on a scale on which each further nine takes the same space.
struct LatencyPlot {
    /// The ratio from which on only a logarithmic scale shows both the usual and the worst.
    private static let wideRatio = 12.0

    let histogram: Histogram
    let name: String

    /// The SVG; `nil` if there is nothing to show.
    func svg() -> String? {
        let percentiles = self.histogram.percentiles()
        guard let first = percentiles.first, percentiles.count > 1 else { return nil }
        let maximum = Double(self.histogram.max) / 1000
        let median = Double(self.histogram.value(at: 0.5)) / 1000
        let y =
            maximum > Self.wideRatio * median
            ? Scale.logarithmic((Double(first.value) / 1000)...maximum, Plot.yRange)
            : Scale.linear(upTo: maximum, Plot.yRange)
        // The distance of the last value from 1 is about one in so many.
        let nines = max(1, log10(Double(self.histogram.count)))
        let x = Scale(isLogarithmic: false, domain: 0...nines, range: Plot.xRange, ticks: [])
        func position(_ quantile: Double) -> Double {
            x.position(min(nines, quantile >= 1 ? nines : -log10(1 - quantile)))
        }
        var plot = Plot(label: "\(self.name) by percentile")
        plot.yAxis(y, "\(self.name)\(y.isLogarithmic ? ", logarithmic" : "")") { Figure.axisTime(microseconds: $0) }
        plot.xAxis(Self.ticks(nines).map { (position($0.quantile), $0.label) }, "Percentile")
        let points = percentiles.map { (x: position($0.quantile), y: y.position(Double($0.value) / 1000)) }
        plot.area("first", points)
        plot.curve("first", points)
        self.mark(on: &plot, y, position, nines)
        return plot.svg
    }

    /// Marks the percentiles that the table names.
    private func mark(on plot: inout Plot, _ y: Scale, _ position: (Double) -> Double, _ nines: Double) {
        let marks = [(0.5, "p50"), (0.9, "p90"), (0.99, "p99"), (0.999, "p99.9"), (1.0, "max")]
        for (quantile, name) in marks where quantile == 1 || -log10(1 - quantile) < nines - 0.25 {
            let value = quantile == 1 ? self.histogram.max : self.histogram.value(at: quantile)
            let height = y.position(Double(value) / 1000)
            plot.dot("first", position(quantile), height, "\(name): \(Figure.time(value))")
            // Above the curve, to the left of the mark, where the curve lies lower; but not on the axis.
            let x = position(quantile)
            let isFarLeft = x < Plot.left + 60
            plot.text(
                isFarLeft ? "value" : "value end",
                isFarLeft ? x - 6 : min(x + 4, Plot.xRange.end),
                max(14, height - (isFarLeft ? 13 : 9)),
                Figure.time(value)
            )
        }
    }

    /// The labels of the horizontal axis: 0 %, 50 %, 90 %, 99 % and so on.
    private static func ticks(_ nines: Double) -> [(quantile: Double, label: String)] {
        var ticks = [(0.0, "0 %"), (0.5, "50 %")]
        for count in 1...max(1, Int(nines)) {
            let label =
                switch count {
                case 1: "90"
                case 2: "99"
                default: "99." + String(repeating: "9", count: count - 2)
                }
            ticks.append((1 - pow(10, -Double(count)), label + " %"))
        }
        return ticks
    }
}
