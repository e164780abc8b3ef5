//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Transport

/// A listener that hands connections to the loops of a server, with what can be done to it from any thread.
struct BoundListener: Sendable {
    /// Where it listens, with the port the system chose.
    let address: SocketAddress

    private let listener: Listener
    private let loop: EventLoop

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - address: Where.
    ///   - serverLoops: Who gets the connections.
    ///   - sharesPort: Whether others that say so too may listen there as well.
    /// - Throws: ``WebSocketError`` with the code `connectionFailed`.
    init(at address: SocketAddress, _ serverLoops: [ServerLoop], sharesPort: Bool) async throws {
        let byLoop = Dictionary(uniqueKeysWithValues: serverLoops.map { (ObjectIdentifier($0.loop), $0) })
        let loops = serverLoops.map(\.loop)
        self.loop = loops[0]
        do {
            let numeric = try await Self.resolve(address, on: self.loop)
            self.listener = try await self.loop.perform { loop in
                try Listener(at: numeric, on: loop, spreadingOver: loops, sharesPort: sharesPort) { stream in
                    guard let serverLoop = byLoop[ObjectIdentifier(stream.loop)] else { return }
                    serverLoop.onLoop.accepted(serverLoop, stream)
                }
            }
            let listener = self.listener
            self.address = try await self.loop.perform { _ in listener.localAddress ?? numeric }
        } catch let error as TransportError {
            throw WebSocketError(.connectionFailed, "Cannot listen at \(address): \(error).", cause: error)
        }
    }

    private static func resolve(_ address: SocketAddress, on loop: EventLoop) async throws -> SocketAddress {
        switch address {
        case .tcp(let host, let port): try await loop.resolve(host: host, port: port).first ?? address
        case .unix: address
        }
    }

    /// Stops accepting.
    func close() {
        self.loop.execute { self.listener.close() }
    }
}
