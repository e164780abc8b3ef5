//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
public import WSHTTP
public import WSTLS
public import WSTransport

/// An HTTP/1.1 server whose routes answer requests and open WebSockets.
///
/// ```swift
/// let server = HTTPServer()
/// server.get("/hello") { request in HTTP.Response(text: "Hello World") }
/// server.webSocket("/echo") { socket in
///     for try await message in socket { try await socket.send(message) }
/// }
/// try await server.run(at: .tcp(host: "127.0.0.1", port: 8080))
/// ```
///
/// A pattern is a path whose segments in braces match anything: `/rooms/{name}`. What they matched is in
/// ``HTTP/Request/parameters``. A pattern that does not begin with a slash stops the program, and so does one with braces that do not
/// enclose a whole segment, with an empty name, with a name twice or with an asterisk, which is no wildcard here.
///
/// Handlers run on the event loop of their connection: they may wait for anything, but must not block; see
/// ``withoutBlockingEventLoop(_:)``.
public final class HTTPServer: Sendable {
    /// The limits and policies.
    public let configuration: HTTPServer.Configuration

    /// Those of WebSockets whose upgrader has none of its own.
    let webSocketSettings: ConnectionSettings
    private let router = Mutex(Router())
    /// What new connections have in common of TLS; `nil` if there is none, or the server has not run yet.
    private let tls = Mutex<TLSContext?>(nil)
    private let admission: Admission
    private let totals = Mutex(Totals())

    /// What has been counted.
    private struct Totals {
        /// By the loops that serve.
        var open: [LoopCounters] = []
        /// By those that have ended.
        var closed = HTTPServer.Metrics()
    }

    /// Creates a server without routes.
    ///
    /// - Parameter eventLoops: The number of event loops; one per core by default.
    public convenience init(eventLoops: Int? = nil) {
        var configuration = HTTPServer.Configuration()
        configuration.eventLoops = eventLoops
        self.init(configuration: configuration)
    }

    /// Creates a server without routes.
    public init(configuration: HTTPServer.Configuration) {
        self.configuration = configuration
        self.webSocketSettings = ConnectionSettings(configuration.webSocket)
        self.admission = Admission(configuration.admission)
    }

    // MARK: Routes

    /// Answers GET requests, and HEAD requests without the body.
    public func get(
        _ pattern: String,
        _ handler: nonisolated(nonsending) @escaping @Sendable (HTTP.Request) async throws -> HTTP.Response
    ) {
        self.on(.get, pattern, handler)
    }

    /// Answers POST requests.
    public func post(
        _ pattern: String,
        _ handler: nonisolated(nonsending) @escaping @Sendable (HTTP.Request) async throws -> HTTP.Response
    ) {
        self.on(.post, pattern, handler)
    }

    /// Answers requests of a method.
    ///
    /// Routes can be added while the server runs; they apply to the requests that come after. A second route for the same method and
    /// path stops the program, also if its parameters have other names.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - pattern: A path; segments in braces match anything.
    ///   - handler: Answers a request. It throws ``HTTP/Error`` to answer with another status; any other error is
    ///     answered with 500.
    public func on(
        _ method: HTTP.Method,
        _ pattern: String,
        _ handler: nonisolated(nonsending) @escaping @Sendable (HTTP.Request) async throws -> HTTP.Response
    ) {
        self.router.withLock { $0.add(method, pattern, .answer(handler)) }
    }

    /// Opens WebSockets.
    ///
    /// A path may have a GET route, too: an opening handshake opens a WebSocket, and the GET route answers all other requests. A second
    /// WebSocket route for the same path stops the program.
    ///
    /// When `handler` returns, the connection is closed with 1000; when it throws, with 1011; when the server has cancelled it, with
    /// 1001, whether it returns or throws.
    ///
    /// - Parameters:
    ///   - pattern: A path; segments in braces match anything.
    ///   - upgrader: Checks the opening handshake. If it has no configuration of its own,
    ///     ``HTTPServer/Configuration/webSocket`` applies.
    ///   - handler: Runs for the life of a connection.
    public func webSocket(
        _ pattern: String,
        upgrader: Upgrader = Upgrader(),
        _ handler: @escaping WebSocket.Handler
    ) {
        self.router.withLock { $0.add(.get, pattern, .webSocket(upgrader, handler)) }
    }

    func match(_ request: HTTP.Request) -> Router.Match {
        self.router.withLock { $0.match(request) }
    }

    // MARK: Running

    /// Serves until the task is cancelled.
    ///
    /// Then it stops accepting, but not at once: see ``run(at:onListening:)-([ListenEndpoint],_)``.
    ///
    /// - Parameters:
    ///   - address: Where to listen: a TCP port or a Unix socket.
    ///   - onListening: Called once with the address that is listened at, whose port is the one the system chose if
    ///     `address` left that to it.
    /// - Throws: ``WebSocket/Error`` with the code `connectionFailed` if the address is taken, unknown or not allowed, and with
    ///   `tlsFailed` if ``HTTPServer/Configuration/tls`` is no good.
    public func run(
        at address: NetworkAddress,
        onListening: @Sendable (NetworkAddress) -> Void = { _ in }
    ) async throws {
        try await self.run(at: [.address(address)]) { onListening($0[0]) }
    }

    /// Serves at several places until the task is cancelled.
    ///
    /// Then it stops accepting, and lets what has begun come to its end: requests that have come, or are about to from clients
    /// who have connected, are answered. WebSockets are closed with 1001 in random order over
    /// ``HTTPServer/Configuration/shutdownWindow``, each by cancelling its handler. After
    /// ``HTTPServer/Configuration/shutdownTimeout`` all handlers are cancelled, and a second later what connections are left
    /// are dropped. It returns when all have ended, and their handlers.
    ///
    /// - Parameters:
    ///   - endpoints: Where to listen; at least at one.
    ///   - onListening: Called once with the addresses that are listened at, in the same order.
    /// - Throws: ``WebSocket/Error`` with the code `connectionFailed` if one of them cannot be listened at, and with `tlsFailed` if
    ///   ``HTTPServer/Configuration/tls`` is no good. Nothing is listened at then.
    public func run(
        at endpoints: [ListenEndpoint],
        onListening: @Sendable ([NetworkAddress]) -> Void = { _ in }
    ) async throws {
        precondition(!endpoints.isEmpty, "a server has to listen somewhere")
        let loops = EventLoopGroup.lease(count: self.configuration.eventLoops)
        defer { EventLoopGroup.giveBack(loops) }
        let serverLoops = try self.makeServerLoops(on: loops)
        defer { self.close(serverLoops) }
        let listeners = try await BoundListeners(at: endpoints, serverLoops, sharesPort: self.configuration.sharesPort)
        self.report(.listening(at: listeners.addresses))
        onListening(listeners.addresses)
        // A task of its own, whose handlers are not cancelled with this one, but in time.
        let serving = Task {
            await withDiscardingTaskGroup { group in
                for serverLoop in serverLoops {
                    group.addTask(executorPreference: serverLoop.loop) { await serverLoop.run() }
                }
            }
        }
        await withTaskCancellationHandler {
            await serving.value
        } onCancel: {
            self.report(.stopping)
            listeners.close {
                for serverLoop in serverLoops {
                    serverLoop.loop.execute {
                        serverLoop.assumeIsolated { $0.stop { serving.cancel() } }
                    }
                }
            }
        }
        self.report(.stopped)
    }

    /// Makes what serves on each loop, whose counts are the server's until ``close(_:)``.
    func makeServerLoops(on loops: [EventLoop]) throws(WebSocket.Error) -> [ServerLoop] {
        if let configuration = self.configuration.tls, self.tlsContext == nil {
            try self.replaceTLS(configuration)
        }
        let serverLoops = loops.map { loop in
            ServerLoop(loop: loop, server: self, counters: LoopCounters(self.admission, self.configuration.onEvent))
        }
        self.totals.withLock { $0.open += serverLoops.map(\.counters) }
        return serverLoops
    }

    private func report(_ kind: HTTPServer.Event.Kind) {
        self.configuration.onEvent?(HTTPServer.Event(kind: kind, connection: nil, client: nil))
    }

    // MARK: Metrics

    /// What the server has counted since it was created.
    ///
    /// It may be asked for on any thread. To count costs next to nothing, and cannot be turned off.
    public var metrics: HTTPServer.Metrics {
        self.totals.withLock { totals in
            var metrics = totals.closed
            for counters in totals.open {
                counters.add(to: &metrics)
            }
            return metrics
        }
    }

    /// Keeps the counts of what has ended.
    func close(_ serverLoops: [ServerLoop]) {
        self.totals.withLock { totals in
            for serverLoop in serverLoops {
                serverLoop.counters.add(to: &totals.closed)
            }
            totals.open.removeAll { open in serverLoops.contains { $0.counters === open } }
        }
    }

    // MARK: TLS

    /// Makes new connections secure in another way from now on, such as with a certificate that has been renewed.
    ///
    /// Connections that are open stay as they are.
    ///
    /// - Parameter configuration: What holds instead of ``HTTPServer/Configuration/tls``.
    /// - Throws: ``WebSocket/Error`` with the code `tlsFailed` if it is no good, and then nothing has changed; with the code
    ///   `invalidArgument` if this is a server without TLS.
    public func replaceTLS(_ configuration: TLS.ServerConfiguration) throws(WebSocket.Error) {
        guard self.configuration.tls != nil else {
            throw WebSocket.Error(.invalidArgument, "Cannot replace the certificates: this server has none.")
        }
        do throws(TLS.Error) {
            let context = try TLSContext(server: configuration)
            self.tls.withLock { $0 = context }
        } catch {
            throw WebSocket.Error(.tlsFailed, "Cannot serve by TLS: \(error)", cause: error)
        }
    }

    /// What a connection that is being accepted gets of TLS.
    var tlsContext: TLSContext? { self.tls.withLock { $0 } }
}
