//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Transport

/// The listeners of a server, which hand connections to its loops, with what can be done to them from any thread.
struct BoundListeners: Sendable {
    /// Where they listen, with the ports the system chose.
    let addresses: [SocketAddress]

    /// All on one loop.
    private let listeners: [Listener]
    private let loop: EventLoop

    /// Starts to listen at every endpoint, or at none.
    ///
    /// - Parameters:
    ///   - endpoints: Where.
    ///   - serverLoops: Who gets the connections.
    ///   - sharesPort: Whether others that say so too may listen there as well.
    /// - Throws: ``WebSocketError`` with the code `connectionFailed`.
    init(at endpoints: [ListenEndpoint], _ serverLoops: [ServerLoop], sharesPort: Bool) async throws {
        let byLoop = Dictionary(uniqueKeysWithValues: serverLoops.map { (ObjectIdentifier($0.loop), $0) })
        let loops = serverLoops.map(\.loop)
        let first = loops[0]
        var bound: [(listener: Listener, address: SocketAddress)] = []
        for endpoint in endpoints {
            do {
                let numeric = try await Self.resolve(endpoint, on: first)
                let one = try await first.perform { loop in
                    let listener = try Listener(
                        at: numeric,
                        on: loop,
                        spreadingOver: loops,
                        sharesPort: sharesPort
                    ) { stream in
                        guard let serverLoop = byLoop[ObjectIdentifier(stream.loop)] else { return }
                        serverLoop.onLoop.accepted(serverLoop, stream)
                    } onFailure: { error in
                        serverLoops[0].ledger.couldNotAccept(error)
                    }
                    return (listener, listener.localAddress ?? .unix(path: ""))
                }
                bound.append(one)
            } catch {
                try await first.perform { [bound] _ in
                    for (listener, _) in bound { listener.close() }
                }
                guard let error = error as? TransportError else { throw error }
                throw WebSocketError(.connectionFailed, "Cannot listen at \(endpoint): \(error).", cause: error)
            }
        }
        self.loop = first
        self.listeners = bound.map(\.listener)
        self.addresses = bound.map(\.address)
    }

    private static func resolve(_ endpoint: ListenEndpoint, on loop: EventLoop) async throws -> ListenEndpoint {
        guard case .address(.tcp(let host, let port)) = endpoint else { return endpoint }
        return try await loop.resolve(host: host, port: port).first.map { .address($0) } ?? endpoint
    }

    /// Stops accepting, then calls `body` on the loop that accepted: behind whatever it has handed to other loops.
    func close(_ body: @escaping @Sendable () -> Void) {
        self.loop.execute {
            for listener in self.listeners { listener.close() }
            body()
        }
    }
}
