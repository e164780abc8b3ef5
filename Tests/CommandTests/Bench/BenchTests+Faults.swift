//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import Foundation
import LoopbackSupport
import Testing
import WebSocketProtocol
import WebSockets
import ws

extension BenchTests {
    @Suite("What it finds out", .timeLimit(.minutes(1)))
    struct FaultTests {
        /// What a server does wrong.
        enum Fault: String, CaseIterable, CustomTestStringConvertible {
            case truncates
            case extends
            case changesKind
            case changesByte
            case repeats
            case skips
            case reorders

            var testDescription: String { "a server that \(self.rawValue)" }

            /// What is said of it.
            var message: String {
                switch self {
                case .truncates: "31 bytes, where 32 were sent"
                case .extends: "33 bytes, where 32 were sent"
                case .changesKind: "text message, where a binary message was sent"
                case .changesByte: "byte 31 differs"
                case .repeats: "A wrong answer: "
                case .skips, .reorders: "its number is not the next"
                }
            }
        }

        /// Serves well for a while, then does one thing wrong.
        private static func serve(_ socket: isolated WebSocket, _ fault: Fault) async throws {
            var number = 0
            var held: WebSocket.Message?
            for try await message in socket {
                number += 1
                guard case .binary(var bytes) = message else { return }
                // Message 65 is one that is compared as a whole.
                switch fault {
                case .truncates where number == 65: bytes.removeLast()
                case .extends where number == 65: bytes.append(0)
                case .changesByte where number == 65: bytes[31] ^= 1
                case .changesKind where number == 65:
                    try await socket.send(String(repeating: "x", count: 32))
                    continue
                case .repeats where number == 65: try await socket.send(message)
                case .skips where number == 65: continue
                case .reorders where number == 65:
                    held = message
                    continue
                default: break
                }
                try await socket.send(bytes)
                if let message = held.take() {
                    try await socket.send(message)
                }
            }
        }

        @Test("a server that answers wrongly", arguments: Fault.allCases)
        func wrongAnswer(fault: Fault) async throws {
            try await withBenchTarget { socket in
                try await Self.serve(socket, fault)
            } _: { url in
                let answer = try await BenchAnswer(.echo, url, "--depth", "4", "--duration", "60")
                answer.expectFailure(fault.message)
                // Each connection ends at its first wrong answer, and the run with the last connection.
                #expect(answer.result.errors == 4)
                #expect(answer.result.seconds < 60)
            }
        }

        @Test("a server that answers wrongly at a fixed rate")
        func wrongAnswerAtRate() async throws {
            try await withBenchTarget { socket in
                try await Self.serve(socket, .skips)
            } _: { url in
                let answer = try await BenchAnswer(.rate, url, "--rate", "2000", "--duration", "60")
                answer.expectFailure(Fault.skips.message)
            }
        }

        @Test("a server that closes the connections")
        func closes() async throws {
            try await withBenchTarget { socket in
                _ = try await socket.receive()
            } _: { url in
                let answer = try await BenchAnswer(.echo, url, "--duration", "60")
                answer.expectFailure("The server closed a connection with code 1000.")
            }
        }

        @Test("a server that goes away")
        func goesAway() async throws {
            try await withDemoServer { server, address in
                let url = "ws://\(address)/chat"
                let socket = try await Dialer().dial(url)
                let command = try CommandProcess(["bench", "fanout", url, "--duration", "600", "--json"])
                defer { command.kill() }
                // It is under way when there is something to hear.
                _ = try await socket.receive()
                server.kill()
                let answer = try BenchAnswer(status: await command.status(), output: await command.output.rest())
                #expect(answer.status == 1)
                #expect(answer.result.errors > 0)
                await socket.closeNow()
            }
        }

        @Test("a server that does not answer openings, or closes", arguments: [false, true])
        func silent(opens: Bool) async throws {
            try await withRawServer { connection in
                guard opens else { return }
                let head = try await connection.receive(through: "\r\n\r\n")
                let field = try #require(head.split(separator: "\r\n").first { $0.hasPrefix("Sec-WebSocket-Key: ") })
                let key = try #require(HandshakeKey(String(field.dropFirst("Sec-WebSocket-Key: ".count))))
                await connection.send(
                    "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: \(key.accept)\r\n\r\n"
                )
            } _: { address in
                let answer = try await BenchAnswer(.connect, "ws://\(address)/")
                answer.expectFailure(opens ? "answered a Close of 1000 with 1006" : "within 10")
                #expect(answer.result.errors == 4)
                #expect(answer.result.messages == 0)
            }
        }

        @Test("a server that is stopped while connections are opened")
        func stopped() async throws {
            try await withDemoServer(["--verbose"]) { server, address in
                let url = "ws://\(address)/echo"
                let command = try CommandProcess(["bench", "connect", url, "-c", "4", "--duration", "4", "--json"])
                defer { command.kill() }
                // It is under way when connections have come and gone.
                for _ in 0..<20 { _ = await server.errors.next() }
                kill(server.pid, SIGSTOP)
                let answer = try BenchAnswer(status: await command.status(), output: await command.output.rest())
                #expect(answer.status == 1)
                #expect(answer.result.errors == 4)
            }
        }

        @Test("a server that is not there, once")
        func refused() async throws {
            let address = try await withServer(HTTPServer(eventLoops: 1)) { $0 }
            let answer = try await BenchAnswer(.echo, "ws://\(address)/", "-c", "50")
            answer.expectFailure("connection refused")
            #expect(answer.result.errors == 1)
            #expect(answer.result.messages == 0)
            #expect(answer.result.latency == nil)
        }

        @Test("that a server is not trusted, unless it need not be")
        func tls() async throws {
            try await PEMFiles.with { files in
                try await withDemoServer(["--cert", files.server, "--key", files.serverKey]) { _, address in
                    let url = "wss://\(address)/echo"
                    let refused = try await BenchAnswer(.echo, url)
                    refused.expectFailure("certificate of 127.0.0.1")
                    let answer = try await BenchAnswer(.echo, url, "--insecure", "--size", "1000")
                    try answer.expectSuccess()
                }
            }
        }

        @Test("that a process of the server is not there")
        func noProcess() async throws {
            let answer = try await BenchAnswer(.echo, "ws://127.0.0.1:1/", "--pid", "\(Int32.max)")
            answer.expectFailure("no process")
        }

        // MARK: Interruption

        @Test("an interrupt ends a run and reports what was measured", arguments: BenchMode.allCases)
        func interrupt(mode: BenchMode) async throws {
            let (openings, continuation) = AsyncStream<Void>.makeStream()
            try await withBenchTarget { socket in
                continuation.yield()
                for try await message in socket { try await socket.send(message) }
            } _: { url in
                // fanout will wait for what it does not hear.
                let options = ["-c", "5", "--duration", "600", "--warmup", "0", "--json"]
                let command = try CommandProcess(["bench", mode.rawValue, url] + options)
                defer { command.kill() }
                for await _ in openings { break }
                command.interrupt()
                let status = await command.status()
                let answer = try BenchAnswer(status: status, output: await command.output.rest())
                #expect(answer.result.errors == 0)
                #expect(answer.result.seconds < 600)
                #expect(status == (answer.result.seconds > 0 && answer.result.messages > 0 ? 0 : 1))
            }
        }
    }
}
