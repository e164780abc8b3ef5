//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing
import Transport

/// A Redis Cluster of three masters, on the loopback interface.
struct RedisCluster {
    let ports: [Int]

    /// Where to connect to: one of its servers.
    var url: String { "redis://127.0.0.1:\(self.ports[0])" }

    /// Runs a cluster for the time of `body`.
    static func with(_ body: (_ cluster: RedisCluster) async throws -> Void) async throws {
        try await Daemon.withFolder { folder in
            let ports = try await Daemon.freePorts(6)
            let cluster = RedisCluster(ports: Array(ports.prefix(3)))
            var programs: [RunningProgram] = []
            do {
                for (port, busPort) in zip(ports, ports.dropFirst(3)) {
                    programs.append(
                        try await RunningProgram([
                            "redis-server", "--port", "\(port)", "--bind", "127.0.0.1", "--dir", folder.path, "--save",
                            "",
                            "--cluster-enabled", "yes", "--cluster-port", "\(busPort)",
                            "--cluster-node-timeout", "1000", "--cluster-config-file", "nodes-\(port).conf",
                        ])
                    )
                    try await Daemon.waitUntilListening(.tcp(host: "127.0.0.1", port: port))
                }
                try await cluster.join(busPorts: Array(ports.suffix(3)))
                try await body(cluster)
            } catch {
                for program in programs { await program.end() }
                throw error
            }
            for program in programs { await program.end() }
        }
    }

    private func join(busPorts: [Int]) async throws {
        for (number, first) in [0, 5461, 10923].enumerated() {
            let last = [5460, 10922, 16383][number]
            _ = try await self.ask(number, "cluster", "addslotsrange", "\(first)", "\(last)")
            _ = try await self.ask(number, "cluster", "set-config-epoch", "\(number + 1)")
        }
        for number in 1..<3 {
            _ = try await self.ask(0, "cluster", "meet", "127.0.0.1", "\(self.ports[number])", "\(busPorts[number])")
        }
        for number in 0..<3 {
            while try await !self.ask(number, "cluster", "info").contains("cluster_state:ok") {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    /// Asks one of the servers.
    ///
    /// - Returns: The lines of its answer.
    /// - Throws: If it cannot be reached.
    func ask(_ server: Int, _ command: String...) async throws -> [String] {
        try await RedisQuestion.ask(.tcp(host: "127.0.0.1", port: self.ports[server]), command)
    }

    /// Moves slots from one server to another.
    func move(_ count: Int, from source: Int, to target: Int) async throws {
        let result = try await ChildProcess.run(
            "redis-cli",
            [
                "--cluster", "reshard", "127.0.0.1:\(self.ports[0])", "--cluster-from", try await self.id(source),
                "--cluster-to", try await self.id(target), "--cluster-slots", "\(count)", "--cluster-yes",
            ]
        )
        #expect(result.status == 0, "\(result.output.suffix(500))\(result.errors)")
    }

    private func id(_ server: Int) async throws -> String {
        try #require(try await self.ask(server, "cluster", "myid").first)
    }
}
