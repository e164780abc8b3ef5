//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSTransport

/// Runs a server that answers with any bytes it likes, on a free port of the loopback interface, for the time of `body`.
///
/// - Parameters:
///   - script: What is done with each connection. Its errors are ignored: the client sees what it did not do.
///   - body: Gets the address that is listened at. When it ends, the connections are dropped.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, or why the server could not listen.
package func withRawServer<Result: Sendable>(
    _ script: @escaping @Sendable (RawConnection) async throws -> Void,
    _ body: @Sendable (NetworkAddress) async throws -> Result
) async throws -> Result {
    let loop = EventLoopGroup.shared.leastLoaded
    let (connections, continuation) = AsyncStream<RawConnection>.makeStream()
    let listener = try await loop.perform { loop in
        try Listener(at: .tcp(host: "127.0.0.1", port: 0), on: loop, spreadingOver: [loop]) { stream in
            continuation.yield(RawConnection(accepted: stream))
        }
    }
    async let serving: Void = serve(connections, script)
    let result: Swift.Result<Result, any Error>
    do {
        guard let address = try await loop.perform({ _ in listener.localAddress }) else { throw CancellationError() }
        result = .success(try await body(address))
    } catch {
        result = .failure(error)
    }
    try await loop.perform { _ in listener.close() }
    continuation.finish()
    await serving
    return try result.get()
}

/// Runs the script with each connection, until no more will come; then drops them all.
private func serve(
    _ connections: AsyncStream<RawConnection>,
    _ script: @escaping @Sendable (RawConnection) async throws -> Void
) async {
    await withDiscardingTaskGroup { group in
        var accepted: [RawConnection] = []
        for await connection in connections {
            accepted.append(connection)
            group.addTask { try? await script(connection) }
        }
        for connection in accepted {
            await connection.close()
        }
    }
}
