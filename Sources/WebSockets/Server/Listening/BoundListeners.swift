//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport

/// The listeners of a server, which hand connections to its loops, with what can be done to them from any thread.
struct BoundListeners: Sendable {
    /// Where they listen, with the ports the system chose.
    let addresses: [NetworkAddress]

    /// All on one loop.
    private let listeners: [Listener]
    private let loop: EventLoop

    /// Starts to listen at every endpoint, or at none.
    ///
    /// - Parameters:
    ///   - endpoints: Where.
    ///   - serverLoops: Who gets the connections.
    ///   - sharesPort: Whether others that say so too may listen there as well.
    /// - Throws: ``WebSocket/Error`` with the code `connectionFailed`.
    init(at endpoints: [ListenEndpoint], _ serverLoops: [ServerLoop], sharesPort: Bool) async throws {
        let byLoop = Dictionary(uniqueKeysWithValues: serverLoops.map { (ObjectIdentifier($0.loop), $0) })
        let loops = serverLoops.map(\.loop)
        let first = loops[0]
        var sources: [(endpoint: ListenEndpoint, file: UnixSocketFile?)] = []
        for endpoint in endpoints {
            do {
                sources.append(try await Self.prepare(endpoint, on: first))
            } catch {
                for source in sources { source.file?.discard() }
                throw Self.failure(endpoint, error)
            }
        }
        // In one job: the first connection is accepted when it is known where else the server listens.
        let bound = try await first.perform { [sources] loop in
            var bound: [(listener: Listener, address: NetworkAddress)] = []
            for (index, (endpoint, source)) in zip(endpoints, sources).enumerated() {
                do {
                    let listener = try Listener(
                        at: source.endpoint,
                        using: source.file,
                        on: loop,
                        spreadingOver: loops,
                        sharesPort: sharesPort
                    ) { stream in
                        guard let serverLoop = byLoop[ObjectIdentifier(stream.loop)] else { return }
                        serverLoop.onLoop.accepted(serverLoop, stream)
                    } onFailure: { error in
                        serverLoops[0].counters.couldNotAccept(error)
                    }
                    bound.append((listener, listener.localAddress ?? .unix(path: "")))
                } catch {
                    for (listener, _) in bound { listener.close() }
                    for source in sources[(index + 1)...] { source.file?.discard() }
                    throw Self.failure(endpoint, error)
                }
            }
            let isLocal = HTTPServer.AllowedHosts.areLocal(bound.map(\.address))
            for serverLoop in serverLoops { serverLoop.listensLocally = isLocal }
            return bound
        }
        self.loop = first
        self.listeners = bound.map(\.listener)
        self.addresses = bound.map(\.address)
    }

    private static func failure(_ endpoint: ListenEndpoint, _ error: any Error) -> any Error {
        guard let error = error as? TransportError else { return error }
        return WebSocket.Error(.connectionFailed, "Cannot listen at \(endpoint): \(error)".asSentence, cause: error)
    }

    /// Does what may take time before the loop listens: looks a host up, or waits for another server that starts at a Unix path.
    private static func prepare(
        _ endpoint: ListenEndpoint,
        on loop: EventLoop
    ) async throws -> (endpoint: ListenEndpoint, file: UnixSocketFile?) {
        switch endpoint {
        case .address(.tcp(let host, let port)):
            (try await loop.resolve(host: host, port: port).first.map { .address($0) } ?? endpoint, nil)
        case .address(.unix(let path)): (endpoint, try await UnixSocketFile.create(at: path))
        case .descriptor: (endpoint, nil)
        }
    }

    /// Stops accepting, then calls `body` on the loop that accepted: behind whatever it has handed to other loops.
    func close(_ body: @escaping @Sendable () -> Void) {
        self.loop.execute {
            for listener in self.listeners { listener.close() }
            body()
        }
    }
}
