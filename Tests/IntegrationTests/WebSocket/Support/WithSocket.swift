//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WSTransport
import WebSockets

/// Runs `body` with an open WebSocket of a role and the raw peer at its other end, and drops both when it ends.
///
/// The peer offers or agrees to `extensions`.
@discardableResult
func withSocket<Result: Sendable>(
    as role: WebSocketRole,
    _ configuration: WebSocket.Configuration = .patient,
    compression: WebSocket.Compression? = nil,
    extensions: String? = nil,
    _ body: @Sendable (_ socket: WebSocket, _ peer: FramePeer) async throws -> Result
) async throws -> Result {
    switch role {
    case .server: try await withServerSocket(configuration, compression, extensions, body)
    case .client: try await withClientSocket(configuration, compression, extensions, body)
    }
}

private func withServerSocket<Result: Sendable>(
    _ configuration: WebSocket.Configuration,
    _ compression: WebSocket.Compression?,
    _ extensions: String?,
    _ body: @Sendable (WebSocket, FramePeer) async throws -> Result
) async throws -> Result {
    let (sockets, opened) = AsyncStream<WebSocket>.makeStream()
    let (ending, end) = AsyncStream<Never>.makeStream()
    let handler: WebSocket.Handler = { socket in
        opened.yield(socket)
        for await _ in ending {}
    }
    return try await withHandler(handler, configuration, compression: compression) { address in
        defer { end.finish() }
        let peer = try await FramePeer(dialing: address, extensions: extensions)
        var iterator = sockets.makeAsyncIterator()
        let socket = try #require(await iterator.next())
        return try await use(socket, peer, body)
    }
}

private func withClientSocket<Result: Sendable>(
    _ configuration: WebSocket.Configuration,
    _ compression: WebSocket.Compression?,
    _ extensions: String?,
    _ body: @Sendable (WebSocket, FramePeer) async throws -> Result
) async throws -> Result {
    try await withFramePeers { address, peers in
        async let dialed = Dialer(compression: compression, configuration: configuration).dial("ws://\(address)/")
        var iterator = peers.makeAsyncIterator()
        let peer = try #require(await iterator.next())
        try await peer.accept(extensions: extensions)
        return try await use(dialed, peer, body)
    }
}

private func use<Result: Sendable>(
    _ socket: WebSocket,
    _ peer: FramePeer,
    _ body: @Sendable (WebSocket, FramePeer) async throws -> Result
) async throws -> Result {
    do {
        let result = try await body(socket, peer)
        await socket.closeNow()
        await peer.close()
        return result
    } catch {
        await socket.closeNow()
        await peer.close()
        throw error
    }
}

/// Runs a server whose WebSockets at `/` are handled by `handler` for the time of `body`.
func withHandler<Result: Sendable>(
    _ handler: @escaping WebSocket.Handler,
    _ configuration: WebSocket.Configuration = .patient,
    compression: WebSocket.Compression? = nil,
    _ body: @Sendable (NetworkAddress) async throws -> Result
) async throws -> Result {
    var serverConfiguration = HTTPServer.Configuration()
    serverConfiguration.eventLoops = 1
    let server = HTTPServer(configuration: serverConfiguration)
    server.webSocket("/", upgrader: Upgrader(compression: compression, configuration: configuration), handler)
    return try await withServer(server, body)
}

/// Accepts connections without answering them for the time of `body`, which gets them as they come.
func withFramePeers<Result: Sendable>(
    _ body: @Sendable (NetworkAddress, AsyncStream<FramePeer>) async throws -> Result
) async throws -> Result {
    let loop = EventLoopGroup.shared.leastLoaded
    let (peers, accepted) = AsyncStream<FramePeer>.makeStream()
    let listener = try await loop.perform { loop in
        try Listener(at: .tcp(host: "127.0.0.1", port: 0), on: loop, spreadingOver: [loop]) { stream in
            let peer = FramePeer(stream, role: .server)
            peer.assumeIsolated { $0.start() }
            accepted.yield(peer)
        }
    }
    defer { loop.execute { listener.close() } }
    let address = try #require(try await loop.perform { _ in listener.localAddress })
    return try await body(address, peers)
}

extension WebSocket.Configuration {
    /// The defaults, but without pings and with any number of the peer's, and with time for a peer of few words on a busy
    /// machine.
    static var patient: WebSocket.Configuration {
        var configuration = WebSocket.Configuration()
        configuration.pingInterval = nil
        configuration.controlFrameRate = nil
        configuration.closeTimeout = .seconds(50)
        return configuration
    }
}

extension WebSocket {
    /// Runs `body` isolated to this connection.
    func run<Result: Sendable>(
        _ body: @Sendable (isolated WebSocket) async throws -> Result
    ) async rethrows -> Result {
        try await body(self)
    }
}

/// Expects an error of a code.
///
/// - Returns: The error.
@discardableResult
func expectFailure<Ignored>(
    _ code: WebSocket.Error.Code,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Ignored
) async -> WebSocket.Error? {
    let error = await #expect(throws: WebSocket.Error.self, sourceLocation: sourceLocation) { _ = try await body() }
    #expect(error?.code == code, sourceLocation: sourceLocation)
    return error
}
