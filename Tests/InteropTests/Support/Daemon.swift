//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import LoopbackSupport
import Testing
import WSTransport
import WebSockets

/// A server of somebody else's, on a free port of the loopback interface, for the time of a test.
enum Daemon {
    /// Runs a command until the input ends, but no longer than a child may run; by force, since children of a test may have
    /// signals blocked.
    private static let script = #"exec 3<&0; "$@" 3<&- </dev/null & timeout -s KILL 40 cat <&3; kill -KILL $!; wait $!"#

    /// Runs a program that listens at a port for the time of `body`.
    ///
    /// - Parameters:
    ///   - command: The program and its arguments, given the port to listen at.
    ///   - body: Gets the port.
    /// - Throws: What `body` throws, or why the program could not be started.
    static func with(
        _ command: (_ port: Int) throws -> [String],
        _ body: (_ port: Int) async throws -> Void
    ) async throws {
        let port = try await Self.freePorts(1)[0]
        try await Self.run(command(port)) {
            try await Self.waitUntilListening(.tcp(host: "127.0.0.1", port: port))
            try await body(port)
        }
    }

    /// Runs a program for the time of `body`.
    static func run(_ command: [String], _ body: () async throws -> Void) async throws {
        let child = try ChildProcess("sh", ["-c", Self.script, "sh"] + command)
        do {
            try await body()
        } catch {
            _ = await child.finish()
            throw error
        }
        let outcome = await child.finish()
        // It was ended by force.
        #expect([0, 137].contains(outcome.status), "\(outcome.errors)")
    }

    /// Finds ports that were free a moment ago.
    static func freePorts(_ count: Int) async throws -> [Int] {
        guard count > 0 else { return [] }
        return try await withRawServer { _ in
        } _: {
            // While this one is taken.
            [try #require($0.port)] + (try await Self.freePorts(count - 1))
        }
    }

    /// Waits until somebody listens at an address.
    static func waitUntilListening(_ address: NetworkAddress) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            do {
                await (try await RawConnection(to: address)).close()
                return
            } catch {
                guard ContinuousClock.now < deadline else { throw error }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    /// Makes a folder with files for a program, and removes it after `body`.
    static func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("daemon-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }
}
