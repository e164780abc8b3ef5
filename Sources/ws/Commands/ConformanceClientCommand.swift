//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// `ws conformance-client`: lets Autobahn's fuzzing server test the client.
///
/// Of no use for anything else, so it is not listed.
struct ConformanceClientCommand: Subcommand {
    static let name = "conformance-client"
    static let summary: String? = nil
    static let usage = """
        Usage: ws conformance-client URL --agent NAME [--fast]

        Runs every case of the Autobahn fuzzing server at URL, offering compression, and has it write its report.

        Options:
          --agent NAME   The name in the report: letters, digits, '-' and '_'
          --fast         Echo in the fast lane

        """

    private var url = ""
    private var agent = ""
    private var usesFastLane = false
    private let dialer = Dialer(compression: .enabled, configuration: .conformance)

    init(_ arguments: inout ArgumentReader) throws(ArgumentProblem) {
        while let argument = try arguments.next() {
            switch argument {
            case .option("--agent"): self.agent = try arguments.value(of: "--agent")
            case .option("--fast"): self.usesFastLane = true
            case .option(let name): throw .wrong("There is no option '\(name)'.")
            case .operand(let url) where self.url.isEmpty: self.url = url
            case .operand(let operand): throw .wrong("'\(operand)' is one argument too many.")
            }
        }
        guard !self.url.isEmpty, !self.agent.isEmpty else {
            throw .wrong("It needs a URL and an agent.")
        }
        // It becomes part of URLs.
        guard self.agent.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") })
        else {
            throw .wrong("'\(self.agent)' does not suit as a name.")
        }
    }

    func run() async -> ExitStatus {
        do {
            for number in 1...(try await self.caseCount()) {
                // Most cases end the connection in unkind ways; the report judges them.
                try? await self.runCase(number)
            }
            try await self.dialer.connect(to: "\(self.url)/updateReports?agent=\(self.agent)") { socket in
                for try await _ in socket {}
            }
            return .success
        } catch {
            StandardStream.error.writeLine("ws: \(error)")
            return .failure
        }
    }

    private func caseCount() async throws -> Int {
        let message = try await self.dialer.connect(to: "\(self.url)/getCaseCount") { try await $0.receive() }
        guard case .text(let text) = message, let count = Int(text), count > 0 else {
            throw ConformanceServerError(answer: message)
        }
        return count
    }

    private func runCase(_ number: Int) async throws {
        let url = "\(self.url)/runCase?case=\(number)&agent=\(self.agent)"
        let usesFastLane = self.usesFastLane
        try await self.dialer.connect(to: url) { socket in
            if usesFastLane {
                try await socket.echoInPlace()
            } else {
                try await socket.echo()
            }
        }
    }
}

/// A fuzzing server that does not say how many cases it has.
private struct ConformanceServerError: Error, CustomStringConvertible {
    let answer: Message

    var description: String {
        "The server does not say how many cases it has, but '\(self.answer)'."
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
