//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing
import WebSockets

@Suite("ws serve with a Redis server that is stopped", .timeLimit(.minutes(1)))
struct DemoShutdownTests {
    @Test("ends soon after --shutdown-timeout, though messages of both chats wait for Redis")
    func stoppedRedis() async throws {
        try await Daemon.withFolder { folder in
            let redis = RedisServer(in: folder)
            let running = try await redis.start()
            let server = try await RunningProgram(
                [Command.path, "serve", "--port", "0", "--redis", redis.url]
                    + ["--shutdown-window", "0", "--shutdown-timeout", "1"]
            )
            do {
                try await Self.stop(server, running)
            } catch {
                await server.end()
                await running.end()
                throw error
            }
            await running.end()
        }
    }

    private static func stop(_ server: RunningProgram, _ redis: RunningProgram) async throws {
        var lines = server.lines.makeAsyncIterator()
        let address = try #require(await lines.next()?.split(separator: "//").last)
        let sockets = [
            try await Dialer().dial("ws://\(address)/kept"),
            try await Dialer().dial("ws://\(address)/rooms/lobby?name=Ann"),
        ]
        for isStopped in [false, true] {
            // The first messages show that there is a way to Redis.
            if isStopped { redis.signal(SIGSTOP) }
            for socket in sockets {
                let text = "stopped: \(isStopped)"
                try await socket.send(text)
                while case .text(let answer) = try await socket.receive(), !answer.contains(text) {}
            }
        }
        let start = ContinuousClock.now
        server.signal(SIGTERM)
        let outcome = try await server.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        // Each chat alone would wait for 5 seconds.
        #expect(ContinuousClock.now - start < .seconds(4.5))
        for socket in sockets { await socket.closeNow() }
    }
}
