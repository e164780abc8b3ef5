//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import LoopbackSupport
import Synchronization
import Testing
import WebSockets

/// What a service manager's sockets are for: one server takes over from another, and nobody notices.
@Suite("ws serve, restarted", .timeLimit(.minutes(1)))
struct RestartTests {
    /// Dials again and again.
    private final class Load: Sendable {
        let dials = Atomic<Int>(0)
        let failures = Mutex<[String]>([])

        func run(_ attempt: () async throws -> Void) async {
            while !Task.isCancelled {
                do {
                    try await attempt()
                    self.dials.add(1, ordering: .relaxed)
                } catch is CancellationError {
                    return
                } catch {
                    self.failures.withLock { $0.append("\(error)") }
                }
            }
        }

        /// Opens a WebSocket.
        static func dial(_ port: Int) async throws {
            let socket = try await Dialer().dial("ws://127.0.0.1:\(port)/echo")
            // It may be told to go away at once.
            try? await socket.send("hi")
            _ = try? await socket.receive()
            try await socket.close()
        }

        /// Connects, as who is far away, some time before the request arrives.
        static func ask(_ port: Int) async throws {
            let connection = try await RawConnection(to: .tcp(host: "127.0.0.1", port: port))
            try await Task.sleep(for: .milliseconds(10))
            await connection.send("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            let response = try await connection.receiveToEnd()
            await connection.close()
            if !response.starts(with: "HTTP/1.1 200 ".utf8) {
                throw Failure(description: "answered with \(String(decoding: response, as: UTF8.self))")
            }
        }

        private struct Failure: Error, CustomStringConvertible {
            let description: String
        }

        func wait(forMore count: Int) async throws {
            let goal = self.dials.load(ordering: .relaxed) + count
            while self.dials.load(ordering: .relaxed) < goal {
                try await Task.sleep(for: .milliseconds(1))
            }
        }
    }

    @Test("no attempt to connect is lost while one server takes over from another, under load")
    func restart() async throws {
        let listening = try ListeningSocket()
        defer { close(listening.descriptor) }
        let load = Load()
        try await withThrowingTaskGroup { group in
            var running: CommandProcess?
            for _ in 0..<6 {
                let next = try CommandProcess(["serve", "--systemd", "--loops", "2"], passing: listening.descriptor)
                #expect(await next.output.next() == "Serving at http://0.0.0.0:\(listening.port)")
                if let running {
                    try await load.wait(forMore: 50)
                    running.terminate()
                    #expect(await running.status() == 0)
                } else {
                    for _ in 0..<8 {
                        group.addTask { await load.run { try await Load.dial(listening.port) } }
                        group.addTask { await load.run { try await Load.ask(listening.port) } }
                    }
                }
                try await load.wait(forMore: 50)
                running = next
            }
            group.cancelAll()
            try await group.waitForAll()
            running?.terminate()
            #expect(await running?.status() == 0)
        }
        #expect(load.failures.withLock { $0 } == [])
        #expect(load.dials.load(ordering: .relaxed) >= 500)
    }

    @Test("without a socket that is for it, a server says so")
    func nothingPassed() async throws {
        let result = try await CommandProcess.run(["serve", "--systemd"])
        #expect(result.status == 1)
        #expect(result.errors == "ws: No service manager has passed a socket: LISTEN_FDS is not for this process.\n")
    }

    @Test("a Unix socket serves beside a port, or alone")
    func unixSocket() async throws {
        let path = "/tmp/swift-websockets-test-\(UInt64.random(in: 0...UInt64.max))"
        for options in [["--unix", path], ["--unix", path, "--port", "0"]] {
            let command = try CommandProcess(["serve"] + options)
            defer { command.kill() }
            if options.contains("--port") {
                #expect(await command.output.next()?.hasPrefix("Serving at http://127.0.0.1:") == true)
            }
            #expect(await command.output.next() == "Serving at \(path)")
            let result = try await CommandProcess.run(["connect", "ws+unix:\(path):/echo"], input: "hi\n")
            #expect(result.output == "hi\n")
            #expect(result.status == 0)
            command.terminate()
            #expect(await command.status() == 0)
        }
    }

    @Test("a Unix socket serves again after the process was killed, and a second process beside the first is refused")
    func killed() async throws {
        let path = "/tmp/swift-websockets-test-\(UInt64.random(in: 0...UInt64.max))"
        for _ in 0..<2 {
            let killed = try CommandProcess(["serve", "--unix", path])
            defer { killed.kill() }
            #expect(await killed.output.next() == "Serving at \(path)")
            let second = try await CommandProcess.run(["serve", "--unix", path])
            #expect(second.status == 1)
            #expect(second.errors == "ws: Cannot listen at \(path): bind to \(path): address already in use.\n")
            let result = try await CommandProcess.run(["connect", "ws+unix:\(path):/echo"], input: "hi\n")
            #expect(result.output == "hi\n")
            killed.kill()
            _ = await killed.status()
            #expect(FileManager.default.fileExists(atPath: path))
        }
        let last = try CommandProcess(["serve", "--unix", path])
        defer { last.kill() }
        #expect(await last.output.next() == "Serving at \(path)")
        last.terminate()
        #expect(await last.status() == 0)
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
