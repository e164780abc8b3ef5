//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import LoopbackSupport
import Testing
import WebSockets
import ws

/// What `ws bench --json` said.
struct BenchAnswer {
    let status: Int32
    let result: BenchResult
    /// The object's keys as they are written.
    let keys: Set<String>

    /// Runs `ws bench` briefly, and again for longer if the machine is too busy for the messages that are wanted.
    ///
    /// - Parameters:
    ///   - mode: What to measure.
    ///   - url: The server.
    ///   - options: Further options; they override the brief ones.
    ///   - messages: How many messages are wanted, unless the run fails.
    ///   - sourceLocation: Where a failure is reported.
    /// - Throws: Why it could not be run, or what is wrong with its output.
    init(
        _ mode: BenchMode,
        _ url: String,
        _ options: String...,
        wanting messages: Int = 1,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await self.init(mode, url, options: options, wanting: messages, sourceLocation: sourceLocation)
    }

    /// Runs `ws bench` with an array of options.
    init(
        _ mode: BenchMode,
        _ url: String,
        options: [String],
        wanting messages: Int = 1,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        var answer = try await Self.run(mode, url, ["--duration", "0.1"] + options, sourceLocation)
        for duration in ["1", "10"] where answer.status == 0 && answer.result.messages < messages {
            answer = try await Self.run(mode, url, options + ["--duration", duration], sourceLocation)
        }
        self = answer
    }

    private static func run(
        _ mode: BenchMode,
        _ url: String,
        _ options: [String],
        _ sourceLocation: SourceLocation
    ) async throws -> BenchAnswer {
        let brief = ["--warmup", "0.02", "-c", "4", "--json"]
        let process = try await CommandProcess.run(["bench", mode.rawValue, url] + brief + options)
        #expect(!process.errors.contains("ws: "), sourceLocation: sourceLocation)
        return try BenchAnswer(status: process.status, output: process.output, sourceLocation)
    }

    /// Reads what it said.
    init(status: Int32, output: String, _ sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(output.split(separator: "\n").count == 1, sourceLocation: sourceLocation)
        let data = Data(output.utf8)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        self.keys = Set(object.keys)
        self.status = status
        self.result = try JSONDecoder().decode(BenchResult.self, from: data)
    }

    /// Expects a run without a fault.
    func expectSuccess(sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(self.status == 0, sourceLocation: sourceLocation)
        #expect(self.result.errors == 0, sourceLocation: sourceLocation)
        #expect(self.result.errorMessages == [], sourceLocation: sourceLocation)
        #expect(self.result.messages > 0, sourceLocation: sourceLocation)
        let latency = try #require(self.result.latency, sourceLocation: sourceLocation)
        let ascending = [0, latency.p50, latency.p90, latency.p99, latency.p999, latency.max]
        #expect(zip(ascending, ascending.dropFirst()).allSatisfy { $0 <= $1 }, sourceLocation: sourceLocation)
        #expect(latency.mean > 0 && latency.mean <= latency.max, sourceLocation: sourceLocation)
    }

    /// Expects a run that found a fault.
    func expectFailure(_ message: String, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(self.status == 1, sourceLocation: sourceLocation)
        #expect(self.result.errors > 0, sourceLocation: sourceLocation)
        let messages = self.result.errorMessages
        #expect(messages.contains { $0.contains(message) }, "\(messages)", sourceLocation: sourceLocation)
    }
}

/// Runs a server that opens WebSockets at `/`, with `handler`.
///
/// - Parameters:
///   - handler: Serves a connection.
///   - compression: What it agrees to.
///   - body: Gets the server's URL.
/// - Throws: What `body` throws.
func withBenchTarget(
    _ handler: @escaping WebSocket.Handler,
    compression: WebSocket.Compression? = nil,
    _ body: @Sendable (_ url: String) async throws -> Void
) async throws {
    var configuration = WebSocket.Configuration()
    configuration.maxMessageSize = 32 << 20
    let server = HTTPServer(eventLoops: 1)
    server.webSocket("/", upgrader: Upgrader(compression: compression, configuration: configuration), handler)
    try await withServer(server) { try await body("ws://\($0)/") }
}
