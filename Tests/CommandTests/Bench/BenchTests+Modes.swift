//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing
import WebSockets
import ws

extension BenchTests {
    @Suite("Modes and output", .timeLimit(.minutes(1)))
    struct ModeTests {
        private static let echo: WebSocket.Handler = { socket in
            for try await message in socket { try await socket.send(message) }
        }

        // MARK: Modes

        @Test("echo counts answers and tells the settings and figures by their names")
        func echo() async throws {
            try await withBenchTarget(Self.echo) { url in
                let answer = try await BenchAnswer(.echo, url, "--pid", "\(getpid())")
                try answer.expectSuccess()
                let result = answer.result
                #expect(result.mode == .echo)
                #expect(result.url == url)
                #expect(result.connections == 4)
                #expect(result.size == 32)
                #expect(result.depth == 1)
                #expect(result.kind == "binary")
                #expect(result.loops == 1)
                #expect(result.seconds == 0.1)
                let perSecond = try #require(result.messagesPerSecond)
                #expect(abs(perSecond - Double(result.messages) / 0.1) < 1)
                let megabytes = try #require(result.megabytesPerSecond)
                #expect(abs(megabytes - perSecond * 32 / 1e6) < 0.001)
                // A header of two bytes and a masking key.
                #expect(result.wireBytesPerMessage == 38)
                #expect(result.generator.cpuSeconds > 0)
                let server = try #require(result.server)
                #expect(server.residentBytes > 0 && server.residentBytesBefore > 0)
                #expect(abs(server.cpuSeconds - server.userSeconds - server.systemSeconds) < 0.01)
                #expect(
                    answer.keys == [
                        "mode", "url", "connections", "size", "depth", "groups", "kind", "isCompressed",
                        "hasContextTakeover",
                        "loops", "seconds", "messages", "messagesPerSecond", "megabytesPerSecond",
                        "wireBytesPerMessage", "latency", "errors", "errorMessages", "server", "generator",
                    ]
                )
            }
        }

        @Test(
            "compressed messages are sent where the server agrees, and take less on the wire",
            arguments: ["--compression", "--no-context-takeover"]
        )
        func compression(option: String) async throws {
            try await withBenchTarget(Self.echo, compression: .enabled) { url in
                // Longer than the others: to begin with, both ends of each connection make what it takes to compress.
                let answer = try await BenchAnswer(
                    .echo,
                    url,
                    "--text",
                    "--size",
                    "1000",
                    "--compression",
                    option,
                    "--duration",
                    "0.5"
                )
                try answer.expectSuccess()
                #expect(answer.result.isCompressed)
                #expect(answer.result.hasContextTakeover == (option == "--compression"))
                let size = try #require(answer.result.wireBytesPerMessage)
                #expect(size > 50 && size < 500)
            }
        }

        @Test("the keys of percentiles are p50, p90, p99 and p99.9")
        func percentileKeys() async throws {
            try await withBenchTarget(Self.echo) { url in
                let process = try await CommandProcess.run(
                    ["bench", "echo", url, "--duration=0.1", "--warmup=0", "--json"]
                )
                let object = try JSONSerialization.jsonObject(with: Data(process.output.utf8)) as? [String: Any]
                let latency = try #require(object?["latency"] as? [String: Any])
                #expect(Set(latency.keys) == ["p50", "p90", "p99", "p99.9", "max", "mean"])
            }
        }

        @Test(
            "echo works with every size, kind and depth",
            arguments: [
                ["--size", "0"], ["--size", "0", "--text", "--depth", "3"], ["--size", "1", "--text"],
                ["--size", "2", "--depth", "300"], ["--size", "3", "--text", "--depth", "2"],
                ["--size", "70000", "--text", "--depth", "4"],
                ["--size", "100000", "--depth", "4", "-c", "1", "--duration", "1"],
                ["--depth", "20", "--loops", "3"], ["--loops", "9", "-c", "1"],
            ]
        )
        func echoVariants(options: [String]) async throws {
            try await withBenchTarget(Self.echo) { url in
                let answer = try await BenchAnswer(.echo, url, options: options)
                try answer.expectSuccess()
                #expect(answer.result.kind == (options.contains("--text") ? "text" : "binary"))
            }
        }

        @Test("rate offers as many messages as were asked for", arguments: ["1", "3"])
        func rate(loops: String) async throws {
            try await withBenchTarget(Self.echo) { url in
                let answer = try await BenchAnswer(.rate, url, "--rate", "500", "--duration", "0.5", "--loops", loops)
                try answer.expectSuccess()
                #expect(answer.result.offeredPerSecond == 500)
                // On a busy machine answers come late: those of the warm-up, too.
                #expect((150...270).contains(answer.result.messages))
            }
        }

        @Test("rate counts latency from when a message was due, though the server had stalled")
        func coordinatedOmission() async throws {
            let stall = Duration.milliseconds(500)
            try await withBenchTarget { socket in
                var isFirst = true
                for try await message in socket {
                    if isFirst {
                        isFirst = false
                        try await Task.sleep(for: stall)
                    }
                    try await socket.send(message)
                }
            } _: { url in
                let answer = try await BenchAnswer(
                    .rate,
                    url,
                    "--rate",
                    "200",
                    "-c",
                    "1",
                    "--warmup",
                    "0",
                    "--duration",
                    "1"
                )
                try answer.expectSuccess()
                // The messages of half a second wait on average for half of it; with omission, only one would have waited.
                let latency = try #require(answer.result.latency)
                #expect(latency.max >= 490_000)
                #expect(latency.mean >= 60_000)
            }
        }

        @Test("fanout counts what all connections receive", arguments: ["1", "3"])
        func fanout(loops: String) async throws {
            try await withDemoServer { server, address in
                let answer = try await BenchAnswer(
                    .fanout,
                    "ws://\(address)/chat",
                    "-c",
                    "10",
                    "--depth",
                    "2",
                    "--loops",
                    loops,
                    "--pid",
                    "\(server.pid)",
                    wanting: 10
                )
                try answer.expectSuccess()
                #expect(answer.result.messages >= 10)
                #expect(answer.result.server != nil)
            }
        }

        @Test("fanout counts what the groups receive, each by itself", arguments: ["1", "3"])
        func groups(loops: String) async throws {
            try await withDemoServer { _, address in
                let url = "ws://\(address)/topics/{group}"
                let options = ["-c", "12", "--groups", "4", "--loops", loops]
                let answer = try await BenchAnswer(.fanout, url, options: options, wanting: 12)
                try answer.expectSuccess()
                #expect(answer.result.groups == 4)
                #expect(answer.result.messages >= 12)
            }
        }

        @Test("fanout finds out that groups hear each other")
        func mingled() async throws {
            try await withDemoServer { _, address in
                let url = "ws://\(address)/chat"
                let answer = try await BenchAnswer(.fanout, url, "-c", "4", "--groups", "2")
                #expect(answer.result.errors > 0)
            }
        }

        @Test("fanout works with empty messages, and text")
        func emptyFanout() async throws {
            try await withDemoServer { _, address in
                let url = "ws://\(address)/chat"
                try await BenchAnswer(.fanout, url, "--size", "0").expectSuccess()
                try await BenchAnswer(.fanout, url, "--text", "--depth", "3").expectSuccess()
            }
        }

        @Test("fanout finds out a server that does not relay")
        func noFanout() async throws {
            try await withBenchTarget { socket in
                for try await _ in socket {}
            } _: { url in
                let command = try CommandProcess(["bench", "fanout", url, "-c", "2", "--json"])
                defer { command.kill() }
                let answer = try BenchAnswer(status: await command.status(), output: await command.output.rest())
                answer.expectFailure("2 of 2 connections do not hear")
                #expect(answer.result.messages == 0)
            }
        }

        @Test("connect counts connections that were opened and closed")
        func connect() async throws {
            try await withBenchTarget(Self.echo) { url in
                let answer = try await BenchAnswer(.connect, url, "--loops", "2")
                try answer.expectSuccess()
                #expect(answer.result.megabytesPerSecond == nil)
            }
        }

        @Test("idle counts connections that still echo afterwards")
        func idle() async throws {
            try await withBenchTarget(Self.echo) { url in
                let answer = try await BenchAnswer(.idle, url, "-c", "50", "--loops", "2", "--pid", "\(getpid())")
                try answer.expectSuccess()
                #expect(answer.result.messages == 50)
                #expect(answer.result.messagesPerSecond == nil)
                #expect(answer.result.server?.cpuPerMessage == nil)
                #expect(answer.result.generator.isBottleneck == false)
            }
        }

        @Test("idle finds out connections that do not work any more")
        func brokenIdle() async throws {
            try await withBenchTarget { socket in
                for try await _ in socket { try await socket.send("What?") }
            } _: { url in
                let answer = try await BenchAnswer(.idle, url, "-c", "3")
                answer.expectFailure("did not echo a message, but sent something else")
                #expect(answer.result.errors == 3)
            }
        }

        // MARK: Output

        @Test("for people there is a table")
        func table() async throws {
            try await withBenchTarget(Self.echo) { url in
                let result = try await CommandProcess.run(
                    ["bench", "echo", url, "-c", "2", "--duration", "0.1", "--warmup", "0", "--pid", "\(getpid())"]
                )
                #expect(result.status == 0)
                #expect(!result.errors.contains("ws: "))
                #expect(result.output.hasPrefix("Echo at \(url)\n2 connections, binary messages of 32 B, "))
                for name in ["Answers", "Latency", "Server CPU", "Server memory", "Generator CPU", "Errors"] {
                    #expect(result.output.contains("\n  \(name) "))
                }
                for name in ["p50 ", "p90 ", "p99 ", "p99.9 ", "max ", "mean "] {
                    #expect(result.output.contains(name))
                }
            }
        }

        @Test("at a terminal progress is shown, on one line that is erased in the end")
        func progress() async throws {
            try await withBenchTarget(Self.echo) { url in
                let terminal = try PseudoTerminal()
                let command = try CommandProcess(
                    ["bench", "echo", url, "-c", "2", "--duration", "0.1", "--warmup", "0", "--json"],
                    errorsTo: terminal.commandSide
                )
                defer { command.kill() }
                #expect(await command.status() == 0)
                try BenchAnswer(status: 0, output: await command.output.rest()).expectSuccess()
                let shown = terminal.rest()
                for text in ["\r2 of 2 connections are open\u{1B}[K", "/s  p50 ", "  p99 "] {
                    #expect(shown.contains(text))
                }
                #expect(shown.hasSuffix("\r\u{1B}[K"))
                #expect(!shown.contains("\n"))
            }
        }

        @Test("progress is not shown if it is not wanted")
        func quiet() async throws {
            try await withBenchTarget(Self.echo) { url in
                let terminal = try PseudoTerminal()
                let command = try CommandProcess(
                    ["bench", "echo", url, "--duration", "0.1", "--warmup", "0", "--json", "--quiet"],
                    errorsTo: terminal.commandSide
                )
                defer { command.kill() }
                #expect(await command.status() == 0)
                #expect(!terminal.rest().contains("p50"))
            }
        }

        @Test("the report is a page that needs nothing else")
        func report() async throws {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).html")
            defer { try? FileManager.default.removeItem(at: file) }
            try await withBenchTarget(Self.echo) { url in
                try await BenchAnswer(.echo, url + "?a='b'&c", "--report", file.path).expectSuccess()
            }
            let page = try String(contentsOf: file, encoding: .utf8)
            #expect(page.hasPrefix("<!DOCTYPE html>"))
            #expect(page.hasSuffix("</html>\n"))
            for reference in ["src=", "href=", "@import", "url(", "http://", "https://", "<script"] {
                #expect(!page.contains(reference))
            }
            // The query's placeholder, escaped.
            #expect(page.contains("/?&lt;hidden&gt;</h1>"))
            #expect(page.split(separator: "<svg").count == 4)
            for text in ["Latency by percentile", "Answers over time", "prefers-color-scheme: dark", " UTC</time>"] {
                #expect(page.contains(text))
            }
        }

        @Test("a report that cannot be written is a failure")
        func unwritableReport() async throws {
            try await withBenchTarget(Self.echo) { url in
                let result = try await CommandProcess.run(
                    ["bench", "echo", url, "--duration", "0.1", "--warmup", "0", "--report", "/nowhere/at/all.html"]
                )
                #expect(result.status == 1)
                #expect(result.errors.contains("ws: The report could not be written: "))
            }
        }
    }
}
