//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import HTTP1
import Synchronization
public import TLS
public import Transport

/// An HTTP/1.1 server whose routes answer requests and open WebSockets.
///
/// ```swift
/// let server = HTTPServer()
/// server.get("/hello") { request in HTTPResponse(text: "Hello World") }
/// server.webSocket("/echo") { socket in
///     for try await message in socket { try await socket.send(message) }
/// }
/// try await server.run(at: .tcp(host: "127.0.0.1", port: 8080))
/// ```
///
/// A pattern is a path whose segments in braces match anything: `/rooms/{name}`. What they matched is in
/// ``HTTPRequest/parameters``. A pattern that does not begin with a slash stops the program, and so does one with braces that do not
/// enclose a whole segment, with an empty name or with a name twice.
///
/// Handlers run on the event loop of their connection: they may wait for anything, but must not block; see
/// ``withoutBlockingEventLoop(_:)``.
public final class HTTPServer: Sendable {
    /// The limits and policies.
    public let configuration: HTTPServerConfiguration

    private let router = Mutex(Router())
    /// What new connections have in common of TLS; `nil` if there is none, or the server has not run yet.
    private let tls = Mutex<TLSContext?>(nil)
    private let admission: Admission
    private let books = Mutex(Books())

    /// What has been counted.
    private struct Books {
        /// By the loops that serve.
        var open: [LoopLedger] = []
        /// By those that have ended.
        var closed = ServerMetrics()
    }

    /// Creates a server without routes.
    ///
    /// - Parameter eventLoops: The number of event loops; one per core by default.
    public convenience init(eventLoops: Int? = nil) {
        var configuration = HTTPServerConfiguration()
        configuration.eventLoops = eventLoops
        self.init(configuration: configuration)
    }

    /// Creates a server without routes.
    public init(configuration: HTTPServerConfiguration) {
        if let eventLoops = configuration.eventLoops {
            precondition(eventLoops > 0, "a server needs at least one event loop")
        }
        configuration.check()
        self.configuration = configuration
        self.admission = Admission(configuration.admission)
    }

    // MARK: Routes

    /// Answers GET requests, and HEAD requests without the body.
    public func get(
        _ pattern: String,
        _ handler: nonisolated(nonsending) @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse
    ) {
        self.on(.get, pattern, handler)
    }

    /// Answers POST requests.
    public func post(
        _ pattern: String,
        _ handler: nonisolated(nonsending) @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse
    ) {
        self.on(.post, pattern, handler)
    }

    /// Answers requests of a method.
    ///
    /// Routes can be added while the server runs; they apply to the requests that come after.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - pattern: A path; segments in braces match anything.
    ///   - handler: Answers a request. It throws ``HTTPError`` to answer with another status; any other error is
    ///     answered with 500.
    public func on(
        _ method: HTTPMethod,
        _ pattern: String,
        _ handler: nonisolated(nonsending) @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse
    ) {
        self.router.withLock { $0.add(method, pattern, .answer(handler)) }
    }

    /// Opens WebSockets.
    ///
    /// When `handler` returns, the connection is closed with 1000; when it throws, with 1011; when the server has cancelled it, with
    /// 1001, whether it returns or throws.
    ///
    /// - Parameters:
    ///   - pattern: A path; segments in braces match anything.
    ///   - upgrader: Checks the opening handshake; by default one with the server's WebSocket configuration.
    ///   - handler: Runs for the life of a connection.
    public func webSocket(
        _ pattern: String,
        upgrader: Upgrader? = nil,
        _ handler: @escaping WebSocketHandler
    ) {
        let upgrader = upgrader ?? Upgrader(configuration: self.configuration.webSocket)
        self.router.withLock { $0.add(.get, pattern, .webSocket(upgrader, handler)) }
    }

    func match(_ request: HTTPRequest) -> Router.Match {
        self.router.withLock { $0.match(request.method, request.segments) }
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
    /// - Throws: ``WebSocketError`` with the code `connectionFailed` if the address is taken, unknown or not allowed, and with
    ///   `tlsFailed` if ``HTTPServerConfiguration/tls`` is no good.
    public func run(
        at address: SocketAddress,
        onListening: @Sendable (SocketAddress) -> Void = { _ in }
    ) async throws {
        try await self.run(at: [.address(address)]) { onListening($0[0]) }
    }

    /// Serves at several places until the task is cancelled.
    ///
    /// Then it stops accepting, and lets what has begun come to its end: requests that have come, or are about to from clients
    /// who have connected, are answered. WebSockets are closed with 1001 in random order over
    /// ``HTTPServerConfiguration/shutdownWindow``, each by cancelling its handler. After
    /// ``HTTPServerConfiguration/shutdownTimeout`` all handlers are cancelled, and a second later what connections are left
    /// are dropped. It returns when all have ended, and their handlers.
    ///
    /// - Parameters:
    ///   - endpoints: Where to listen; at least at one.
    ///   - onListening: Called once with the addresses that are listened at, in the same order.
    /// - Throws: ``WebSocketError`` with the code `connectionFailed` if one of them cannot be listened at, and with `tlsFailed` if
    ///   ``HTTPServerConfiguration/tls`` is no good. Nothing is listened at then.
    public func run(
        at endpoints: [ListenEndpoint],
        onListening: @Sendable ([SocketAddress]) -> Void = { _ in }
    ) async throws {
        precondition(!endpoints.isEmpty, "a server has to listen somewhere")
        if let configuration = self.configuration.tls, self.tlsContext == nil {
            try self.replaceTLS(configuration)
        }
        let loops = EventLoopGroup.lease(count: self.configuration.eventLoops)
        defer { EventLoopGroup.giveBack(loops) }
        let ledgers = loops.map { _ in LoopLedger(self.admission, self.configuration.onEvent) }
        self.books.withLock { $0.open += ledgers }
        defer { self.close(ledgers) }
        let serverLoops = zip(loops, ledgers).map { ServerLoop(loop: $0, server: self, ledger: $1) }
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

    private func report(_ kind: HTTPServerEvent.Kind) {
        self.configuration.onEvent?(HTTPServerEvent(kind: kind, connection: nil, client: nil))
    }

    // MARK: Metrics

    /// What the server has counted since it was created.
    ///
    /// It may be asked for on any thread. To count costs next to nothing, and cannot be turned off.
    public var metrics: ServerMetrics {
        self.books.withLock { books in
            var metrics = books.closed
            for ledger in books.open {
                ledger.add(to: &metrics)
            }
            return metrics
        }
    }

    private func close(_ ledgers: [LoopLedger]) {
        self.books.withLock { books in
            for ledger in ledgers {
                ledger.add(to: &books.closed)
            }
            books.open.removeAll { open in ledgers.contains { $0 === open } }
        }
    }

    // MARK: TLS

    /// Makes new connections secure in another way from now on, such as with a certificate that has been renewed.
    ///
    /// Connections that are open stay as they are.
    ///
    /// - Parameter configuration: What holds instead of ``HTTPServerConfiguration/tls``.
    /// - Throws: ``WebSocketError`` with the code `tlsFailed` if it is no good, and then nothing has changed; with the code
    ///   `invalidArgument` if this is a server without TLS.
    public func replaceTLS(_ configuration: TLSServerConfiguration) throws(WebSocketError) {
        guard self.configuration.tls != nil else {
            throw WebSocketError(.invalidArgument, "Cannot replace the certificates: this server has none.")
        }
        do throws(TLSError) {
            let context = try TLSContext(server: configuration)
            self.tls.withLock { $0 = context }
        } catch {
            throw WebSocketError(.tlsFailed, "Cannot serve by TLS: \(error)", cause: error)
        }
    }

    /// What a connection that is being accepted gets of TLS.
    var tlsContext: TLSContext? { self.tls.withLock { $0 } }
}
