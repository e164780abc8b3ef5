//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Containers
public import Transport
public import WebSocketProtocol

/// One WebSocket connection, of a server or a client.
///
/// It lives on one event loop, which is its executor: a handler that was given it runs there too, and its calls hop no
/// threads. Any other task may call it as well. Messages are received by one task at a time, as a sequence, one by
/// one with ``receive()``, or without copying with ``forEachMessage(_:)``; they are sent by any number of tasks.
///
/// Control frames are handled whether or not anybody receives: pings are answered, the peer's Close is, and a peer that
/// does not answer pings is given up.
public actor WebSocket {
    /// Which end of the connection this is.
    public nonisolated let role: Role

    /// The subprotocol that was agreed on, if one was.
    public nonisolated let subprotocol: String?

    /// The server's answer to the opening handshake, on a client.
    public nonisolated let response: HandshakeResponse?

    nonisolated let loop: EventLoop
    nonisolated let settings: ConnectionSettings

    let stream: any ByteStream
    /// Unchecked, as the properties marked so below: what is called while they are changed cannot come back here, and
    /// the check would cost more than the change.
    @safe @exclusivity(unchecked)
    var machine: WebSocketMachine

    /// Whole messages that wait for the application.
    @safe @exclusivity(unchecked)
    var inbox = FIFO<Message>()
    /// What the messages in the inbox take, in bytes.
    var inboxSize = 0
    /// The payload that has come of a message that is not complete.
    @safe @exclusivity(unchecked)
    var partialMessage: [UInt8] = []
    @safe @exclusivity(unchecked)
    var reader: Reader?
    /// What is called with each message while the reader waits for the end: the fast lane.
    @safe @exclusivity(unchecked)
    var fastLane: FastLane?
    /// Whether there is a fast lane: to look costs a message less than to look at the lane itself.
    var isFastLaneOpen = false
    /// Whether the stream is held back because the application or the peer is slow.
    var isReadingPaused = false

    /// The sends that wait for room, in order.
    var waitingSends = FIFO<WaitingSend>()
    /// The payload of the last ping that could not be answered yet for lack of room.
    var pendingPong: [UInt8]?
    /// Set when nothing can be written any more.
    var outputError: TransportError?

    /// Whether our Close frame is on its way; the machine knows, but is large to look into.
    var hasSentClose = false
    /// How the incoming messages ended, once no more will come.
    var end: End?
    /// Our last words, while the application may still answer what came before.
    var farewell: Farewell?
    /// Whether a task was given a message and has not asked for the next: it may be about to answer.
    var isMessageInHand = false
    var hasReceivedEnd = false
    /// Whether the stream has been closed.
    var isClosed = false
    var closeWaiters: [CheckedContinuation<Void, Never>] = []
    var closeDeadline: UInt64?

    @safe @exclusivity(unchecked)
    var keepAlive: KeepAlive?
    /// How much the peer had taken when keepalive last looked.
    var writtenAtLastCheck: UInt64 = 0
    nonisolated let deadline = Deadline()
    var nextWaiterID: UInt64 = 0
    /// The task of the handler, while it runs: its cancellation ends its wait.
    var handlerTask: TaskIdentity?

    /// What takes each message where it lies.
    typealias FastLane = (borrowing MessageView, isolated WebSocket) throws -> Void

    /// How the incoming messages ended.
    enum End {
        /// By a normal close, the peer's or ours.
        case closed
        /// By anything else.
        indirect case failed(WebSocketError)
    }

    /// A Close frame that is held back until the messages before it have been dealt with.
    struct Farewell {
        let frame: CloseFrame
        /// Whether the connection fails, so that nothing the peer still sends matters.
        let isFailure: Bool
        /// The loop's time at which it is sent even so.
        let deadline: UInt64
    }

    init(
        stream: any ByteStream,
        role: Role,
        settings: ConnectionSettings,
        subprotocol: String?,
        response: HandshakeResponse? = nil
    ) {
        self.stream = stream
        self.loop = stream.loop
        self.role = role
        self.settings = settings
        self.subprotocol = subprotocol
        self.response = response
        self.machine = WebSocketMachine(
            role: role,
            limits: .init(
                maxMessageSize: settings.values.maxMessageSize,
                maxFragments: settings.values.maxFragments
            )
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
        if let interval = self.settings.pingInterval {
            self.keepAlive = KeepAlive(interval: interval, timeout: self.settings.pongTimeout, now: self.loop.now)
        }
        // Held until the connection has closed, as by the stream.
        self.deadline.onExpiry { now in
            self.assumeIsolated { $0.timeReached(now) }
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

    /// The address of our end.
    public var localAddress: SocketAddress? { self.stream.localAddress }

    /// The address of the peer's end; `nil` once the connection is closed.
    public var remoteAddress: SocketAddress? { self.stream.remoteAddress }

    /// Whether messages can still be sent.
    public var isOpen: Bool {
        !self.isClosed && self.outputError == nil && !self.hasSentClose
            && (self.end == nil || self.farewell != nil)
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

    /// How long the peer took to answer the last ping; `nil` before the first answer or without keepalive.
    public var latency: Duration? {
        self.keepAlive?.latency
    }

    /// The number of bytes that wait to be sent.
    public var pendingOutput: Int {
        self.stream.pendingOutput
    }
}

// MARK: Time

extension WebSocket {
    /// Asks to be called when the next thing is due.
    func schedule() {
        guard !self.isClosed else { return }
        let nextPing = self.isOpen ? self.keepAlive?.nextTime : nil
        let times = [self.closeDeadline, self.reader?.deadline, self.farewell?.deadline, nextPing]
        if let next = times.compactMap(\.self).min() {
            self.loop.schedule(self.deadline, at: next)
        }
    }

    private func timeReached(_ now: UInt64) {
        guard !self.isClosed else { return }
        if let closeDeadline, now >= closeDeadline {
            self.drop()
            return
        }
        if let farewell, now >= farewell.deadline {
            self.sayFarewell()
        }
        if let deadline = self.reader?.deadline, now >= deadline {
            self.timeOutReader()
        }
        self.runKeepAlive(now)
        self.schedule()
    }

    private func runKeepAlive(_ now: UInt64) {
        guard self.isOpen else { return }
        if self.isReadingPaused {
            // An answer may have come that we have not read, and our slowness is no fault of the peer's; but if we wait
            // for the peer to take what it was sent, it has to take some.
            let written = self.stream.writtenCount
            if !self.isOutputFull || written != self.writtenAtLastCheck {
                self.keepAlive?.postpone(now)
            }
            self.writtenAtLastCheck = written
        }
        switch self.keepAlive?.timeReached(now, preciseNow: self.loop.preciseNow) {
        case .ping(let payload):
            self.write(.ping, payload: payload)
        case .giveUp:
            let error = WebSocketError(
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
