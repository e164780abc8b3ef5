//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing
import WebSocketHub
import WebSockets

/// A demo server in a process of its own, whose chat Redis shares with others.
struct DemoProcess {
    private let program: RunningProgram
    /// Its address, without a path.
    let address: String

    /// Starts one.
    init(_ redis: RedisServer) async throws {
        self.program = try await RunningProgram(
            [Command.path, "serve", "--port", "0", "--redis", redis.url, "--presence-lease", "2"]
        )
        var lines = self.program.lines.makeAsyncIterator()
        let line = try #require(await lines.next())
        self.address = try #require(line.split(separator: "//").last.map { String($0) })
    }

    /// Runs some for the time of `body`.
    static func with(
        _ count: Int,
        _ body: (_ processes: [DemoProcess], _ redis: RedisServer, _ running: RunningProgram) async throws -> Void
    ) async throws {
        try await Daemon.withFolder { folder in
            let redis = RedisServer(in: folder)
            let running = try await redis.start()
            var processes: [DemoProcess] = []
            do {
                for _ in 0..<count { processes.append(try await DemoProcess(redis)) }
                try await body(processes, redis, running)
            } catch {
                for process in processes { await process.end() }
                await running.end()
                throw error
            }
            for process in processes { await process.end() }
            await running.end()
        }
    }

    func signal(_ signal: CInt) { self.program.signal(signal) }

    /// Waits until it has ended by itself.
    func outcome() async throws -> ChildProcess.Outcome { try await self.program.outcome() }

    /// Kills it.
    func end() async { await self.program.end() }

    /// Enters a room.
    func enter(_ name: String, in room: String = "lobby", after id: String? = nil) async throws -> Guest {
        let after = id.map { "&after=\($0)" } ?? ""
        return Guest(try await Dialer().dial("ws://\(self.address)/rooms/\(room)?name=\(name)\(after)"))
    }

    /// Somebody in a room.
    actor Guest {
        private let socket: WebSocket
        /// What they have seen of what was said, in order.
        private(set) var seen: [String] = []
        /// The id of the last of that.
        private(set) var last: String?
        private var people: (time: Int, names: [String]) = (0, [])

        private struct Line: Decodable {
            let name: String
            let text: String
        }

        private struct People: Decodable {
            let people: [String]
            let time: Int
        }

        init(_ socket: WebSocket) {
            self.socket = socket
        }

        func say(_ text: String) async throws {
            try await self.socket.send(text)
        }

        /// Waits until they have seen so much.
        func see(_ count: Int) async throws {
            while self.seen.count < count { try await self.receive() }
        }

        /// Waits until these are shown to be there.
        func meet(_ names: String...) async throws {
            while self.people.names != names { try await self.receive() }
        }

        private func receive() async throws {
            let envelope = try await self.socket.receive().decodeJSON(as: Hub.Envelope.self)
            if envelope.topic.utf8.starts(with: "people/".utf8) {
                let people = try envelope.message.decodeJSON(as: People.self)
                if people.time >= self.people.time { self.people = (people.time, people.people) }
            } else {
                let line = try envelope.message.decodeJSON(as: Line.self)
                self.seen.append("\(line.name): \(line.text)")
                self.last = envelope.id
            }
        }

        func leave() async {
            await self.socket.closeNow()
        }
    }
}
