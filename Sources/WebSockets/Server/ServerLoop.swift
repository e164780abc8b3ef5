//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WSBase
import WSHTTP
import WSHTTP1
import WSTLS
import WSTransport

/// The part of a server that runs on one event loop.
actor ServerLoop {
    nonisolated let loop: EventLoop
    nonisolated let server: HTTPServer
    nonisolated let counters: LoopCounters
    /// How many of those that are one too many get an answer at a time; who comes while there are so many gets none.
    private static let maxRefusals = 64

    /// Whether the server listens at addresses of the loopback interface only.
    private let isLocal = Atomic(false)

    /// The number of connections that speak HTTP; those of WebSockets are their tasks' matter.
    private var connectionCount = 0
    private var refusalCount = 0
    /// What is to run as a task of its own.
    private var ready = FIFO<Activity>()
    /// How much of that has been given a task, which has not begun to run.
    private var startingCount = 0
    private var waiter: CheckedContinuation<Void, Never>?
    /// What remains to be done when no further connections are accepted.
    private var shutdown: LoopShutdown?
    private var date: (second: Int, text: [UInt8])?

    /// What a connection needs a task for.
    enum Activity {
        /// To await the handlers of its requests.
        case answering(HTTPConnection)
        /// To run the handler of a WebSocket.
        case webSocket(WebSocket, WebSocket.Handler)
    }

    init(loop: EventLoop, server: HTTPServer, counters: LoopCounters) {
        self.loop = loop
        self.server = server
        self.counters = counters
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.loop.unownedSerialExecutor
    }

    /// Whether the server listens at addresses of the loopback interface only; set before the first connection is accepted.
    nonisolated var listensLocally: Bool {
        get { self.isLocal.load(ordering: .relaxed) }
        set { self.isLocal.store(newValue, ordering: .relaxed) }
    }

    /// Serves the connections that are accepted until it is stopped and they have ended.
    ///
    /// A connection gets a child task only when there is something to await, and a WebSocket's is a new one: what the
    /// task of a request has needed would stay allocated for the life of a task that went on.
    func run() async {
        // Made once: each connection's own would be kept for as long as its task runs. Not isolated, so that the frames
        // of a task that waits are as few as they can be.
        let runNext: @Sendable @isolated(any) () async -> Void = {
            switch self.onLoop.takeNext(self) {
            case .answering(let connection): await connection.answerRequests()
            case .webSocket(let socket, let handler): await socket.run(handler)
            case nil: break
            }
        }
        await withDiscardingTaskGroup { group in
            while self.shutdown == nil || self.connectionCount > 0 || self.startingCount < self.ready.count {
                while self.startingCount < self.ready.count {
                    self.startingCount += 1
                    group.addTask(operation: runNext)
                }
                if self.shutdown == nil || self.connectionCount > 0 {
                    await withCheckedContinuation { self.waiter = $0 }
                }
            }
        }
        self.shutdown?.end()
    }

    /// Takes what has waited longest, for a task that was made for it.
    func takeNext() -> Activity? {
        self.startingCount -= 1
        return self.ready.popFirst()
    }

    /// Takes a connection in.
    func accepted(_ stream: any ByteStream) {
        self.connectionCount += 1
        let context = ConnectionContext(excess: self.counters.connectionBegan())
        if let proxies = self.server.configuration.trustedProxies, proxies.means == .proxyProtocol {
            let peer = stream.remoteAddress
            if proxies.contains(peer) {
                ProxyHeaderReader(stream, from: peer, context, self).start()
                return
            }
        }
        self.open(stream, context)
    }

    /// Begins to serve a connection.
    func open(_ stream: any ByteStream, _ context: ConnectionContext) {
        var context = context
        self.counters.report(.connectionOpened, context.id, context.client ?? stream.remoteAddress)
        self.countClient(of: stream, &context)
        if let excess = context.excess {
            self.counters.limited(by: excess, context.id, context.client ?? stream.remoteAddress)
            self.refusalCount += 1
            guard self.refusalCount <= Self.maxRefusals else {
                stream.close()
                self.counters.connectionEnded(of: nil, wasOpening: true)
                self.connectionEnded(wasRefused: true)
                return
            }
        }
        let secured: any ByteStream =
            if let tls = self.server.tlsContext {
                TLSStream(over: stream, server: tls, answerToPlaintext: Self.answerToPlaintext)
            } else {
                stream
            }
        let connection = HTTPConnection(stream: secured, context, server: self)
        connection.onLoop.start(connection)
        if self.shutdown != nil {
            // It had connected before the server began to stop.
            connection.assumeIsolated { $0.stop() }
        }
    }

    /// Counts a connection as its client's, if clients are told apart and it is known by now which one it is.
    private func countClient(of stream: any ByteStream, _ context: inout ConnectionContext) {
        guard context.excess == nil, self.counters.admission.countsClients, !context.isProxyItself else { return }
        let peer = context.client ?? stream.remoteAddress
        // A proxy that tells by fields says of each request whose it is.
        if let proxies = self.server.configuration.trustedProxies, proxies.means != .proxyProtocol,
            proxies.contains(peer)
        {
            return
        }
        if !context.count(as: peer, in: self.counters.admission) {
            context.excess = .connectionsPerAddress
        }
    }

    /// What a client gets that speaks no TLS where there is nothing else.
    private static let answerToPlaintext: [UInt8] = {
        let response = HTTP.Error(.badRequest, "This port speaks TLS: use https or wss.").response
        var bytes: [UInt8] = []
        ResponseSerializer.append(
            status: response.status,
            fields: response.headers,
            body: .known(response.body.count),
            connection: .close,
            to: &bytes
        )
        return bytes + response.body
    }()

    /// Gives a connection a task to answer its requests in.
    func startAnswering(_ connection: HTTPConnection) {
        self.ready.append(.answering(connection))
        self.wake()
    }

    /// Gives a connection that has become a WebSocket a task to run its handler in.
    func run(_ socket: WebSocket, _ handler: @escaping WebSocket.Handler) {
        self.ready.append(.webSocket(socket, handler))
        self.shutdown?.add(socket)
        self.wake()
    }

    /// Counts a connection off that has ended or become a WebSocket.
    ///
    /// - Parameter wasRefused: Whether it was one too many.
    func connectionEnded(wasRefused: Bool) {
        self.connectionCount -= 1
        self.refusalCount -= wasRefused ? 1 : 0
        if self.shutdown != nil {
            self.wake()
        }
    }

    /// Ends ``run()`` once its connections have, for which it sees to that they do.
    ///
    /// - Parameter cancelHandlers: Called when the handlers' time is over.
    func stop(cancelHandlers: @escaping @Sendable () -> Void) {
        self.shutdown = LoopShutdown(of: self.loop, self.server.configuration, cancelHandlers: cancelHandlers)
        self.wake()
    }

    private func wake() {
        self.waiter.take()?.resume()
    }

    /// The value of the Date field, made once per second.
    func currentDate() -> [UInt8] {
        let second = EventLoop.secondsSince1970
        if let date, date.second == second {
            return date.text
        }
        let text = HTTPDate.format(secondsSince1970: second)
        self.date = (second, text)
        return text
    }
}
