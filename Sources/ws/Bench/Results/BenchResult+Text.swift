//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension BenchResult {
    /// What was done, in a few words.
    var title: String {
        let what =
            switch self.mode {
            case .echo: "Echo"
            case .connect: "Opening handshakes"
            case .idle: "Idle connections"
            case .fanout: "Fan-out"
            case .rate: "Echo at a fixed rate"
            }
        return "\(what) at \(self.url)"
    }

    /// The settings, in a line.
    var settingsLine: String {
        let connections = Figure.count(self.connections, "connection")
        let messages = "\(self.kind) messages of \(Figure.bytes(Double(self.size)))"
        let parts =
            switch self.mode {
            case .echo: [connections, messages, "\(self.depth) under way on each"]
            case .connect: ["\(connections) under way at a time"]
            case .idle: [connections]
            case .fanout where self.groups > 1:
                [
                    "\(connections) in \(Figure.count(Double(self.groups))) groups", messages,
                    "\(Figure.count(self.depth, "publication")) under way in each",
                ]
            case .fanout: [connections, messages, "\(Figure.count(self.depth, "publication")) under way"]
            case .rate:
                [
                    connections, messages,
                    "\(Figure.count(self.offeredPerSecond ?? 0)) offered per second",
                ]
            }
        let compression = self.isCompressed ? [self.hasContextTakeover ? "compressed" : "compressed one by one"] : []
        let time = self.seconds > 0 ? [Figure.seconds(Figure.tenths(self.seconds))] : []
        return (parts + compression + [Figure.count(self.loops, "event loop")] + time).joined(separator: ", ")
    }

    /// The figures, each with its name.
    var rows: [(name: String, value: String)] {
        var rows: [(String, String)] = []
        let count = Figure.count(Double(self.messages))
        if let perSecond = self.messagesPerSecond {
            let data = self.megabytesPerSecond.map { "   \(Figure.number($0)) MB/s" } ?? ""
            rows.append((self.countName, "\(count)   \(Figure.count(perSecond.rounded()))/s\(data)"))
        } else {
            rows.append((self.countName, count))
        }
        if self.seconds == 0 {
            rows[0].1 = "none, as it ended before anything was measured"
        }
        if let onWire = self.wireBytesPerMessage, self.isCompressed {
            let share = Figure.percent(onWire / Double(max(1, self.size)))
            rows.append(("Sent", "\(Figure.bytes(onWire)) per message with its header, \(share) of its size"))
        }
        if let latency {
            let values = latency.named.map { "\($0.name) \(Figure.time(microseconds: $0.value))" }
            rows.append((self.latencyName, values.joined(separator: "   ")))
        }
        if let server {
            rows += server.rows(self.messagesName)
        }
        if let share = self.generator.cpuShare {
            let loops = self.loops == 1 ? "its loop" : "its \(self.loops) loops"
            rows.append(
                (
                    "Generator CPU",
                    "\(Figure.decimal(self.generator.cpuSeconds, 2)) s   \(Figure.percent(share)) of \(loops)"
                )
            )
        }
        rows.append(("Errors", self.errors == 0 ? "none" : Figure.count(Double(self.errors))))
        return rows
    }

    /// What one should know to judge the figures; sentences.
    var remarks: [String] {
        var remarks: [String] = []
        if self.generator.isBottleneck {
            remarks.append(
                self.server == nil
                    ? "The generator was always busy and may have been the bottleneck. Try more --loops, or run it on "
                        + "another machine; --pid shows whether the server was busy, too."
                    : "The generator was the bottleneck: it was always busy, while the server was not. Try more --loops, "
                        + "or run it on another machine."
            )
        }
        if !self.hasKeptRate, let offered = self.offeredPerSecond, let answered = self.messagesPerSecond {
            remarks.append(
                "Of \(Figure.count(offered)) messages that were due per second, \(Figure.count(answered.rounded())) were "
                    + "answered; the latencies of the rest are not among the figures, and are larger."
            )
        }
        return remarks
    }

    /// Whether the server answered what was offered, as far as that matters; true of other modes.
    var hasKeptRate: Bool {
        guard let offered = self.offeredPerSecond, let answered = self.messagesPerSecond else { return true }
        // What comes at the very end is answered after it.
        return answered >= 0.99 * offered - 10 / max(self.seconds, 0.1)
    }

    /// What the messages of this mode are.
    var messagesName: String {
        switch self.mode {
        case .echo, .rate: "answer"
        case .fanout: "delivery"
        case .connect, .idle: "connection"
        }
    }

    private var countName: String {
        switch self.mode {
        case .echo, .rate: "Answers"
        case .fanout: "Deliveries"
        case .connect: "Opened and closed"
        case .idle: "Connections"
        }
    }

    /// What the latencies are of.
    var latencyName: String {
        switch self.mode {
        case .echo, .fanout: "Latency"
        case .rate: "Latency since due"
        case .connect: "Handshake"
        case .idle: "Echo afterwards"
        }
    }
}

extension BenchResult.Latency {
    /// The figures with their names, in microseconds.
    var named: [(name: String, value: Double)] {
        [
            ("p50", self.p50), ("p90", self.p90), ("p99", self.p99), ("p99.9", self.p999), ("max", self.max),
            ("mean", self.mean),
        ]
    }
}

extension BenchResult.Server {
    fileprivate func rows(_ messagesName: String) -> [(String, String)] {
        var cpu = "\(Figure.decimal(self.cpuSeconds, 2)) s"
        if let share = self.cpuShare {
            cpu += "   \(Figure.percent(share)) of a core"
        }
        if let perMessage = self.cpuPerMessage, let user = self.userPerMessage {
            cpu += "   \(Figure.number(perMessage)) µs per \(messagesName) (user \(Figure.number(user)) µs)"
        }
        var memory =
            "\(Figure.bytes(Double(self.residentBytes)))   \(Figure.bytes(Double(self.residentBytesBefore))) before"
        if let perConnection = self.residentBytesPerConnection, perConnection > 0 {
            memory += "   \(Figure.bytes(perConnection)) per connection"
        }
        return [("Server CPU", cpu), ("Server memory", memory)]
    }
}

extension BenchResult {
    /// The result for people.
    func text() -> String {
        let rows = self.rows
        let width = rows.map(\.name.count).max() ?? 0
        var lines = [self.title, self.settingsLine, ""]
        for row in rows {
            lines.append("  \(row.name)\(String(repeating: " ", count: width + 3 - row.name.count))\(row.value)")
        }
        lines += self.errorMessages.map { "    \($0)" }
        if !self.remarks.isEmpty {
            lines += [""] + self.remarks
        }
        return lines.map { $0.escapingControls() + "\n" }.joined()
    }
}
