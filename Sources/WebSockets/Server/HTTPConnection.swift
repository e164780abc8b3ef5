//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP
import WSHTTP1
import WSTransport

/// One connection of a server, as long as it speaks HTTP.
actor HTTPConnection {
    /// How many bytes may arrive ahead of the request being answered before reading stops.
    static let maxEarlyBytes = 64 * 1024

    /// How long to wait for the client to end its side after the last response.
    static let lingerTimeout: Duration = .seconds(5)

    nonisolated let loop: EventLoop
    let stream: any ByteStream
    let serverLoop: ServerLoop
    let server: HTTPServer
    var context: ConnectionContext
    /// Whether what requests say about their client is believed, once that has mattered.
    var isFromTrustedProxy: Bool?

    var parser: RequestParser
    /// What has come of the request that is being received.
    var head: RequestHead?
    var body: [UInt8] = []
    /// The request that has come as a whole, until it is handled.
    var request: HTTP.Request?
    var keepsAlive = false
    /// What arrived behind the request being answered, and how much of it has been parsed since.
    var early: [UInt8] = []
    var earlyPosition = 0

    var phase = Phase.receiving
    /// Whether the next byte begins a request after an idle time, so that the time for its head begins with it.
    var isIdle = false
    private var event: Event?
    /// The task that answers requests, while it waits for an event.
    private var waiter: CheckedContinuation<Void, Never>?
    private var hasTask = false
    /// Whether the connection has ended or become a WebSocket.
    private var isClosed = false
    private var isUpgraded = false
    /// Whether no request has come as a whole yet.
    private var isOpening = true
    private var requestCount = 0
    /// Whether the server takes no further requests, but for one that is on its way.
    private var isStopping = false
    var hasReceivedEnd = false

    /// What the connection waits for, which decides what a deadline means.
    enum Phase {
        /// For a request, or the rest of one.
        case receiving
        /// For the handler.
        case answering
        /// For the client to take the response.
        case sending
        /// For the client to end its side.
        case lingering
    }

    /// What ``answerRequests()`` is woken by.
    enum Event {
        case request(HTTP.Request, Router.Match)
        case drained
    }

    init(stream: any ByteStream, _ context: ConnectionContext, server: ServerLoop) {
        self.stream = stream
        self.context = context
        self.loop = stream.loop
        self.serverLoop = server
        self.server = server.server
        let configuration = self.server.configuration
        self.parser = RequestParser(
            limits: HTTPLimits(
                maxHeadSize: configuration.maxHeadSize,
                maxFieldCount: configuration.maxFieldCount,
                maxTargetLength: configuration.maxHeadSize / 2,
                maxBodySize: configuration.maxBodySize
            )
        )
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.loop.unownedSerialExecutor
    }

    // MARK: Serving

    /// Begins to receive requests.
    func start() {
        self.stream.handler = self
        self.stream.schedule(at: self.loop.now + self.server.configuration.headTimeout.wholeMilliseconds)
        self.stream.startReading()
    }

    /// Handles a request that has come as a whole.
    func received(_ request: HTTP.Request) {
        self.requestCount += 1
        self.openingEnded()
        let match = self.server.match(request)
        // Opening a WebSocket on its route needs no task, nor the peer's address, which takes a system call; if it is
        // refused, the reason is answered as any response is.
        if case .route(let route, _) = match, case .webSocket(let upgrader, let handler) = route.action,
            !upgrader.checkOrigin.isCustom, let (upgrade, head) = try? upgrader.accept(request, handler)
        {
            self.run(upgrade, head)
        } else {
            var request = request
            request.remoteAddress = self.stream.remoteAddress
            self.wake(.request(request, match))
        }
    }

    /// Answers one request after another, until the connection ends or becomes a WebSocket.
    ///
    /// Out of line: its frame would otherwise be part of that of each WebSocket's task.
    @inline(never)
    func answerRequests() async {
        while let event = await self.nextEvent() {
            switch event {
            case .request(let request, let match): await self.answer(request, match)
            case .drained: continue
            }
        }
    }

    /// Waits for what happens next; `nil` when the connection has ended or become a WebSocket.
    private func nextEvent() async -> Event? {
        while self.event == nil, !self.isClosed {
            await withCheckedContinuation { self.waiter = $0 }
        }
        return self.isClosed ? nil : self.event.take()
    }

    func wake(_ event: Event?) {
        self.event = event
        if self.hasTask {
            self.waiter.take()?.resume()
        } else if event != nil {
            self.hasTask = true
            self.serverLoop.assumeIsolated { $0.startAnswering(self) }
        }
    }

    private func answer(_ request: HTTP.Request, _ match: Router.Match) async {
        var response = await self.response(to: request, match)
        guard !self.isClosed else { return }
        if let problem = response.problem {
            self.counters.handlersFailed.add()
            self.counters.report(.invalidResponse(because: problem), self.context.id, request.clientAddress)
            response = HTTP.Error(.internalServerError).response
        }
        if let upgrade = response.upgrade {
            var head: [UInt8] = []
            ResponseSerializer.append(status: response.status, fields: response.headers, to: &head)
            self.run(upgrade, head)
        } else if self.mayReceiveMore, !response.headers.hasToken("close", in: "Connection") {
            self.send(
                response,
                to: request.method,
                isHandshake: request.isWebSocketUpgrade,
                connection: request.version == .http10 ? .keepAlive : nil
            )
            await self.waitUntilDrained()
            self.receiveNextRequest()
            if self.event != nil {
                // One of many requests that came at once: the loop's other connections have their turn first.
                await Task.yield()
            }
        } else {
            self.sendLast(response, to: request.method, isHandshake: request.isWebSocketUpgrade)
        }
    }

    /// Whether the connection goes on behind the response.
    private var mayReceiveMore: Bool {
        guard self.keepsAlive, !self.isStopping else { return false }
        guard let limit = self.counters.admission.limits.maxRequestsPerConnection, self.requestCount >= limit else {
            return true
        }
        self.counters.limited(by: .requests, self.context.id)
        return false
    }

    private func response(to request: HTTP.Request, _ match: Router.Match) async -> HTTP.Response {
        switch match {
        case .notFound where !request.method.isKnown, .methodNotAllowed where !request.method.isKnown:
            return HTTP.Error(.notImplemented).response
        case .notFound:
            return HTTP.Error(.notFound).response
        case .methodNotAllowed(let allowed):
            var response = HTTP.Error(.methodNotAllowed).response
            response.headers["Allow"] = allowed.map(\.rawValue).joined(separator: ", ")
            return response
        case .route(let route, let parameters):
            var request = request
            request.parameters = parameters
            do {
                return try await route.action.response(to: request)
            } catch let error as HTTP.Error {
                return error.response
            } catch {
                self.counters.handlersFailed.add()
                self.counters.report(.handlerFailed(error), self.context.id, request.clientAddress)
                return HTTP.Error(.internalServerError).response
            }
        }
    }

    private func send(
        _ response: HTTP.Response,
        to method: HTTP.Method?,
        isHandshake: Bool,
        connection: ResponseSerializer.Connection?
    ) {
        self.counters.answered(response.status, isHandshake: isHandshake)
        if isHandshake {
            self.counters.report(
                .handshakeRefused(response.status, because: response.refusalReason),
                self.context.id,
                self.client
            )
        }
        var bytes: [UInt8] = []
        ResponseSerializer.append(
            status: response.status,
            fields: response.headers,
            body: .known(response.body.count),
            connection: connection,
            // Both live on one loop.
            date: self.serverLoop.assumeIsolated { $0.currentDate() },
            to: &bytes
        )
        self.stream.append(bytes)
        if response.status.allowsContent, method != .head {
            self.stream.append(response.body)
        }
    }

    /// Sends the connection's last response, ends our side, and waits for the client to end its own: closing at once
    /// could reset the connection before the client has read the response (RFC 9112 §9.6).
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - method: The request's method, if that has been understood.
    ///   - isHandshake: Whether the client wanted to open a WebSocket.
    func sendLast(_ response: HTTP.Response, to method: HTTP.Method? = nil, isHandshake: Bool = false) {
        self.send(response, to: method, isHandshake: isHandshake, connection: .close)
        self.linger()
        self.stream.startReading()
    }

    /// Ends our side after what is pending, and discards what the client still sends.
    private func linger() {
        self.phase = .lingering
        self.dropEarly()
        self.stream.setDeadline(self.server.configuration.responseTimeout)
        self.stream.notifyWhenDrained(to: 0)
        self.stream.shutdownOutput()
    }

    /// Ends the connection between two requests; what is pending leaves first.
    func endBetweenRequests() {
        if self.stream.pendingOutput > 0 {
            self.linger()
        } else {
            self.close()
        }
    }

    private func waitUntilDrained() async {
        guard self.stream.pendingOutput > 64 * 1024 else { return }
        self.phase = .sending
        self.stream.setDeadline(self.server.configuration.responseTimeout)
        self.stream.notifyWhenDrained(to: 64 * 1024)
        _ = await self.nextEvent()
    }

    private func receiveNextRequest() {
        guard !self.isClosed else { return }
        guard !self.isStopping else {
            self.endBetweenRequests()
            return
        }
        self.phase = .receiving
        self.isIdle = true
        self.stream.setDeadline(self.server.configuration.idleTimeout)
        self.parseEarlyBytes()
        guard !self.isClosed else { return }
        if self.hasReceivedEnd, self.phase == .receiving {
            // All that the client sent has been answered, or will never be complete.
            self.endBetweenRequests()
        } else if !self.hasReceivedEnd, self.early.count - self.earlyPosition <= Self.maxEarlyBytes {
            self.stream.startReading()
        }
    }

    /// Goes on as a WebSocket, of which this object is no part.
    ///
    /// - Parameters:
    ///   - upgrade: What was agreed on.
    ///   - head: The response that says so.
    private func run(_ upgrade: Upgrade, _ head: [UInt8]) {
        guard self.countClient(of: upgrade) else {
            self.sendLast(HTTPServer.Limit.connectionsPerAddress.refusal, isHandshake: true)
            return
        }
        self.stream.append(head)
        self.counters.answered(.switchingProtocols, isHandshake: true)
        let socket = WebSocket(stream: self.stream, upgrade, ServerSide(self.context, self.counters))
        let early = Array(self.early[self.earlyPosition...])
        self.dropEarly()
        self.isUpgraded = true
        self.didClose()
        let hasReceivedEnd = self.hasReceivedEnd
        // Both live on this loop.
        socket.onLoop.start(socket, early, hasReceivedEnd)
        self.serverLoop.onLoop.runSocket(self.serverLoop, socket, upgrade.handler)
    }

    /// Ends the connection when it has answered the request that is on its way; at once if there is none.
    ///
    /// Whoever has just connected has a request that is only to arrive, for a moment.
    func stop() {
        self.isStopping = true
        guard self.phase == .receiving, self.parser.isIdle, self.head == nil else { return }
        if self.isIdle {
            self.endBetweenRequests()
        } else {
            self.stream.setDeadline(self.server.configuration.lastRequestTimeout)
        }
    }

    // MARK: Time

    func deadlineReached() {
        switch self.phase {
        case .receiving where !self.parser.isIdle || self.head != nil:
            self.refuse(.requestTimeout, "The request took too long.")
        case .receiving, .sending, .lingering:
            self.close()
        case .answering:
            break
        }
    }

    func close() {
        self.stream.close()
        self.didClose()
    }

    func didClose() {
        guard !self.isClosed else { return }
        self.isClosed = true
        self.wake(nil)
        if !self.isUpgraded {
            self.counters.report(.connectionEnded, self.context.id)
            self.counters.connectionEnded(of: self.context.network, wasOpening: self.isOpening)
        }
        self.serverLoop.onLoop.connectionEnded(self.serverLoop, self.context.excess != nil)
    }

    // MARK: Admission

    /// The client as far as it is known, unless a request says more.
    var client: NetworkAddress? { self.context.client ?? self.stream.remoteAddress }

    /// What the server keeps of its connections.
    var counters: LoopCounters { self.serverLoop.counters }

    /// Notes that a request has come.
    private func openingEnded() {
        guard self.isOpening else { return }
        self.isOpening = false
        self.counters.admission.openingEnded()
    }

    /// Counts a WebSocket as that of the client which a proxy has told of, or the proxy's own if it has told none.
    ///
    /// - Returns: Whether the client may have another.
    private func countClient(of upgrade: Upgrade) -> Bool {
        guard self.counters.admission.countsClients, !self.context.isProxyItself else { return true }
        let client = upgrade.client ?? self.stream.remoteAddress
        guard !self.context.count(as: client, in: self.counters.admission) else { return true }
        self.counters.limited(by: .connectionsPerAddress, self.context.id, client)
        return false
    }
}

extension HTTP.Method {
    /// Whether the method is one of HTTP's own; another is not implemented rather than not allowed (RFC 9110 §9.1).
    fileprivate var isKnown: Bool {
        [.connect, .delete, .get, .head, .options, .patch, .post, .put, .trace].contains(self)
    }
}
