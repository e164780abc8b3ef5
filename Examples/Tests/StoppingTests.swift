//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing
import WebSockets

@Suite("an example that is stopped", .serialized, .timeLimit(.minutes(2)))
struct StoppingTests {
    /// A server, and where its WebSockets are.
    struct Example: Sendable, CustomTestStringConvertible {
        let name: String
        var arguments = ["0"]
        let path: String

        var testDescription: String { self.name }
    }

    static let examples = [
        Example(name: "echo-server", path: "/echo"),
        Example(name: "chat", path: "/rooms/lobby?name=Alice"),
        Example(name: "game", path: "/rooms/lobby"),
        Example(name: "command", arguments: ["0", "cat"], path: "/run"),
        Example(name: "filewatch", arguments: ["/dev/null", "0"], path: "/file"),
        Example(name: "json", path: "/notes"),
        Example(name: "ticker", path: "/prices"),
        Example(name: "polling", path: "/push"),
    ]

    @Test("ends at once, and tells its clients why by 1001", arguments: Self.examples, [SIGTERM, SIGINT])
    func stopping(example: Example, number: CInt) async throws {
        let server = try ExampleProcess(example.name, example.arguments)
        defer { server.end() }
        let address = try await server.address(after: "://")
        let clients = try await withThrowingTaskGroup(of: CloseCode?.self) { group in
            let (connected, connect) = AsyncStream<Void>.makeStream()
            for _ in 0..<5 {
                group.addTask {
                    let socket = try await Dialer().dial("ws://\(address)\(example.path)")
                    try await socket.send("{}")
                    connect.yield()
                    while (try? await socket.receive()) != nil {}
                    return await socket.closeCode
                }
            }
            var count = 0
            for await _ in connected {
                count += 1
                if count == 5 { break }
            }
            let clock = ContinuousClock()
            let start = clock.now
            server.signal(number)
            #expect(await server.nextLine() == nil)
            #expect(server.exitStatus == 0)
            // Nothing is waited for; the limit of a server's shutdown is 30 seconds.
            #expect(clock.now - start < .seconds(10))
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(clients == [CloseCode?](repeating: .goingAway, count: 5))
    }

    @Test("polling: a request that waits for news does not put the end off")
    func longPoll() async throws {
        let server = try ExampleProcess("polling", ["0"])
        defer { server.end() }
        let address = try await server.address(after: "://")
        let waiting = try RunningRequest("http://\(address)/long-poll?seen=1000000")
        // Behind it: the server has accepted the one that waits by then.
        for _ in 0..<3 { _ = try curl("http://\(address)/poll") }
        let clock = ContinuousClock()
        let start = clock.now
        server.signal(SIGTERM)
        #expect(await server.nextLine() == nil)
        #expect(clock.now - start < .seconds(10))
        #expect(try waiting.status() == "204")
    }
}
