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

/// The page that `--report` writes: one file that needs nothing else.
struct ReportPage {
    let result: BenchResult
    let measurement: Measurement
    let date: Date

    /// The page.
    func html() -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(self.result.title.escapingHTML())</title>
        <style>
        \(Self.style)
        </style>
        </head>
        <body>
        <main>
        <header>
        <h1>\(self.result.title.escapingHTML())</h1>
        <p>\(self.result.settingsLine.escapingHTML())</p>
        </header>
        \(self.remarks)\(self.tiles)
        \(self.charts)
        \(self.figures)
        <footer>Measured by <code>ws bench</code> of swift-websockets, \(self.dateText).</footer>
        </main>
        </body>
        </html>

        """
    }

    private var dateText: String {
        let text = self.date.formatted(.iso8601)
        let time = text.prefix(16).replacing("T", with: " ")
        return "<time datetime=\"\(text)\">\(time) UTC</time>"
    }

    // MARK: Parts

    private var remarks: String {
        let errors = self.result.errorMessages
        var html = self.result.remarks.map { "<p class=\"note\">\($0.escapingHTML())</p>\n" }.joined()
        if !errors.isEmpty {
            let items = errors.map { "<li>\($0.escapingHTML())</li>" }.joined()
            let count = Figure.count(self.result.errors, "error")
            html += "<div class=\"note bad\"><strong>\(count)</strong><ul>\(items)</ul></div>\n"
        }
        return html
    }

    /// The figures that one looks for first.
    private var tiles: String {
        var tiles: [(name: String, value: String)] = []
        if let perSecond = self.result.messagesPerSecond, perSecond > 0 {
            tiles.append(("\(self.result.pluralName) per second", Figure.count(perSecond.rounded())))
        } else {
            tiles.append((self.result.pluralName, Figure.count(Double(self.result.messages))))
        }
        if let latency = self.result.latency {
            tiles.append(("\(self.result.latencyName), median", Figure.time(microseconds: latency.p50)))
            tiles.append(("\(self.result.latencyName), p99", Figure.time(microseconds: latency.p99)))
        }
        if let perMessage = self.result.server?.cpuPerMessage {
            tiles.append(("server CPU per \(self.result.messagesName)", Figure.number(perMessage) + " µs"))
        }
        if self.result.mode == .idle, let memory = self.result.server?.residentBytesPerConnection, memory > 0 {
            tiles.append(("server memory per connection", Figure.bytes(memory)))
        }
        let items = tiles.map { tile in
            "<div><b>\(tile.value.escapingHTML())</b><span>\(tile.name.escapingHTML())</span></div>"
        }
        return "<section class=\"tiles\">\n\(items.joined(separator: "\n"))\n</section>"
    }

    private var charts: String {
        var figures: [String] = []
        func add(_ title: String, _ svg: String) {
            figures.append("<section>\n<h2>\(title.escapingHTML())</h2>\n\(svg)\n</section>")
        }
        let name = self.result.latencyName
        if let svg = LatencyPlot(histogram: self.measurement.latencies, name: name).svg() {
            add("\(name) by percentile", svg)
        }
        if self.measurement.latencies.count > 0, self.result.mode != .idle,
            let plots = TimePlots(self.measurement.intervals)
        {
            let plural = self.result.pluralName
            add("\(plural.capitalizedFirst) over time", plots.rate(plural.capitalizedFirst))
            add("\(name) over time", plots.latency(name))
        }
        return figures.joined(separator: "\n")
    }

    private var figures: String {
        let rows = self.result.rows.map { ($0.name, $0.value.replacing("   ", with: " · ")) }
        let settings = [
            ("Mode", self.result.mode.rawValue),
            ("URL", self.result.url),
            ("Connections", Figure.count(Double(self.result.connections))),
            ("Groups", Figure.count(Double(self.result.groups))),
            ("Message", "\(self.result.kind), \(Figure.bytes(Double(self.result.size)))"),
            ("Under way at a time", Figure.count(Double(self.result.depth))),
            ("Offered", self.result.offeredPerSecond.map { Figure.count($0) + "/s" } ?? "as fast as answers come"),
            ("Event loops", "\(self.result.loops)"),
            ("Measured time", Figure.seconds(Figure.tenths(self.result.seconds))),
        ]
        return """
            <section>
            <h2>Figures</h2>
            \(Self.table(rows))
            </section>
            <section>
            <h2>Settings</h2>
            \(Self.table(settings.filter { self.result.mode.uses($0.0) }))
            </section>
            """
    }

    private static func table(_ rows: [(String, String)]) -> String {
        let items = rows.map { "<tr><th>\($0.0.escapingHTML())</th><td>\($0.1.escapingHTML())</td></tr>" }
        return "<table>\n\(items.joined(separator: "\n"))\n</table>"
    }
}

extension BenchMode {
    /// Whether a setting matters in this mode.
    fileprivate func uses(_ setting: String) -> Bool {
        switch (self, setting) {
        case (.connect, "Message"), (.idle, "Message"): false
        case (.connect, "Under way at a time"), (.idle, "Under way at a time"): false
        case (.rate, "Under way at a time"): false
        case (.connect, "Offered"), (.idle, "Offered"): false
        default: true
        }
    }
}

extension BenchResult {
    /// What is counted, several of it.
    fileprivate var pluralName: String {
        switch self.mode {
        case .echo, .rate: "answers"
        case .fanout: "deliveries"
        case .connect, .idle: "connections"
        }
    }
}

extension String {
    fileprivate var capitalizedFirst: String {
        self.prefix(1).uppercased() + self.dropFirst()
    }
}
