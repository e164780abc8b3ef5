//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSocketProtocol
import WebSockets

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `ws bench`: puts a server under load and measures it.
struct BenchCommand: Subcommand {
    static let name = "bench"
    static let summary = "Put a WebSocket server under load and measure it"
    static let usage = """
        Usage: ws bench MODE URL [OPTIONS]

        Puts the WebSocket server at URL, such as ws://127.0.0.1:8080/echo, under load, checks every answer, and reports
        how many there were and how long they took.

        Modes:
          echo       Each connection sends a message and awaits its echo, then sends the next: as fast as the server can
          rate       Messages are sent at a fixed rate, whether or not the server keeps up, and awaited as in echo
          fanout     The first connection sends messages; the server must send each to all connections, this one included
          connect    Connections are opened, and closed with 1000
          idle       Connections are opened and left alone; then each is asked for an echo

        Options:
          -c, --connections N    The number of connections; for connect, how many at a time (100; idle: 1000)
          --size BYTES           The payload of a message (32)
          --depth N              Messages under way on each connection; for fanout, in each group (1)
          --groups N             For fanout: that many groups of connections, in each of which the first sends to all. In the
                                 URL {group} stands for the group's number, from 0 on (1)
          --rate N               For rate: messages per second, of all connections together (10000)
          --duration SECONDS     The measured time (5)
          --warmup SECONDS       The time before it, which is not measured (1)
          --text, --binary       The kind of the messages (binary)
          --loops N              The generator's event loops, each a thread (1)
          --spread N             Connect to N addresses in turns: 127.0.0.1, 127.0.0.2 and so on. The server must listen
                                 at 0.0.0.0. More than 28,000 connections are spread by themselves, as one address does
                                 not have the ports
          --pid PID              A process of the server, whose CPU time and memory are reported; may be repeated
          --compression          Ask for compressed messages, and compress those that are sent
          --no-context-takeover  With --compression, ask that no message refers to earlier ones, and send none that does
          --insecure             For a wss URL, trust the server whatever its certificate
          --json                 Print one JSON object and nothing else
          --report FILE.html     Write a page with charts
          --quiet                Show no progress, which is shown at terminals only

        In the mode rate a latency counts from the time at which its message was due, not from when it could be sent. So
        if the server stalls for a second, all messages of that second count with what they had to wait. In the other
        modes a stall delays the next messages, and counts once for each connection: that shows how fast a server can
        be, but hides what users would wait. Sending is exact to about 0.1 ms, which is part of the latency.

        Figures of the server's memory are the share that belongs to its processes (Pss) where the system tells it.
        idle compares it before the first connection and after the last, when --warmup and --duration have passed.

        The generator is called the bottleneck if its loops were busy for 95 % of the time and the server was not. Then
        use more --loops, or another machine.

        Other users of this machine can see the arguments of a process, and with them a password in the URL. Output and
        reports have the URL without user name and password, and with <hidden> in place of its query.

        When the time is over, connect waits for the connections that are being opened and closed: an opening may take 10
        seconds, and a close 5. In echo, rate and fanout the last answers may take 5 seconds.

        Ctrl-C ends a run and reports what was measured until then; a second Ctrl-C does not wait for that.

        Exit status: 0 if every answer was right, 1 if not or if there was none, 2 if the command was called wrongly.

        """

    private var settings = BenchSettings()
    private var isJSON = false
    private var isQuiet = false
    private var report: String?

    init(_ arguments: inout ArgumentReader) throws(ArgumentProblem) {
        var operands: [Secret] = []
        var connections: Int?
        var depth: Int?
        var rate: Int?
        while let argument = try arguments.next() {
            switch argument {
            case .option(let name) where name == "--connections" || name == "-c":
                connections = try arguments.number(of: name, in: 1...1_000_000)
            case .option("--size"): self.settings.size = try arguments.number(of: "--size", in: 0...(16 << 20))
            case .option("--depth"): depth = try arguments.number(of: "--depth", in: 1...65_536)
            case .option("--groups"): self.settings.groups = try arguments.number(of: "--groups", in: 1...1_000_000)
            case .option("--rate"): rate = try arguments.number(of: "--rate", in: 1...100_000_000)
            case .option("--duration"):
                self.settings.duration = try arguments.seconds(of: "--duration", in: 0.1...86_400)
            case .option("--warmup"): self.settings.warmup = try arguments.seconds(of: "--warmup", in: 0...86_400)
            case .option("--text"): self.settings.kind = .text
            case .option("--binary"): self.settings.kind = .binary
            case .option("--compression"): self.settings.compresses = true
            case .option("--insecure"): self.settings.trustsAnybody = true
            case .option("--no-context-takeover"): self.settings.hasContextTakeover = false
            case .option("--loops"): self.settings.loops = try arguments.number(of: "--loops", in: 1...1024)
            case .option("--spread"): self.settings.spread = try arguments.number(of: "--spread", in: 1...254)
            case .option("--pid"):
                self.settings.pids.append(try arguments.number(of: "--pid", in: 1...Int(Int32.max)))
            case .option("--json"): self.isJSON = true
            case .option("--report"): self.report = try arguments.path(of: "--report")
            case .option("--quiet"): self.isQuiet = true
            case .option(let name): throw .wrong("There is no option '\(name)'.")
            case .operand(let operand): operands.append(operand)
            }
        }
        try self.take(operands)
        guard depth == nil || [.echo, .fanout].contains(self.settings.mode) else {
            throw .wrong("--depth is for echo and fanout.")
        }
        guard rate == nil || self.settings.mode == .rate else { throw .wrong("--rate is for rate.") }
        self.settings.depth = depth ?? self.settings.depth
        self.settings.rate = rate ?? self.settings.rate
        self.settings.connections = connections ?? (self.settings.mode == .idle ? 1000 : 100)
        try self.check()
    }

    private mutating func take(_ operands: [Secret]) throws(ArgumentProblem) {
        let modes = BenchMode.allCases.map(\.rawValue).joined(separator: ", ")
        guard let name = operands.first else { throw .wrong("What to measure? Give a mode: \(modes).") }
        guard let mode = BenchMode(rawValue: name.reveal()) else {
            throw .wrong("There is no such mode, but \(modes).")
        }
        guard operands.count == 2 else {
            throw .wrong("Where is the server? Give one URL, not \(operands.count - 1).")
        }
        self.settings.mode = mode
        self.settings.url = operands[1]
    }

    /// Checks that the settings go together.
    private func check() throws(ArgumentProblem) {
        let (groups, connections) = (self.settings.groups, self.settings.connections)
        guard groups == 1 || self.settings.mode == .fanout else { throw .wrong("--groups is for fanout.") }
        guard connections.isMultiple(of: groups) else {
            throw .wrong("\(connections) connections cannot be divided into \(groups) groups.")
        }
        guard self.settings.compresses || self.settings.hasContextTakeover else {
            throw .wrong("--no-context-takeover goes with --compression.")
        }
        let url: WebSocketURL
        do {
            url = try WebSocketURL(self.settings.url(ofConnection: 0))
        } catch {
            throw .wrong("Cannot dial: \(error)")
        }
        guard url.isSecure || !self.settings.trustsAnybody else {
            throw .wrong("--insecure has no effect on a ws URL.")
        }
        guard self.settings.spread ?? 1 == 1 || self.settings.isLoopback else {
            throw .wrong("--spread needs a URL whose host is \(BenchSettings.loopback).")
        }
    }

    func run() async -> ExitStatus {
        StandardStream.error.writeWarnings(Dialer.ProxySelection.environmentWarnings)
        let errors = ErrorLog()
        let progress = ProgressLine(isQuiet: self.isQuiet)
        let run = BenchRun(settings: self.settings, errors: errors, progress: progress)
        let interruptions = Interruptions()
        let running = Task { await run.run() }
        interruptions.heed { running.cancel() }
        let measurement = await running.value
        interruptions.cancel()
        progress.clear()
        let result = BenchResult(self.settings, measurement, errors)
        do {
            StandardStream.output.write(self.isJSON ? try result.json() : result.text())
            if let report {
                let page = ReportPage(result: result, measurement: measurement, date: .now)
                try Data(page.html().utf8).write(to: URL(filePath: report))
            }
        } catch {
            StandardStream.error.writeLine("ws: The report could not be written: \(error)")
            return .failure
        }
        // Without a measured time it has been interrupted before there was anything to report.
        return result.errors == 0 && result.seconds > 0 && result.messages > 0 ? .success : .failure
    }
}
