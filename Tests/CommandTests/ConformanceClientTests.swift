//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("ws conformance-client", .timeLimit(.minutes(1)))
struct ConformanceClientTests {
    /// A fuzzing server with three cases, the second of which breaks off.
    private func makeServer(_ log: AsyncStream<String>.Continuation) -> HTTPServer {
        let server = HTTPServer(eventLoops: 1)
        let upgrader = Upgrader()
        server.webSocket("/getCaseCount") { try await $0.send("3") }
        server.get("/runCase") { request in
            let query = request.query ?? ""
            return try upgrader.upgrade(request) { socket in
                if query.hasPrefix("case=2") {
                    socket.closeNow()
                    log.yield("\(query): broken off")
                } else {
                    try await socket.send("echo this")
                    let answer = try await socket.receive()
                    log.yield("\(query): \(answer)")
                }
            }
        }
        server.get("/updateReports") { request in
            let query = request.query ?? ""
            return try upgrader.upgrade(request) { _ in
                log.yield("report \(query)")
                log.finish()
            }
        }
        return server
    }

    @Test("every case is run, whatever becomes of one, and then the report is asked for", arguments: [[], ["--fast"]])
    func runsAllCases(options: [String]) async throws {
        let (log, continuation) = AsyncStream<String>.makeStream()
        try await withServer(self.makeServer(continuation)) { address in
            let result = try await CommandProcess.run(
                ["conformance-client", "ws://\(address)", "--agent", "a-1"] + options
            )
            #expect(result.status == 0)
            #expect(result.errors == "")
        }
        var lines: [String] = []
        for await line in log { lines.append(line) }
        let expected = [
            #"case=1&agent=a-1: text("echo this")"#, "case=2&agent=a-1: broken off",
            #"case=3&agent=a-1: text("echo this")"#, "report agent=a-1",
        ]
        #expect(lines == expected)
    }

    @Test("a server that is none is a failure")
    func noFuzzingServer() async throws {
        let server = HTTPServer(eventLoops: 1)
        server.webSocket("/getCaseCount") { try await $0.send("many") }
        try await withServer(server) { address in
            let result = try await CommandProcess.run(["conformance-client", "ws://\(address)", "--agent", "a"])
            #expect(result.status == 1)
            #expect(result.errors.hasPrefix("ws: The server does not say how many cases it has"))
        }
    }
}
