//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import WSTransport

/// A server of a Redis Cluster, on the loopback interface.
actor ClusterServer {
    let port: Int
    /// Where other servers of the cluster connect to.
    let busPort: Int
    private let folder: URL
    private var program: RunningProgram?

    /// Prepares a server.
    ///
    /// - Parameters:
    ///   - port: Where clients connect to.
    ///   - busPort: Where other servers connect to.
    ///   - folder: Where it may keep what it needs.
    init(port: Int, busPort: Int, in folder: URL) {
        self.port = port
        self.busPort = busPort
        self.folder = folder
    }

    private var configurationFile: String { "nodes-\(self.port).conf" }

    /// Starts the server.
    func start() async throws {
        self.program = try await RunningProgram([
            "redis-server", "--port", "\(self.port)", "--bind", "127.0.0.1", "--dir", self.folder.path, "--save", "",
            "--cluster-enabled", "yes", "--cluster-port", "\(self.busPort)", "--cluster-node-timeout", "1000",
            "--cluster-config-file", self.configurationFile,
        ])
        try await Daemon.waitUntilListening(.tcp(host: "127.0.0.1", port: self.port))
    }

    /// Kills the server.
    func end() async {
        await self.program.take()?.end()
    }

    /// Kills the server and starts another in its place, which knows nothing of the cluster.
    func replace() async throws {
        await self.end()
        try FileManager.default.removeItem(at: self.folder.appendingPathComponent(self.configurationFile))
        try await self.start()
    }
}
