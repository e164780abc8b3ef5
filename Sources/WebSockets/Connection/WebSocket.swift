//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
public import WSTransport
public import WebSocketProtocol

/// One WebSocket connection, of a server or a client.
///
/// It lives on one event loop, which is its executor: a handler that was given it runs there too, and its calls hop no
/// threads. Any other task may call it as well. Messages are received by one task at a time, as a sequence, one by
/// one with ``receive(timeout:)``, or without copying with ``forEachMessage(_:)``; they are sent by any number of tasks.
///
/// Control frames are handled whether or not anybody receives: pings are answered, the peer's Close is, and a peer that
/// does not answer pings is given up.
public actor WebSocket: Identifiable {
    /// Tells this connection from others, as ``HTTP/Request/connection`` does.
    public nonisolated let id: HTTP.ConnectionID
    /// Where a server's connection is counted.
    let counters: LoopCounters?
    /// What the opening handshake has brought, if anything.
    private nonisolated let negotiated: NegotiatedParameters?

    package nonisolated let loop: EventLoop
    nonisolated let settings: ConnectionSettings

    let stream: any ByteStream
    /// Unchecked, as the properties marked so below: what is called while they are changed cannot come back here, and
    /// the check would cost more than the change.
    @safe @exclusivity(unchecked)
    var machine: WebSocketMachine

    /// Whole messages that wait for the application; made when one has to.
    var inbox: Inbox?
    /// Compresses and inflates, if that was agreed on.
    private(set) var deflate: MessageDeflate?
    /// The payload that has come of a message that is not complete.
    @safe @exclusivity(unchecked)
    var partialMessage: [UInt8] = []
    @safe @exclusivity(unchecked)
    var reader: Reader?
    // What is small stands where the reader leaves room.

    /// Whether there is a fast lane: to look costs a message less than to look at the lane itself.
    var isFastLaneOpen = false
    /// Whether the stream is held back because the application or the peer is slow.
    var isReadingPaused = false
    /// Whether a task was given a message and has not asked for the next: it may be about to answer.
    var isMessageInHand = false
    /// Whether our Close frame is on its way; the machine knows, but is large to look into.
    var hasSentClose = false
    var hasReceivedEnd = false
    /// Whether the stream has been closed.
    var isClosed = false
    /// Whether what comes belongs to a message that is received piece by piece.
    var isStreaming = false
    /// Whether the messages that wait are to be drained when others on the loop have had their turn.
    var willDrainInbox = false
    /// Whether the connection's handler has been cancelled, which is to receive what has come and no more.
    ///
    /// Set on any thread, as a handler may see its own cancellation before the loop has another turn.
    nonisolated let isHandlerCancelled = Atomic(false)
    /// Which end of the connection this is.
    public nonisolated let role: WebSocketRole

    /// Whether messages or bytes are counted against a limit; not told by the quota, which any ping makes.
    var limitsData = false

    /// What is called with each message while the reader waits for the end: the fast lane.
    @safe @exclusivity(unchecked)
    var fastLane: FastLane?

    /// What waits for the peer to make room; made when something has to, gone when nothing is left.
    var backlog: Backlog?

    /// The rest of a read that had too many frames for one turn of the loop.
    var heldInput: HeldInput?

    /// What the application wants to be told of, if anything.
    var controlHandlers: ControlHandlers?

    /// What is known of the connection's end, once there is something to know.
    private var ending: Ending?

    /// What the peer may still send, if that is limited and counted.
    var quota: Quota?

    @safe @exclusivity(unchecked)
    var keepAlive: KeepAlive?
    /// How much the peer had taken when keepalive last looked: enough of it to see a change.
    var writtenAtLastCheck: UInt32 = 0
    var lastWaiterID: UInt32 = 0
    /// The most bytes that a message may be inflated to.
    private(set) var maxMessageSize: Int
    /// How much may still be inflated before others on the loop get their turn.
    var inflateAllowance = inflateBudget
    /// What was agreed on for compressing messages (RFC 7692), or `nil` if none are compressed.
    package nonisolated let deflateParameters: DeflateParameters?
    /// The task of the server's handler while that runs.
    var handlerTask = TaskIdentity.none

    /// What takes each message where it lies.
    typealias FastLane = (borrowing WebSocket.MessageView, isolated WebSocket) throws -> Void

    init(
        stream: any ByteStream,
        role: WebSocketRole,
        settings: ConnectionSettings,
        subprotocol: String?,
        compression: AgreedCompression?,
        response: Dialer.HandshakeResponse? = nil,
        client: NetworkAddress? = nil,
        server: ServerSide? = nil
    ) {
        self.id = server?.id ?? .next
        self.counters = server?.counters
        self.stream = stream
        self.loop = stream.loop
        self.role = role
        self.settings = settings
        self.maxMessageSize = settings.values.maxMessageSize
        self.negotiated = NegotiatedParameters(
            subprotocol: subprotocol,
            response: response,
            client: client,
            network: server?.network
        )
        self.deflateParameters = compression?.parameters
        self.deflate = compression.map { LoopDeflate.of(stream.loop).codec(for: $0) }
        self.machine = WebSocketMachine(
            role: role,
            limits: .init(
                maxMessageSize: settings.values.maxMessageSize,
                maxFragments: settings.values.maxFragments
            ),
            allowsCompression: compression != nil
        )
    }

    /// The loop the connection lives on.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.loop.unownedSerialExecutor
    }

    /// Takes over the stream.
    ///
    /// - Parameters:
    ///   - early: What has arrived of it behind the opening handshake.
    ///   - hasReceivedEnd: Whether the peer has ended its side already.
    func start(early: [UInt8], hasReceivedEnd: Bool = false) {
        self.stream.handler = self
        self.reportOpened()
        self.startQuota()
        if let interval = self.settings.pingInterval {
            self.keepAlive = KeepAlive(interval: interval, timeout: self.settings.pongTimeout, now: self.loop.now)
        }
        self.schedule()
        var early = early
        if !early.isEmpty {
            var bytes = early.mutableSpan
            self.received(&bytes)
        }
        if hasReceivedEnd {
            self.receivedEnd()
        } else if !self.isClosed, !self.isReadingPaused {
            self.stream.startReading()
        }
    }

    // MARK: Queries

    /// The subprotocol that was agreed on, if one was.
    public nonisolated var subprotocol: String? { self.negotiated?.subprotocol }

    /// The server's answer to the opening handshake, on a client.
    public nonisolated var response: Dialer.HandshakeResponse? { self.negotiated?.response }

    /// The address of our end.
    public var localAddress: NetworkAddress? { self.stream.localAddress }

    /// The address of the peer's end, which may be a proxy's; `nil` once the connection is closed.
    public var remoteAddress: NetworkAddress? { self.stream.remoteAddress }

    /// The client's address as far as a server knows it: what a trusted proxy says, or else ``remoteAddress``.
    public var clientAddress: NetworkAddress? { self.negotiated?.client ?? self.remoteAddress }

    /// Whose the connection is counted as, if it is.
    var countedNetwork: ClientNetwork? { self.negotiated?.network }

    /// What the connection runs over, for those who must: to set a socket's options, say; `nil` once it is closed.
    ///
    /// It stays the connection's. Whoever reads from it, writes to it or closes it breaks the connection.
    public var networkConnection: TransportConnection? { self.stream.networkConnection }

    /// Whether the connection is open, and its handler should go on.
    ///
    /// It becomes `false` when our Close has been sent, the connection is lost, or the server has cancelled the connection's
    /// handler; for ``Dialer/connect(to:_:)`` and ``HTTP/Response/runWebSocket(over:early:sendsHead:on:)``, when their task has been
    /// cancelled. The peer's Close is answered, and makes it `false`, when the messages before it have been dealt with, after a
    /// second at most.
    ///
    /// Messages may still wait to be received then, and a handler that was cancelled may still send.
    public var isOpen: Bool { self.canSend && !self.isHandlerCancelled.load(ordering: .relaxed) }

    /// Whether messages can still be sent.
    package var canSend: Bool {
        guard !self.isClosed, !self.hasSentClose else { return false }
        guard let ending else { return true }
        return ending.outputError == nil && (ending.outcome == nil || ending.pendingClose != nil)
    }

    /// The code the connection was closed with: the peer's; 1005 if its Close had none, 1006 if the connection ended
    /// without one, and `nil` as long as it is open (RFC 6455 §7.1.5).
    public var closeCode: CloseCode? {
        if let received = self.machine.receivedClose {
            return received.code ?? .noStatusReceived
        }
        return self.isClosed || self.end != nil ? .abnormalClosure : nil
    }

    /// The reason the peer gave for closing; empty if it gave none.
    public var closeReason: String {
        self.machine.receivedClose?.reason ?? ""
    }

    /// Sets the most bytes of payload in a received message, from the next frame on: until a peer has said who it is, say,
    /// less than afterwards.
    ///
    /// At first it is ``WebSocket/Configuration/maxMessageSize``.
    ///
    /// - Parameter size: At least 1; less counts as 1.
    public func setMaxMessageSize(_ size: Int) {
        let size = Swift.max(1, size)
        self.machine.setMaxMessageSize(size)
        self.maxMessageSize = size
    }

    /// Whether it was agreed on to compress messages (RFC 7692).
    public nonisolated var isCompressed: Bool { self.deflateParameters != nil }

    /// Sets how much time to spend on compressing the messages sent from now on, where compression was agreed on; at first it
    /// is ``WebSocket/Compression/level``.
    ///
    /// - Parameter level: From 1, the least, to 9, for the smallest result; less counts as 1, more as 9.
    public func setCompressionLevel(_ level: Int) {
        let levels = WebSocket.Compression.levels
        self.deflate = self.deflate?.withLevel(Swift.min(Swift.max(level, levels.lowerBound), levels.upperBound))
    }

    /// How long the peer took to answer the last ping; `nil` before the first answer or without keepalive.
    public var latency: Duration? {
        self.keepAlive?.latency
    }

    /// The number of bytes that wait to be sent.
    public var pendingOutput: Int {
        self.stream.pendingOutput
    }

    /// The number of bytes that the kernel has taken, the opening handshake's among them.
    package var writtenCount: UInt64 {
        self.stream.writtenCount
    }
}

// MARK: The end

extension WebSocket {
    /// Set when nothing can be written any more.
    var outputError: (any Swift.Error)? {
        get { self.ending?.outputError }
        set { self.changeEnding { $0.outputError = newValue } }
    }

    /// How the incoming messages ended, once no more will come.
    var end: Ending.Outcome? {
        get { self.ending?.outcome }
        set { self.changeEnding { $0.outcome = newValue } }
    }

    /// Whether the peer's stream has ended before any Close, so that it gets none either.
    var endsWithoutClose: Bool {
        get { self.ending?.isWithoutClose ?? false }
        set { self.changeEnding { $0.isWithoutClose = newValue } }
    }

    /// The end of our side, held back while the application may still answer what came before.
    var pendingClose: Ending.PendingClose? {
        get { self.ending?.pendingClose }
        set { self.changeEnding { $0.pendingClose = newValue } }
    }

    /// Who waits for the connection to be closed.
    var closeWaiters: [CheckedContinuation<Void, Never>] {
        get { self.ending?.waiters ?? [] }
        set { self.changeEnding { $0.waiters = newValue } }
    }

    /// Whether something runs while the connection is open.
    var hasOpenScopes: Bool { self.ending?.openScopes.isEmpty == false }

    /// Cancel what runs while the connection is open, by number.
    var openScopes: [UInt32: @Sendable () -> Void] {
        get { self.ending?.openScopes ?? [:] }
        set { self.changeEnding { $0.openScopes = newValue } }
    }

    /// The loop's time at which the connection is dropped.
    var closeDeadline: UInt64? {
        get { self.ending?.deadline }
        set { self.changeEnding { $0.deadline = newValue } }
    }

    private func changeEnding(_ change: (Ending) -> Void) {
        let ending = self.ending ?? Ending()
        self.ending = ending
        change(ending)
    }
}

// MARK: Time

extension WebSocket {
    /// Asks to be called when the next thing is due.
    func schedule() {
        guard !self.isClosed else { return }
        var next = self.reader?.deadline ?? .max
        if let nextPing = self.keepAlive?.nextTime, self.canSend {
            next = Swift.min(next, nextPing)
        }
        if let end = self.quota?.end, self.canSend {
            next = Swift.min(next, end)
        }
        if let ending {
            next = Swift.min(next, ending.deadline ?? .max, ending.pendingClose?.deadline ?? .max)
        }
        if next < .max {
            self.stream.schedule(at: next)
        }
    }

    func timeReached(_ now: UInt64) {
        guard !self.isClosed else { return }
        if let closeDeadline, now >= closeDeadline {
            self.drop()
            return
        }
        if let pendingClose, now >= pendingClose.deadline {
            self.sendPendingClose()
        }
        if let deadline = self.reader?.deadline, now >= deadline {
            self.timeOutReader()
        }
        self.endIfOld(now)
        self.runKeepAlive(now)
        self.schedule()
    }

    private func runKeepAlive(_ now: UInt64) {
        guard self.canSend else { return }
        // An answer may have come that we have not read, and our slowness is no fault of the peer's; but if we wait for the
        // peer to take what it was sent, it has to take some.
        let isDeaf = self.isReadingPaused && !self.isOutputFull
        if self.isReadingPaused, !isDeaf {
            let written = UInt32(truncatingIfNeeded: self.stream.writtenCount)
            if written != self.writtenAtLastCheck {
                self.keepAlive?.postpone(now)
            }
            self.writtenAtLastCheck = written
        }
        switch self.keepAlive?.timeReached(now, preciseNow: self.loop.preciseNow, isDeaf: isDeaf) {
        case .ping(let payload):
            self.write(.ping, payload: payload)
        case .giveUp:
            let error = WebSocket.Error(
                .keepAliveTimedOut,
                "The peer has not answered a ping within \(self.settings.values.pongTimeout); the connection was given up.",
                closeCode: .internalServerError
            )
            self.fail(with: error, closing: .keepAliveTimedOut)
        case .wait, nil:
            break
        }
    }
}
