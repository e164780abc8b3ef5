//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// Runs every case of the Autobahn Testsuite's fuzzing server, and has it write its report.
///
/// Usage: `autobahn-client URL AGENT [async | fast [ROOT]]`
@main
struct AutobahnClient {
    let url: String
    let agent: String
    let usesFastLane: Bool
    let dialer: Dialer

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let url = arguments.first, let agent = arguments.dropFirst().first else {
            print("Usage: autobahn-client URL AGENT [async | fast [ROOT]]")
            return
        }
        var configuration = WebSocket.Configuration()
        configuration.maxMessageSize = 32 << 20
        configuration.maxFragments = 1 << 20
        var dialer = Dialer(compression: .enabled, configuration: configuration)
        if arguments.count == 4 {
            dialer.tls.roots = try .only(file: arguments[4])
        }
        let client = AutobahnClient(
            url: url,
            agent: agent,
            usesFastLane: arguments.contains("fast"),
            dialer: dialer
        )
        try await client.run()
    }

    func run() async throws {
        let answer = try await self.dialer.connect(to: "\(self.url)/getCaseCount") { try await $0.receive() }
        guard case .text(let text) = answer, let count = Int(text), count > 0 else {
            throw NoFuzzingServer(answer: answer)
        }
        for number in 1...count {
            // Most cases end the connection in unkind ways; the report judges them.
            try? await self.runCase(number)
        }
        try await self.dialer.connect(to: "\(self.url)/updateReports?agent=\(self.agent)") { socket in
            for try await _ in socket {}
        }
    }

    func runCase(_ number: Int) async throws {
        let url = "\(self.url)/runCase?case=\(number)&agent=\(self.agent)"
        try await self.dialer.connect(to: url) { [usesFastLane] socket in
            if usesFastLane {
                try await socket.forEachMessage { message, socket in try socket.enqueue(message) }
            } else {
                for try await message in socket {
                    try await socket.send(message)
                }
            }
        }
    }
}

struct NoFuzzingServer: Error, CustomStringConvertible {
    let answer: WebSocket.Message

    var description: String { "The server does not say how many cases it has, but '\(self.answer)'." }
}
