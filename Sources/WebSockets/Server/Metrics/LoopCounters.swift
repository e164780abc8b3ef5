//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP
import WSTransport
import WebSocketProtocol

/// What a server keeps of its connections on one of its loops: their numbers, which only the loop writes, and whom to tell.
final class LoopCounters: Sendable {
    let admission: Admission
    private let onEvent: (@Sendable (HTTPServer.Event) -> Void)?

    let connectionsOpened = Counter()
    let connectionsEnded = Counter()
    let secured = Counter()
    let resumedSessions = Counter()
    let tlsFailures = Counter()
    let acceptFailures = Counter()

    let webSocketsOpened = Counter()
    let webSocketsEnded = Counter()
    let webSocketsCompressed = Counter()
    let messagesReceived = Counter()
    let messagesSent = Counter()
    let bytesReceived = Counter()
    let bytesSent = Counter()
    let sendsDelayed = Counter()
    let readsHeld = Counter()
    let messagesDropped = Counter()
    let handlersFailed = Counter()

    let pingLatency = LatencyMeter()
    /// By status.
    private let responses = InlineArray<900, Counter> { _ in Counter() }
    private let handshakes = InlineArray<900, Counter> { _ in Counter() }
    private let closings = InlineArray<18, Counter> { _ in Counter() }
    private let limitations = InlineArray<9, Counter> { _ in Counter() }

    private static let firstStatus = 100
    /// The codes that are told apart, in the order of their counters.
    private static let closingCodes = ((1000...1015) + [3000, 4000]).map { CloseCode(rawValue: $0) }
    private static let abnormalClosure = 6

    init(_ admission: Admission, _ onEvent: (@Sendable (HTTPServer.Event) -> Void)?) {
        self.admission = admission
        self.onEvent = onEvent
    }

    /// Tells of an event, if anybody wants to know.
    func report(
        _ kind: @autoclosure () -> HTTPServer.Event.Kind,
        _ connection: HTTP.ConnectionID?,
        _ client: @autoclosure () -> NetworkAddress? = nil
    ) {
        guard let onEvent else { return }
        onEvent(HTTPServer.Event(kind: kind(), connection: connection, client: client()))
    }

    /// Counts that no connection could be accepted.
    func couldNotAccept(_ error: TransportError) {
        self.acceptFailures.add()
        self.report(.cannotAccept(because: error.description), nil)
    }

    /// Counts a connection in that has been accepted.
    ///
    /// - Returns: Which limit it exceeds, if it does.
    func connectionBegan() -> HTTPServer.Limit? {
        self.connectionsOpened.add()
        return self.admission.connectionBegan()
    }

    /// Counts a connection off.
    ///
    /// - Parameters:
    ///   - client: Whose it was counted as, if it was.
    ///   - wasOpening: Whether it has ended before its first request had come.
    func connectionEnded(of client: ClientNetwork?, wasOpening: Bool = false) {
        self.connectionsEnded.add()
        self.admission.connectionEnded()
        if wasOpening {
            self.admission.openingEnded()
        }
        if let client {
            self.admission.release(client)
        }
    }

    /// Counts the answer to a request, or to what was no request.
    func answered(_ status: HTTP.Status, isHandshake: Bool) {
        // A status has three digits, the first of which is not 0.
        self.responses[status.rawValue - Self.firstStatus].add()
        if isHandshake {
            self.handshakes[status.rawValue - Self.firstStatus].add()
        }
    }

    /// Counts a connection in that has become a WebSocket.
    func opened(isCompressed: Bool) {
        self.webSocketsOpened.add()
        if isCompressed {
            self.webSocketsCompressed.add()
        }
    }

    /// Counts what one read has brought to a WebSocket.
    @inline(always)
    func received(bytes: Int, messages: Int) {
        self.bytesReceived.add(bytes)
        self.messagesReceived.add(messages)
    }

    /// Counts a frame that a WebSocket sends.
    @inline(always)
    func sent(bytes: Int, endsMessage: Bool) {
        self.bytesSent.add(bytes)
        self.messagesSent.add(endsMessage ? 1 : 0)
    }

    /// Counts the end of a WebSocket.
    func closed(_ code: CloseCode) {
        self.webSocketsEnded.add()
        self.closings[Self.closingCodes.firstIndex(of: code.group) ?? Self.abnormalClosure].add()
    }

    /// Counts what a limit has stopped.
    func limited(
        by limit: HTTPServer.Limit,
        _ connection: HTTP.ConnectionID,
        _ client: @autoclosure () -> NetworkAddress? = nil
    ) {
        self.limitations[limit.index].add()
        self.report(.limited(by: limit), connection, client())
    }

    /// The number of those that have begun and not ended.
    private static func open(_ begun: borrowing Counter, _ ended: borrowing Counter) -> Int {
        // Read one after the other, so that more can have ended by now than had begun then.
        max(0, Int(clamping: begun.value) - Int(clamping: ended.value))
    }

    /// Adds all that has been counted to `metrics`.
    func add(to metrics: inout HTTPServer.Metrics) {
        metrics.connectionsTotal += self.connectionsOpened.value
        metrics.connectionsOpen += Self.open(self.connectionsOpened, self.connectionsEnded)
        metrics.tlsHandshakes += self.secured.value
        metrics.tlsResumptions += self.resumedSessions.value
        metrics.tlsFailures += self.tlsFailures.value
        metrics.acceptFailures += self.acceptFailures.value
        metrics.webSocketsTotal += self.webSocketsOpened.value
        metrics.webSocketsOpen += Self.open(self.webSocketsOpened, self.webSocketsEnded)
        metrics.compressedWebSocketsTotal += self.webSocketsCompressed.value
        metrics.messagesReceived += self.messagesReceived.value
        metrics.messagesSent += self.messagesSent.value
        metrics.bytesReceived += self.bytesReceived.value
        metrics.bytesSent += self.bytesSent.value
        metrics.sendsDelayed += self.sendsDelayed.value
        metrics.readsHeld += self.readsHeld.value
        metrics.messagesDropped += self.messagesDropped.value
        metrics.handlersFailed += self.handlersFailed.value
        self.pingLatency.add(to: &metrics.pingLatency)
        for index in self.responses.indices {
            let status = HTTP.Status(rawValue: Self.firstStatus + index)
            metrics.responses.add(self.responses[index].value, for: status)
            metrics.handshakes.add(self.handshakes[index].value, for: status)
        }
        for (index, code) in Self.closingCodes.enumerated() {
            metrics.closings.add(self.closings[index].value, for: code)
        }
        for limit in HTTPServer.Limit.allCases {
            metrics.limited.add(self.limitations[limit.index].value, for: limit)
        }
    }
}

extension CloseCode {
    /// The code, or of those that frameworks and applications define, which anybody may make up, the first.
    fileprivate var group: CloseCode {
        switch self.rawValue {
        case 3000...3999: CloseCode(rawValue: 3000)
        case 4000...4999: CloseCode(rawValue: 4000)
        default: self
        }
    }
}

extension Dictionary where Value == UInt64 {
    /// Adds to the count of a key, unless there is nothing to add.
    fileprivate mutating func add(_ count: UInt64, for key: Key?) {
        guard count > 0, let key else { return }
        self[key, default: 0] += count
    }
}
