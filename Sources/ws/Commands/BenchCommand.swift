//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import WebSockets

/// `ws bench`: puts a server under load and measures it.
struct BenchCommand: Subcommand {
    static let name = "bench"
    static let summary: String? = "Put a WebSocket server under load and measure it"
    static let usage = """
        Usage: ws bench MODE URL [OPTIONS]

        """

    private var settings = BenchSettings()
    private var isJSON = false
    private var isQuiet = false
    private var report: String?

    init(_ arguments: inout ArgumentReader) throws(ArgumentProblem) {
        var operands: [String] = []
        var connections: Int?
        while let argument = try arguments.next() {
            switch argument {
            case .option(let name) where name == "--connections" || name == "-c":
                connections = try arguments.number(of: name, in: 1...1_000_000)
            case .option("--size"): self.settings.size = try arguments.number(of: "--size", in: 0...(16 << 20))
            case .option("--depth"): self.settings.depth = try arguments.number(of: "--depth", in: 1...65_536)
            case .option("--rate"): self.settings.rate = try arguments.number(of: "--rate", in: 1...100_000_000)
            case .option("--duration"):
                self.settings.duration = try arguments.seconds(of: "--duration", in: 0.1...86_400)
            case .option("--warmup"): self.settings.warmup = try arguments.seconds(of: "--warmup", in: 0...86_400)
            case .option("--text"): self.settings.kind = .text
            case .option("--binary"): self.settings.kind = .binary
            case .option("--compression"):
                throw .wrong("--compression is not supported yet: the client cannot compress.")
            case .option("--loops"): self.settings.loops = try arguments.number(of: "--loops", in: 1...1024)
            case .option("--spread"): self.settings.spread = try arguments.number(of: "--spread", in: 1...254)
            case .option("--pid"):
                self.settings.pids.append(try arguments.number(of: "--pid", in: 1...Int(Int32.max)))
            case .option("--json"): self.isJSON = true
            case .option("--report"): self.report = try arguments.value(of: "--report")
            case .option("--quiet"): self.isQuiet = true
            case .option(let name): throw .wrong("There is no option '\(name)'.")
            case .operand(let operand): operands.append(operand)
            }
        }
        try self.take(operands)
        self.settings.connections = connections ?? (self.settings.mode == .idle ? 1000 : 100)
    }

    private mutating func take(_ operands: [String]) throws(ArgumentProblem) {
        let modes = BenchMode.allCases.map(\.rawValue).joined(separator: ", ")
        guard let name = operands.first else { throw .wrong("What to measure? Give a mode: \(modes).") }
        guard let mode = BenchMode(rawValue: name) else {
            throw .wrong("There is no mode '\(name)', but \(modes).")
        }
        guard operands.count > 1 else { throw .wrong("Where is the server? Give a URL.") }
        guard operands.count == 2 else { throw .wrong("'\(operands[2])' is one argument too many.") }
        self.settings.mode = mode
        self.settings.url = operands[1]
    }

    func run() async -> ExitStatus {
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
            StandardStream.output.write(try result.json())
        } catch {
            StandardStream.error.writeLine("ws: \(error)")
            return .failure
        }
        return errors.count == 0 ? .success : .failure
    }
}
