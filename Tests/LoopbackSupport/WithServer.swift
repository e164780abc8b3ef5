//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WebSockets

/// Runs a server on a free port of the loopback interface for the time of `body`.
///
/// - Parameters:
///   - server: The server, with its routes.
///   - address: Where to listen.
///   - body: Gets the address that is listened at. When it ends, the server is cancelled and awaited.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, or why the server could not listen.
package func withServer<Result: Sendable>(
    _ server: HTTPServer,
    at address: NetworkAddress = .tcp(host: "127.0.0.1", port: 0),
    _ body: @Sendable (NetworkAddress) async throws -> Result
) async throws -> Result {
    let (addresses, continuation) = AsyncStream<NetworkAddress>.makeStream()
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask {
            defer { continuation.finish() }
            try await server.run(at: address) { continuation.yield($0) }
            return nil
        }
        var listening = addresses.makeAsyncIterator()
        guard let bound = await listening.next() else {
            try await group.waitForAll()
            throw CancellationError()
        }
        defer { group.cancelAll() }
        return try await body(bound)
    }
}
