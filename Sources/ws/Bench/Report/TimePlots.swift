//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What happened in the course of the measured time.
struct TimePlots {
    /// So many bars can be told apart.
    private static let maximum = 120

    private let intervals: [Measurement.Interval]
    private let x: Scale

    init?(_ intervals: [Measurement.Interval]) {
        guard let end = intervals.last?.end, end > 0 else { return nil }
        self.intervals = intervals
        self.x = Scale(isLogarithmic: false, domain: 0...end, range: Plot.xRange, ticks: [])
    }

    private var xTicks: [(position: Double, label: String)] {
        let end = self.x.domain.upperBound
        let round = Scale.linear(upTo: end, Plot.xRange).ticks.filter { $0 <= end * 1.0001 }
        return round.map { (self.x.position($0), Figure.plain($0)) }
    }

    /// The rate over time.
    ///
    /// - Parameter name: What is counted.
    /// - Returns: The SVG.
    func rate(_ name: String) -> String {
        let bars = self.grouped()
        let y = Scale.linear(upTo: bars.map { Double($0.count) / $0.seconds }.max() ?? 1, Plot.yRange)
        var plot = Plot(label: "\(name) per second over time")
        plot.yAxis(y, "\(name) per second") { Figure.short($0) }
        let gap = bars.count > 40 ? 1.0 : 2
        for bar in bars {
            let rate = Double(bar.count) / bar.seconds
            plot.bar(
                from: self.x.position(bar.end - bar.seconds) + gap / 2,
                to: self.x.position(bar.end) - gap / 2,
                y: y.position(rate),
                "\(Figure.count(rate.rounded()))/s until \(Figure.seconds(bar.end))"
            )
        }
        plot.xAxis(self.xTicks, "Seconds")
        return plot.svg
    }

    /// The latency over time.
    ///
    /// - Parameter name: What the latencies are of.
    /// - Returns: The SVG.
    func latency(_ name: String) -> String {
        let seen = self.intervals.filter { $0.count > 0 }
        let maximum = seen.map(\.p99).max() ?? 1
        let minimum = seen.map(\.p50).min() ?? 1
        let y =
            Double(maximum) > 20 * Double(minimum)
            ? Scale.logarithmic((Double(minimum) / 1000)...(Double(maximum) / 1000), Plot.yRange)
            : Scale.linear(upTo: Double(maximum) / 1000, Plot.yRange)
        var plot = Plot(label: "\(name) over time")
        plot.yAxis(y, "\(name)\(y.isLogarithmic ? ", logarithmic" : "")") { Figure.axisTime(microseconds: $0) }
        plot.xAxis(self.xTicks, "Seconds")
        self.draw(seen, "second", "p99", \.p99, on: &plot, y)
        self.draw(seen, "first", "p50", \.p50, on: &plot, y)
        plot.dot("second", Plot.width - 118, 10, "p99")
        plot.text("legend", Plot.width - 109, 14, "p99")
        plot.dot("first", Plot.width - 64, 10, "p50")
        plot.text("legend", Plot.width - 55, 14, "p50")
        return plot.svg
    }

    private func draw(
        _ intervals: [Measurement.Interval],
        _ style: String,
        _ name: String,
        _ value: (Measurement.Interval) -> UInt64,
        on plot: inout Plot,
        _ y: Scale
    ) {
        let points = intervals.map { interval in
            (
                x: self.x.position(interval.end - interval.seconds / 2),
                y: y.position(Double(value(interval)) / 1000)
            )
        }
        plot.curve(style, points)
        guard points.count <= Self.maximum / 2 else { return }
        for (point, interval) in zip(points, intervals) {
            plot.dot(style, point.x, point.y, "\(name): \(Figure.time(value(interval)))")
        }
    }

    /// The intervals, some of them as one if there are many.
    private func grouped() -> [(end: Double, seconds: Double, count: UInt64)] {
        let size = (self.intervals.count + Self.maximum - 1) / Self.maximum
        return stride(from: 0, to: self.intervals.count, by: max(1, size)).map { start in
            let group = self.intervals[start..<min(self.intervals.count, start + size)]
            return (
                end: group.last?.end ?? 0,
                seconds: group.reduce(0) { $0 + $1.seconds },
                count: group.reduce(0) { $0 + $1.count }
            )
        }
    }
}
