//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import Foundation
import Testing

/// The peers by Python's websockets library, which are the scripts in `Peers`.
enum PythonPeer {
    /// One line of what a peer saw.
    struct Report: Decodable, Equatable, Sendable {
        let name: String
        var ok: Bool?
        var value: String?
        var code: Int?
        var reason: String?
    }

    /// Lets a client do a scenario, by TLS if there are files for it, and returns what it saw.
    static func runClient(
        _ scenario: String,
        _ url: String,
        tls: PEMFiles? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [Report] {
        let files = tls.map { [$0.root, $0.client, $0.clientKey] } ?? []
        let arguments = [try script("client.py"), scenario, url] + files
        let result = try await ChildProcess.run(try Self.interpreter(), arguments)
        #expect(result.status == 0, "\(result.errors)", sourceLocation: sourceLocation)
        return try result.output.split(separator: "\n").map { try Self.report(String($0)) }
    }

    /// Lets Prometheus' own library read metrics, and returns what it understood.
    static func readMetrics(_ text: String) async throws -> [Report] {
        let script = try Self.script("metrics.py")
        let result = try await ChildProcess.run(try Self.interpreter(), [script], input: Array(text.utf8))
        #expect(result.status == 0, "\(result.errors)")
        return try result.output.split(separator: "\n").map { try Self.report(String($0)) }
    }

    /// Lets two browsers talk at two addresses of the demo's page with rooms, and returns what is said of it.
    static func letBrowsersTalk(_ first: String, _ second: String) async throws -> String {
        let result = try await ChildProcess.run(try Self.interpreter(), [try Self.script("rooms.py"), first, second])
        #expect(result.status == 0, "\(result.errors)")
        return result.output
    }

    /// Lets clients of a server stop its process, and returns what is said of what the server did then.
    static func stopServer(at port: Int, process: pid_t) async throws -> String {
        let arguments = [try Self.script("stopped.py"), "\(port)", "\(process)"]
        let result = try await ChildProcess.run(try Self.interpreter(), arguments)
        try #require(result.status == 0, "\(result.errors)")
        return result.output
    }

    /// Runs a server for the time of `body`.
    ///
    /// - Parameters:
    ///   - tls: Files to serve by TLS with, asking for the client's certificate.
    ///   - body: Gets the server's URL without a path, and what it sees.
    /// - Throws: What `body` throws, or why the server could not be started.
    static func withServer(
        tls: PEMFiles? = nil,
        _ body: (String, inout Reports) async throws -> Void
    ) async throws {
        let files = tls.map { [$0.root, $0.server, $0.serverKey] } ?? []
        let child = try ChildProcess(try Self.interpreter(), [try Self.script("server.py")] + files)
        do {
            var reports = Reports(lines: child.lines.makeAsyncIterator())
            let port = try #require(await reports.next()?.code, "the server has not started")
            try await body("\(tls == nil ? "ws" : "wss")://127.0.0.1:\(port)", &reports)
        } catch {
            _ = await child.finish()
            throw error
        }
        let outcome = await child.finish()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors == "")
    }

    /// Passes what comes by TLS on to a port of the loopback interface, for the time of `body`, which gets the port to come to.
    static func withTLSRelay(
        to port: Int,
        _ files: PEMFiles,
        _ body: (_ port: Int) async throws -> Void
    ) async throws {
        let child = try ChildProcess(
            try Self.interpreter(),
            [try Self.script("tls-relay.py"), files.server, files.serverKey, "\(port)"]
        )
        do {
            var reports = Reports(lines: child.lines.makeAsyncIterator())
            try await body(try #require(await reports.next()?.code, "the relay has not started"))
        } catch {
            _ = await child.finish()
            throw error
        }
        _ = await child.finish()
    }

    /// Answers in place of a Redis server for the time of `body`, which gets the port to come to: see `wrong-redis.py`.
    static func withWrongRedis(_ kind: String, _ body: (_ port: Int) async throws -> Void) async throws {
        let child = try ChildProcess(try Self.interpreter(), [try Self.script("wrong-redis.py"), kind])
        do {
            var lines = child.lines.makeAsyncIterator()
            try await body(try #require(await lines.next(isolation: #isolation).flatMap { Int($0) }))
        } catch {
            _ = await child.finish()
            throw error
        }
        _ = await child.finish()
    }

    /// Passes what comes on to a Redis server for the time of `body`, and holds replies back.
    ///
    /// - Parameters:
    ///   - path: The path of the server's socket.
    ///   - body: Gets the port to come to, what releases the replies, and the lines that the relay prints: see `redis-relay.py`.
    /// - Throws: What `body` throws, or why the relay could not be started.
    static func withRedisRelay(
        to path: String,
        _ body: (
            _ port: Int, _ release: () throws -> Void, _ lines: inout AsyncStream<String>.Iterator
        ) async throws -> Void
    ) async throws {
        let script = try Self.script("redis-relay.py")
        let child = try ChildProcess(try Self.interpreter(), [script, path])
        do {
            var lines = child.lines.makeAsyncIterator()
            let port = try #require(await lines.next(isolation: #isolation).flatMap { Int($0) })
            try await body(port, { try child.write(Array("release\n".utf8)) }, &lines)
        } catch {
            _ = await child.finish()
            throw error
        }
        let outcome = await child.finish()
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    /// Relays to a Redis server for the time of `body`, without or with wrong confirmations of some subscriptions at first.
    ///
    /// - Parameters:
    ///   - redis: The server's socket.
    ///   - count: How many confirmations of each channel with `silent` or `renamed` in its name are lost or wrong.
    ///   - body: Gets the URL of the relay.
    /// - Throws: What `body` throws, or why the relay could not be started.
    static func withRedisConfirmations(
        changedFor redis: String,
        count: Int,
        _ body: (_ url: String) async throws -> Void
    ) async throws {
        let socket = redis + "-relay"
        let child = try ChildProcess(
            try Self.interpreter(),
            [try Self.script("redis-confirmations.py"), socket, redis, "\(count)"]
        )
        do {
            var reports = Reports(lines: child.lines.makeAsyncIterator())
            _ = try #require(try await reports.next(), "the relay has not started")
            try await body("redis+unix://\(socket)")
        } catch {
            _ = await child.finish()
            throw error
        }
        _ = await child.finish()
    }

    /// What a server sees, as it comes.
    struct Reports {
        fileprivate var lines: AsyncStream<String>.Iterator

        /// Waits for the next report; `nil` when the server has ended.
        mutating func next() async throws -> Report? {
            try await self.lines.next(isolation: #isolation).map { try PythonPeer.report($0) }
        }
    }

    private static func report(_ line: String) throws -> Report {
        try JSONDecoder().decode(Report.self, from: Data(line.utf8))
    }

    private static func script(_ name: String) throws -> String {
        Self.folder.appendingPathComponent("Peers/\(name)").path
    }

    /// The folder of this target.
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// The Python that has the library, as scripts/bootstrap installed it.
    private static func interpreter() throws -> String {
        if let path = ProcessInfo.processInfo.environment["WEBSOCKETS_PYTHON"] {
            return path
        }
        let root = Self.folder.deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appendingPathComponent(".cache/python/bin/python").path
        try #require(
            FileManager.default.isExecutableFile(atPath: path),
            "There is no Python with the websockets library: run scripts/test, which installs it."
        )
        return path
    }
}
