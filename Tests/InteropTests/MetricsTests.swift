//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

/// Our metrics and Prometheus' library.
@Suite("Metrics for Prometheus", .timeLimit(.minutes(1)))
struct MetricsTests {
    @Test("every metric is understood, with its type, its labels and its value")
    func understood() async throws {
        var configuration = HTTPServer.Configuration()
        configuration.eventLoops = 2
        configuration.webSocket.pingInterval = .milliseconds(10)
        configuration.webSocket.messageRate = WebSocket.RateLimit(perSecond: 1, burst: 2)
        let server = HTTPServer(configuration: configuration)
        server.metrics()
        server.webSocket("/") { socket in
            for try await message in socket { try await socket.send(message) }
        }
        try await withServer(server) { address in
            let socket = try await Dialer().dial("ws://\(address)/")
            while server.metrics.pingLatency.count == 0 { await Task.yield() }
            try await socket.close(code: CloseCode(rawValue: 4321))
            let limited = try await Dialer().dial("ws://\(address)/")
            for _ in 0..<3 { try await limited.send("too many") }
            await #expect(throws: WebSocket.Error.self) { while true { _ = try await limited.receive() } }
            let text = try await ChildProcess.run("curl", ["--silent", "--noproxy", "*", "http://\(address)/metrics"])
                .output
            let reports = try await PythonPeer.readMetrics(text)
            let values = Dictionary(reports.map { ($0.name, $0.value) }) { first, _ in first }
            func value(_ name: String) -> String? { values["websocket_server_" + name] ?? nil }
            #expect(value("connections_open") == "gauge")
            #expect(value("connections") == "counter")
            #expect(value("connections_total{}") == "3.0")
            #expect(value("handshakes_total{status=101}") == "2.0")
            #expect(value("closed_total{code=4xxx}") == "1.0")
            #expect(value("limited_total{limit=message_rate}") == "1.0")
            #expect(value("messages_sent_total{}") == "2.0")
            #expect(value("ping_latency_seconds") == "histogram")
            let count = try #require(value("ping_latency_seconds_count{}"))
            #expect(value("ping_latency_seconds_bucket{le=+Inf}") == count)
            // Every metric says what it is.
            #expect(reports.allSatisfy { $0.ok != false })
            #expect(reports.count { $0.ok == true } == text.split(separator: "\n").count { $0.hasPrefix("# HELP") })
            #expect(!reports.contains { $0.value == "unknown" })
        }
    }
}
