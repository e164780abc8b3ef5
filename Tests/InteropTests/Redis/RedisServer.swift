//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import LoopbackSupport
import WSTransport

/// A Redis server of one test, which listens at a Unix socket and keeps its data in a folder.
struct RedisServer {
    private let folder: URL
    private let arguments: [String]

    /// Where to connect to.
    var url: String { "redis+unix://\(self.path)" }

    /// The path of its socket.
    var path: String { self.folder.appendingPathComponent("socket").path }

    /// Prepares a server.
    ///
    /// - Parameters:
    ///   - folder: Where it may keep what it needs.
    ///   - arguments: What is added to its command line.
    init(in folder: URL, _ arguments: [String] = []) {
        self.folder = folder
        self.arguments = arguments
    }

    /// Starts the server; what it has confirmed it knows again when it is started anew.
    func start() async throws -> RunningProgram {
        let program = try await RunningProgram(
            [
                "redis-server", "--port", "0", "--unixsocket", self.path, "--dir", self.folder.path, "--save", "",
                "--appendonly", "yes", "--appendfsync", "always",
            ] + self.arguments
        )
        do {
            try await Daemon.waitUntilListening(.unix(path: self.path))
        } catch {
            await program.end()
            throw error
        }
        return program
    }

    /// Runs a server for the time of `body`.
    static func with(_ arguments: [String] = [], _ body: (_ server: RedisServer) async throws -> Void) async throws {
        try await Daemon.withFolder { folder in
            let server = RedisServer(in: folder, arguments)
            let program = try await server.start()
            do {
                try await body(server)
            } catch {
                await program.end()
                throw error
            }
            await program.end()
        }
    }

    /// Asks the server.
    ///
    /// - Returns: The lines of its answer.
    /// - Throws: If it cannot be reached.
    func ask(_ command: String...) async throws -> [String] {
        try await RedisQuestion.ask(.unix(path: self.path), command)
    }
}
