//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import LoopbackSupport
import Testing
import WebSockets

@Suite("ws connect", .timeLimit(.minutes(1)))
struct ConnectTests {
    /// Runs a server that opens WebSockets at `/`, with `handler`.
    private func withHandler(
        _ handler: @escaping WebSocket.Handler,
        _ body: @Sendable (_ url: String) async throws -> Void
    ) async throws {
        let server = HTTPServer(eventLoops: 1)
        server.webSocket("/", handler)
        try await withServer(server) { try await body("ws://\($0)/") }
    }

    private static let echo: WebSocket.Handler = { socket in
        for try await message in socket { try await socket.send(message) }
    }

    // MARK: In a pipe

    @Test("lines become messages, messages become lines, and the end of the input loses no answer")
    func pipe() async throws {
        try await self.withHandler(Self.echo) { url in
            let result = try await CommandProcess.run(["connect", url], input: "hello\n\r\ngrüß dich\r\nno line end")
            #expect(result.output == "hello\n\ngrüß dich\nno line end\n")
            #expect(result.errors == "Connected to \(url)\nClosed with code 1000\n")
            #expect(result.status == 0)
        }
    }

    @Test("thousands of lines come back in order")
    func manyLines() async throws {
        try await self.withHandler(Self.echo) { url in
            let input = (0..<5000).map { "line \($0)\n" }.joined()
            let result = try await CommandProcess.run(["connect", url], input: input)
            #expect(result.output == input)
            #expect(result.status == 0)
        }
    }

    @Test("a line as long as a message may be comes back")
    func longLine() async throws {
        try await self.withHandler(Self.echo) { url in
            let input = String(repeating: "0123456789abcdef", count: 1 << 16) + "\n"
            let result = try await CommandProcess.run(["connect", url], input: input)
            // Not compared in the expectation, which would print it.
            let isSame = result.output == input
            #expect(isSame)
            #expect(result.status == 0)
        }
    }

    @Test("a line that is not UTF-8 is reported and not sent")
    func invalidLine() async throws {
        try await self.withHandler(Self.echo) { url in
            let result = try await CommandProcess.run(
                ["connect", url],
                input: Data("a\n\u{0}".utf8 + [0xFF, 0x0A, 0x62])
            )
            #expect(result.output == "a\nb\n")
            #expect(result.errors.contains("not UTF-8"))
            #expect(result.status == 0)
        }
    }

    @Test("binary messages are printed in hex, text as it is")
    func binary() async throws {
        try await self.withHandler { socket in
            try await socket.send([0x00, 0x1F, 0xFF])
            try await socket.send([])
            try await socket.send("\u{1B}[31m")
        } _: { url in
            let command = try CommandProcess(["connect", url])
            defer { command.kill() }
            #expect(await command.output.rest() == "0x001fff\n0x\n\u{1B}[31m\n")
            #expect(await command.status() == 0)
        }
    }

    @Test("it can wait for messages after the end of the input, until it is interrupted")
    func wait() async throws {
        try await withDemoServer { _, address in
            let socket = try await Dialer().dial("ws://\(address)/chat")
            try await socket.send("first")
            #expect(try await socket.receive() == .text("first"))
            let command = try CommandProcess(["connect", "--wait", "60", "ws://\(address)/chat"])
            defer { command.kill() }
            try command.write("second\n")
            command.endInput()
            #expect(await command.output.next() == "second")
            #expect(try await socket.receive() == .text("second"))
            try await socket.send("third")
            #expect(await command.output.next() == "third")
            command.interrupt()
            #expect(await command.status() == 0)
            #expect(await command.errors.rest() == "Connected to ws://\(address)/chat\nClosed with code 1000\n")
            try await socket.close()
        }
    }

    // MARK: At a terminal

    @Test("at a terminal control characters are escaped")
    func terminal() async throws {
        try await self.withHandler { socket in
            try await socket.send("red: \u{1B}[31m\ttwo\nlines \u{202E}back\u{9B}")
        } _: { url in
            let terminal = try PseudoTerminal()
            let command = try CommandProcess(["connect", url], outputTo: terminal.commandSide)
            defer { command.kill() }
            #expect(await command.status() == 0)
            #expect(terminal.rest() == #"red: \u{1B}[31m\#ttwo\nlines \u{202E}back\u{009B}"# + "\r\n")
        }
    }

    @Test("an interrupt closes with 1000, after what the server still says")
    func interrupt() async throws {
        let (codes, continuation) = AsyncStream<CloseCode?>.makeStream()
        try await self.withHandler { socket in
            try await socket.send("welcome")
            for try await message in socket { try await socket.send(message) }
            continuation.yield(socket.closeCode)
        } _: { url in
            let command = try CommandProcess(["connect", url])
            defer { command.kill() }
            #expect(await command.output.next() == "welcome")
            command.interrupt()
            #expect(await command.status() == 0)
            #expect(await command.errors.rest() == "Connected to \(url)\nClosed with code 1000\n")
            for await code in codes {
                #expect(code == .normalClosure)
                break
            }
        }
    }

    // MARK: How it ends

    @Test("the server's close decides the status", arguments: [(1000, 0), (1001, 0), (1008, 1), (1011, 1), (4000, 1)])
    func closeOfServer(code: UInt16, status: Int32) async throws {
        try await self.withHandler { socket in
            try await socket.send("bye")
            try await socket.close(code: CloseCode(rawValue: code), reason: "that is \u{1B}it")
        } _: { url in
            let command = try CommandProcess(["connect", url])
            defer { command.kill() }
            #expect(await command.output.rest() == "bye\n")
            let errors = await command.errors.rest()
            #expect(errors.contains("code \(code)"))
            #expect(errors.contains("that is"))
            #expect(!errors.contains("\u{1B}"))
            #expect(errors.split(separator: "\n").count == 2)
            #expect(await command.status() == status)
        }
    }

    @Test("a connection that breaks is a failure")
    func broken() async throws {
        try await self.withHandler { socket in
            _ = try await socket.receive()
            socket.closeNow()
        } _: { url in
            let command = try CommandProcess(["connect", url])
            defer { command.kill() }
            try command.write("go\n")
            #expect(await command.errors.next() == "Connected to \(url)")
            #expect(await command.errors.rest().hasPrefix("ws: The connection "))
            #expect(await command.status() == 1)
        }
    }

    // MARK: Without a connection

    @Test("a URL that is none is wrong usage", arguments: ["http://a/", "a", "ws://", "ws://a/#b"])
    func badURL(url: String) async throws {
        let result = try await CommandProcess.run(["connect", url])
        #expect(result.status == 2)
        #expect(result.errors.hasPrefix("ws: Cannot dial: "))
        #expect(result.errors.split(separator: "\n").count == 1)
    }

    @Test("a refused connection is one sentence and status 1")
    func refused() async throws {
        // A port that was free a moment ago.
        let address = try await withServer(HTTPServer(eventLoops: 1)) { $0 }
        let result = try await CommandProcess.run(["connect", "ws://\(address)/"])
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("ws: Could not connect to ws://\(address)/: "))
        #expect(result.errors.hasSuffix("connection refused.\n"))
        #expect(result.errors.split(separator: "\n").count == 1)
    }

    @Test("a failed handshake tells the server's status and the first line of what it said")
    func failedHandshake() async throws {
        let server = HTTPServer(eventLoops: 1)
        server.get("/") { _ in HTTP.Response(status: .forbidden, text: "Not you\u{7}.\nMore.\n") }
        try await withServer(server) { address in
            let result = try await CommandProcess.run(["connect", "ws://\(address)/"])
            #expect(result.status == 1)
            #expect(result.errors.contains("status 403"))
            #expect(result.errors.contains(#"Not you\u{07}."#))
            #expect(!result.errors.contains("More"))
            #expect(result.errors.split(separator: "\n").count == 1)
        }
    }

    @Test("an interrupt ends an attempt to connect")
    func interruptedAttempt() async throws {
        let (requests, continuation) = AsyncStream<Void>.makeStream()
        var configuration = HTTPServer.Configuration()
        configuration.shutdownTimeout = .zero
        let server = HTTPServer(configuration: configuration)
        server.get("/") { _ in
            continuation.yield()
            // Never answers, until it is cancelled with the server.
            for await _ in AsyncStream<Void>.makeStream().stream {}
            return HTTP.Response(text: "")
        }
        try await withServer(server) { address in
            let command = try CommandProcess(["connect", "ws://\(address)/"])
            defer { command.kill() }
            for await _ in requests { break }
            command.interrupt()
            #expect(await command.status() == 1)
            #expect(await command.errors.rest() == "ws: Interrupted before there was a connection.\n")
        }
    }

    // MARK: The request

    @Test("subprotocols are offered and fields added")
    func subprotocolsAndFields() async throws {
        let server = HTTPServer(eventLoops: 1)
        let upgrader = Upgrader(subprotocols: ["v2"])
        server.get("/") { request in
            let words = request.headers.values(of: "X-Word")
            return try upgrader.upgrade(request) { try await $0.send(words.joined(separator: "|")) }
        }
        try await withServer(server) { address in
            let url = "ws://\(address)/"
            let arguments = [
                "connect", "--subprotocol", "v1", "--subprotocol=v2", "-H", "X-Word: a: b", "--header=X-Word:c",
            ]
            let command = try CommandProcess(arguments + [url])
            defer { command.kill() }
            #expect(await command.output.rest() == "a: b|c\n")
            #expect(await command.errors.next() == "Connected to \(url), speaking subprotocol 2 of those offered")
            #expect(await command.status() == 0)
        }
    }
}
