//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
package import WSTransport

/// A server without a network, for tests: what connects to it does so in memory, on one loop.
package final class MemoryServer: Sendable {
    private let serverLoop: ServerLoop

    fileprivate init(_ serverLoop: ServerLoop) {
        self.serverLoop = serverLoop
    }

    /// The loop that both ends of all connections live on.
    package var loop: EventLoop { self.serverLoop.loop }

    /// Whether the server speaks TLS.
    package var isSecure: Bool { self.serverLoop.server.tlsContext != nil }

    /// Connects.
    ///
    /// - Returns: The client's end, and the server's, which the server has accepted.
    package func connect() async throws -> (client: MemoryStream, server: MemoryStream) {
        try await self.loop.perform { [serverLoop] loop in
            let (client, server) = MemoryStream.pair(on: loop)
            serverLoop.onLoop.accepted(serverLoop, server)
            return (client, server)
        }
    }
}

extension HTTPServer {
    /// Serves in memory until `body` has ended, and stops then as any server does.
    ///
    /// If the loop's time is moved by hand, it is moved until the server has stopped.
    package func runInMemory<Result: Sendable>(
        on loop: EventLoop,
        _ body: (MemoryServer) async throws -> Result
    ) async throws -> Result {
        let serverLoops = try self.makeServerLoops(on: [loop])
        defer { self.close(serverLoops) }
        let serverLoop = serverLoops[0]
        let hasEnded = Atomic(false)
        let serving = Task(executorPreference: loop) { await serverLoop.run() }
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(MemoryServer(serverLoop)))
        } catch {
            result = .failure(error)
        }
        loop.execute { serverLoop.assumeIsolated { $0.stop { serving.cancel() } } }
        async let end: Void = {
            await serving.value
            hasEnded.store(true, ordering: .releasing)
        }()
        if loop.hasManualTime {
            while !hasEnded.load(ordering: .acquiring) { await loop.advance(by: .milliseconds(100)) }
        }
        await end
        return try result.get()
    }
}
