//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTLS
import WSTransport

/// Connects to Redis servers.
struct RedisDialer: Sendable {
    let loop: EventLoop
    private let timeout: Duration
    private let clientTLS: ClientTLS?

    init(_ configuration: RedisBackplane.Configuration, on loop: EventLoop) {
        self.loop = loop
        self.timeout = configuration.timeout
        self.clientTLS = configuration.tls.map { ClientTLS($0) }
    }

    /// Connects to a server.
    ///
    /// - Returns: A stream on the loop.
    /// - Throws: Why it failed.
    func dial(_ endpoint: RedisEndpoint) async throws -> any ByteStream {
        let (loop, clientTLS) = (self.loop, self.clientTLS)
        return try await self.loop.withTimeout(self.timeout) {
            switch endpoint {
            case .unix(let path):
                return try await loop.connect(to: .unix(path: path)) as any ByteStream
            case .tcp(let host, let port):
                let addresses = try await loop.resolve(host: host, port: port)
                let stream = try await AddressRace(addresses).connect(on: loop)
                guard let clientTLS else { return stream }
                return try await TLSStream.connect(over: stream, try await clientTLS.prepared(), host: host)
            }
        } timeoutError: {
            RedisBackplane.Error("\(endpoint) does not answer.")
        }
    }
}
