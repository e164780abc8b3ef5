//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing
import WSTransport

/// A Redis Cluster of three masters, on the loopback interface.
struct RedisCluster {
    private let servers: [ClusterServer]

    var ports: [Int] { self.servers.map(\.port) }

    /// Where to connect to: one of its servers.
    var url: String { "redis://127.0.0.1:\(self.ports[0])" }

    /// Runs a cluster for the time of `body`.
    ///
    /// - Parameters:
    ///   - isJoined: Whether the servers have slots and know each other.
    ///   - body: Gets the cluster.
    /// - Throws: What `body` throws, or why the cluster could not be started.
    static func with(isJoined: Bool = true, _ body: (_ cluster: RedisCluster) async throws -> Void) async throws {
        try await Daemon.withFolder { folder in
            let ports = try await Daemon.freePorts(6)
            let servers = zip(ports, ports.dropFirst(3)).map { ClusterServer(port: $0, busPort: $1, in: folder) }
            let cluster = RedisCluster(servers: servers)
            do {
                for server in servers { try await server.start() }
                if isJoined {
                    try await cluster.join()
                }
                try await body(cluster)
            } catch {
                for server in servers { await server.end() }
                throw error
            }
            for server in servers { await server.end() }
        }
    }

    /// Gives the servers slots, and has them know each other.
    func join() async throws {
        for number in 0..<3 {
            try await self.addSlots(of: number)
            _ = try await self.ask(number, "cluster", "set-config-epoch", "\(number + 1)")
        }
        for number in 1..<3 { try await self.meet(number) }
        for number in 0..<3 {
            while try await !self.ask(number, "cluster", "info").contains("cluster_state:ok") {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    private func addSlots(of number: Int) async throws {
        let (first, last) = ([0, 5461, 10923][number], [5460, 10922, 16383][number])
        _ = try await self.ask(number, "cluster", "addslotsrange", "\(first)", "\(last)")
    }

    private func meet(_ number: Int) async throws {
        let server = self.servers[number]
        _ = try await self.ask(0, "cluster", "meet", "127.0.0.1", "\(server.port)", "\(server.busPort)")
    }

    /// Kills a server and starts another in its place, which knows nothing of the cluster; the others forget the first.
    func replace(_ number: Int) async throws {
        let id = try await self.id(number)
        try await self.servers[number].replace()
        for other in 0..<3 where other != number { _ = try await self.ask(other, "cluster", "forget", id) }
    }

    /// Has a server that knows nothing of the cluster take its slots in it.
    func rejoin(_ number: Int) async throws {
        try await self.addSlots(of: number)
        try await self.meet(number)
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
