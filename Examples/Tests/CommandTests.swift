//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing
import WebSockets

@Suite("the example command", .serialized, .timeLimit(.minutes(2)))
struct CommandTests {
    /// Runs the example with a shell's script for the time of `body`.
    private func withScript(
        _ script: String,
        _ body: (_ address: String, _ server: ExampleProcess) async throws -> Void
    ) async throws {
        let server = try ExampleProcess("command", ["0", "sh", "-c", script])
        defer { server.end() }
        try await body(try await server.address(after: "http://"), server)
    }

    /// Receives a message that is a number.
    private func number(from socket: WebSocket) async throws -> pid_t {
        guard case .text(let text) = try await socket.receive(timeout: .seconds(60)) else { return 0 }
        return try #require(pid_t(text))
    }

    /// Returns when a process has ended; its parent may not have noticed yet.
    private func waitUntilEnded(_ process: pid_t) async {
        while !Task.isCancelled, let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            !status.contains(") Z ")
        {
            await Task.yield()
        }
    }

    @Test("messages are lines of the program's input, and its lines messages")
    func lines() async throws {
        try await withExample("command", ["0", "sh", "-c", "while read -r line; do echo \"[$line]\"; done; echo end"]) {
            address async throws in
            #expect(try curl("http://\(address)/").contains("<h1>Command</h1>"))
            try await Dialer().connect(to: "ws://\(address)/run") { socket async throws in
                for line in ["one", "two words"] {
                    try await socket.send(line)
                    #expect(try await socket.receive() == .text("[\(line)]"))
                }
            }
            let page = Dialer(headers: ["Origin": "http://evil.example"])
            let error = await #expect(throws: WebSocket.Error.self) { try await page.dial("ws://\(address)/run") }
            #expect(error?.response?.status == .forbidden)
        }
        try await withExample("command", ["0", "echo", "at once"]) { address async throws in
            try await Dialer().connect(to: "ws://\(address)/run") { socket async throws in
                #expect(try await socket.receive() == .text("at once"))
                await #expect(throws: WebSocket.Error.self) { try await socket.receive() }
                #expect(socket.closeReason == "the program has ended")
            }
        }
    }

    @Test("programs that do not read what they are sent hold up no other, and end with their clients")
    func unreadInput() async throws {
        let script = "echo $$; read -r what; [ $what = sleep ] && exec sleep 1000; echo \"[$what]\""
        try await self.withScript(script) { address, _ async throws in
            var sleepers: [(socket: WebSocket, program: pid_t)] = []
            for _ in 0...ProcessInfo.processInfo.activeProcessorCount {
                let socket = try await Dialer().dial("ws://\(address)/run")
                sleepers.append((socket, try await self.number(from: socket)))
                try await socket.send("sleep")
                for _ in 0..<60 { _ = try await socket.enqueue(String(repeating: "a", count: 4000)) }
            }
            for _ in 0..<10 {
                try await Dialer().connect(to: "ws://\(address)/run") { socket async throws in
                    _ = try await self.number(from: socket)
                    try await socket.send("hello")
                    #expect(try await socket.receive(timeout: .seconds(60)) == .text("[hello]"))
                }
            }
            for (socket, _) in sleepers { await socket.closeNow() }
            for (_, program) in sleepers { await self.waitUntilEnded(program) }
        }
    }

    @Test("a client ends its program also by a Close behind more than the server reads")
    func unreadClose() async throws {
        try await self.withScript("echo $$; exec sleep 1000") { address, _ async throws in
            let socket = try await Dialer().dial("ws://\(address)/run")
            let program = try await self.number(from: socket)
            for _ in 0..<250 { _ = try await socket.enqueue(String(repeating: "a", count: 4000)) }
            try? await socket.close()
            await self.waitUntilEnded(program)
        }
    }

    @Test("a program that ends while it is sent lines ends its connection, and not the server")
    func endsAtOnce() async throws {
        try await self.withScript("exit") { address, _ async throws in
            for _ in 0..<20 {
                let socket = try await Dialer().dial("ws://\(address)/run")
                while (try? await socket.send("line")) != nil {}
                await #expect(throws: WebSocket.Error.self) { try await socket.receive() }
                #expect(await socket.closeReason == "the program has ended")
            }
            #expect(try curl("http://\(address)/").contains("<h1>Command</h1>"))
        }
    }

    @Test("a program that has closed its input runs on")
    func closedInput() async throws {
        try await self.withScript("exec 0</dev/null; echo $$; sleep 1; echo still; exec sleep 1000") {
            address,
            _ async throws in
            let socket = try await Dialer().dial("ws://\(address)/run")
            let program = try await self.number(from: socket)
            for _ in 0..<100 { try await socket.send(String(repeating: "a", count: 4000)) }
            #expect(try await socket.receive(timeout: .seconds(60)) == .text("still"))
            try await socket.close()
            await self.waitUntilEnded(program)
        }
    }

    @Test("output that a client does not read is not kept: its program waits, and others get theirs")
    func unreadOutput() async throws {
        try await self.withScript("echo $$; exec yes") { address, server async throws in
            var configuration = WebSocket.Configuration()
            configuration.maxPendingInput = 1000
            var dialer = Dialer(configuration: configuration)
            dialer.eventLoops = Dialer.EventLoops(count: 1)
            let slow = try await dialer.dial("ws://\(address)/run")
            await slow.limitKernelBuffer()
            let program = try await self.number(from: slow)
            let before = try server.residentKilobytes
            let other = try await Dialer().dial("ws://\(address)/run")
            let otherProgram = try await self.number(from: other)
            for _ in 0..<20_000 { _ = try await other.receive() }
            #expect(try server.residentKilobytes - before < 32 * 1024)
            await slow.closeNow()
            await self.waitUntilEnded(program)
            await other.closeNow()
            await self.waitUntilEnded(otherProgram)
        }
    }

    @Test("a program has ended even if something that it has started has not, which is ended as well")
    func leftBehind() async throws {
        try await self.withScript("sleep 1000 & echo $!") { address, _ async throws in
            let socket = try await Dialer().dial("ws://\(address)/run")
            let left = try await self.number(from: socket)
            await #expect(throws: WebSocket.Error.self) { try await socket.receive(timeout: .seconds(60)) }
            #expect(await socket.closeReason == "the program has ended")
            await self.waitUntilEnded(left)
        }
    }

    @Test("a server that is stopped ends all programs, also those that ignore SIGTERM, and says so")
    func stopping() async throws {
        let script = "trap '' TERM; echo $$; while :; do sleep 1; done"
        try await self.withScript(script) { address, server async throws in
            let socket = try await Dialer().dial("ws://\(address)/run")
            let program = try await self.number(from: socket)
            server.signal(SIGTERM)
            await #expect(throws: WebSocket.Error.self) { try await socket.receive(timeout: .seconds(60)) }
            #expect(await socket.closeCode == .goingAway)
            #expect(await socket.closeReason == "the server is stopping")
            #expect(await server.nextLine() == nil)
            await self.waitUntilEnded(program)
        }
    }

    @Test("lines are bounded in both directions")
    func longLines() async throws {
        try await self.withScript("head -c 200000 /dev/zero | tr '\\0' a; echo; echo; echo end; read -r line") {
            address,
            _ async throws in
            let socket = try await Dialer().dial("ws://\(address)/run")
            var sizes: [Int] = []
            while case .text(let line) = try await socket.receive(timeout: .seconds(60)), line != "end" {
                sizes.append(line.utf8.count)
            }
            #expect(sizes == [65_536, 65_536, 65_536, 3392, 0])
            try await socket.send(String(repeating: "a", count: 65_537))
            await #expect(throws: WebSocket.Error.self) { try await socket.receive(timeout: .seconds(60)) }
            #expect(await socket.closeCode == .messageTooBig)
        }
    }

    @Test("a program gets the signal for a pipe that has no reader, which the server ignores")
    func pipeSignal() async throws {
        try await self.withScript("yes | head -n 1; echo end") { address, _ async throws in
            let socket = try await Dialer().dial("ws://\(address)/run")
            #expect(try await socket.receive() == .text("y"))
            #expect(try await socket.receive() == .text("end"))
            try? await socket.close()
        }
    }
}
