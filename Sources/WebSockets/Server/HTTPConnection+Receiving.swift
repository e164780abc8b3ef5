//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP
import WSHTTP1
import WSTLS
import WSTransport
import WebSocketProtocol

extension HTTPConnection {
    func received(_ bytes: Span<UInt8>) {
        switch self.phase {
        case .receiving:
            self.startHead()
            let position = self.parse(bytes, from: 0)
            self.keepEarly(bytes.extracting(droppingFirst: position))
            self.handleRequest()
        case .answering, .sending:
            self.keepEarly(bytes)
        case .lingering:
            break
        }
    }

    /// Starts the time for a request's head; that of the first began with the connection.
    private func startHead() {
        guard self.isIdle else { return }
        self.isIdle = false
        self.stream.setDeadline(self.server.configuration.headTimeout)
    }

    private func keepEarly(_ bytes: Span<UInt8>) {
        guard !bytes.isEmpty else { return }
        if self.earlyPosition > self.early.count / 2 {
            // Fewer bytes move than have been parsed since the last time.
            self.early.removeFirst(self.earlyPosition)
            self.earlyPosition = 0
        }
        self.early.append(copying: bytes)
        if self.early.count - self.earlyPosition > Self.maxEarlyBytes {
            self.stream.stopReading()
        }
    }

    /// Parses the next request of those that came early; the bytes stay where they are until all have been parsed, so
    /// that a thousand small requests are not moved a thousand times.
    func parseEarlyBytes() {
        let early = self.early
        guard !early.isEmpty else { return }
        self.startHead()
        self.earlyPosition = self.parse(early.span, from: self.earlyPosition)
        if self.earlyPosition == early.count {
            self.dropEarly()
        }
        self.handleRequest()
    }

    /// Forgets what came early.
    func dropEarly() {
        self.early = []
        self.earlyPosition = 0
    }

    /// Parses up to the end of a request.
    ///
    /// - Returns: Where parsing stopped.
    private func parse(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var position = start
        while true {
            switch self.parser.next(bytes, from: &position) {
            case .needsMoreBytes:
                return position
            case .head(let head, let body, let expectsContinue, let keepsAlive):
                if let excess = self.context.excess {
                    self.refuse(head, excess)
                    return bytes.count
                }
                if let host = self.refusedHost(head) {
                    self.refuse(head, host: host)
                    return bytes.count
                }
                self.head = head
                self.keepsAlive = keepsAlive
                if body != .none {
                    self.stream.setDeadline(self.server.configuration.bodyTimeout)
                }
                if expectsContinue {
                    var bytes: [UInt8] = []
                    ResponseSerializer.appendContinue(to: &bytes)
                    self.stream.append(bytes)
                }
            case .body(let range):
                self.body.append(copying: bytes.extracting(range))
            case .end:
                self.finishRequest()
                // Nothing is expected behind what was refused.
                return self.request == nil ? bytes.count : position
            case .failed(let violation):
                self.reportTLS(bytes)
                self.refuse(violation.status, "\(violation)")
                return bytes.count
            }
        }
    }

    /// Tells of a client that speaks TLS where there is none (RFC 8446 §5.1: a handshake record of version 3.x).
    private func reportTLS(_ bytes: Span<UInt8>) {
        guard self.server.configuration.tls == nil, bytes.count > 1, bytes[0] == 0x16, bytes[1] == 3 else { return }
        self.counters.report(.tlsOnPlainPort, self.context.id, self.stream.remoteAddress)
    }

    private func finishRequest() {
        // What was scheduled means nothing in this phase, nor to a WebSocket: it need not be cancelled.
        self.phase = .answering
        guard let head = self.head.take() else { return }
        do throws(HTTP.Error) {
            let forwarded = self.forwardedClient(head.fields)
            let isSecure = forwarded?.isSecure ?? (self.server.configuration.tls != nil)
            self.request = try HTTP.Request(head, body: exchange(&self.body, with: []), isSecure: isSecure)
            self.request?.connection = self.context.id
            self.request?.serverSettings = self.server.webSocketSettings
            self.request?.toldClient = forwarded?.socketAddress ?? self.context.client
        } catch {
            self.sendLast(error.response)
        }
    }

    /// Handles the request that is complete, if one is, when what has come behind it has been put aside.
    private func handleRequest() {
        if let request = self.request.take() {
            self.received(request)
        }
    }

    /// Answers what is no request that could be handled.
    func refuse(_ status: HTTP.Status, _ message: String) {
        self.counters.report(.requestRefused(status), self.context.id, self.client)
        self.sendLast(HTTP.Error(status, message).response)
    }

    /// Answers the request of a connection that is one too many.
    private func refuse(_ head: RequestHead, _ excess: HTTPServer.Limit) {
        self.sendLast(excess.refusal, to: head.method, isHandshake: OpeningRequest.isUpgrade(head.fields))
    }

    private func receivedEnd() {
        self.hasReceivedEnd = true
        // A client may end its side and still read the response.
        if self.phase == .receiving {
            self.endBetweenRequests()
        }
    }

    private func didFail(_ error: any Error) {
        if let error = error as? TLS.Error {
            self.counters.tlsFailures.add()
            self.counters.report(.tlsFailed(error), self.context.id, self.client)
        }
        self.didClose()
    }

    private func didDrain() {
        if self.phase == .lingering {
            // The response has been taken, and only the client's end is left to wait for.
            self.stream.setDeadline(Self.lingerTimeout)
        } else {
            self.wake(.drained)
        }
    }
}

// What happens on the stream. libuv calls on the loop's thread, outside of any task: each door checks that it is so.
extension HTTPConnection: ByteStreamHandler {
    nonisolated func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        self.onLoop.received(self, bytes.span)
    }

    nonisolated func streamDidBecomeSecure(isResumed: Bool) {
        self.assumeIsolated { connection in
            connection.counters.secured.add()
            connection.counters.resumedSessions.add(isResumed ? 1 : 0)
        }
    }

    nonisolated func streamDidReceiveEnd() {
        self.assumeIsolated { $0.receivedEnd() }
    }

    nonisolated func streamDidDrain() {
        self.assumeIsolated { $0.didDrain() }
    }

    nonisolated func streamTimeReached(_ now: UInt64) {
        self.assumeIsolated { $0.deadlineReached() }
    }

    nonisolated func streamDidClose() {
        self.assumeIsolated { $0.didClose() }
    }

    nonisolated func streamDidFailWriting(_ error: any Error) {
        self.assumeIsolated { $0.close() }
    }

    nonisolated func streamDidFail(_ error: any Error) {
        self.assumeIsolated { $0.didFail(error) }
    }
}
