//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSTransport
import WebSocketProtocol

// What happens on the stream. libuv calls on the loop's thread, outside of any task: each door checks that it is so.
extension WebSocket: ByteStreamHandler {
    package nonisolated func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        self.onLoop.received(self, &bytes)
    }

    package nonisolated func streamDidReceiveEnd() {
        self.onLoop.receivedEnd(self)
    }

    package nonisolated func streamDidDrain() {
        self.assumeIsolated { socket in
            socket.drainSends()
            socket.drainInbox()
            socket.updateReading()
        }
    }

    package nonisolated func streamTimeReached(_ now: UInt64) {
        self.assumeIsolated { $0.timeReached(now) }
    }

    package nonisolated func streamDidClose() {
        self.onLoop.didClose(self)
    }

    package nonisolated func streamDidFailWriting(_ error: any Swift.Error) {
        self.assumeIsolated { socket in
            socket.outputError = error
            socket.failSends()
            socket.cancelOpenScopes()
            socket.drainInboxSoon()
            if socket.hasReceivedEnd {
                socket.drop()
                return
            }
            // What the peer sent before can still be read, up to its end; but not for ever.
            socket.drainInbox()
            socket.updateReading()
            socket.setCloseDeadline()
        }
    }

    package nonisolated func streamDidFail(_ error: any Swift.Error) {
        self.assumeIsolated { $0.didFail(error) }
    }

    /// How many frames are dealt with before others on the loop have their turn.
    static let framesPerTurn = 16_384

    /// How many frames one read may bring before reads are made small, and below how many they are made large.
    private static let manyFrames = 4096
    private static let fewFrames = 256

    private static let noLane: @Sendable (borrowing WebSocket.MessageView, isolated WebSocket) throws -> Void = {
        _,
        _ in
    }

    /// Takes in what has arrived.
    func received(_ bytes: inout MutableSpan<UInt8>) {
        self.keepAlive?.postpone(self.loop.now)
        if !self.willDrainInbox {
            self.inflateAllowance = Self.inflateBudget
        }
        if self.limitsData, !self.admitsBytes(bytes.count) { return }
        if let heldInput {
            heldInput.append(bytes.span)
            return
        }
        var position = 0
        let frameCount = self.takeFrames(&bytes, from: &position)
        if position < bytes.count {
            self.heldInput = HeldInput(bytes.span.extracting(droppingFirst: position))
            self.takeHeldInputSoon()
        }
        self.limitReads(byteCount: bytes.count, frameCount: frameCount)
        self.updateReading()
    }

    /// Deals with the frames of what has arrived, up to as many as a turn of the loop may have.
    ///
    /// - Returns: How many there were.
    private func takeFrames(_ bytes: inout MutableSpan<UInt8>, from position: inout Int) -> Int {
        // Retained once for all the messages of a read.
        let fastLane = if let fastLane { fastLane } else { Self.noLane }
        let start = position
        var messageCount = 0
        var frameCount = 0
        while position < bytes.count, frameCount < Self.framesPerTurn {
            frameCount &+= 1
            switch self.machine.receive(&bytes, from: &position) {
            case .needsMoreBytes:
                break
            case .data(let part):
                messageCount &+= part.isLast ? 1 : 0
                if self.limitsData, part.isFirst, !self.admitsMessage() { break }
                self.received(part, bytes.span.extracting(part.payload), fastLane)
            case .ping:
                if self.admitsControlFrame() { self.receivedPing() }
            case .pong:
                if self.hasAnsweredKeepAlive() || self.admitsControlFrame() { self.receivedPong() }
            case .close(let frame):
                self.receivedClose(frame)
            case .violation(let violation):
                self.fail(violation)
            }
        }
        self.counters?.received(bytes: position - start, messages: messageCount)
        return frameCount
    }

    /// Goes on with frames that were too many for one turn of the loop, in the next.
    private func takeHeldInputSoon() {
        self.loop.execute {
            self.assumeIsolated { $0.takeHeldInput() }
        }
    }

    private func takeHeldInput() {
        guard let held = self.heldInput else { return }
        // Still there, so that nothing is read; its bytes are written to in place.
        var bytes = exchange(&held.bytes, with: [])
        var span = bytes.mutableSpan
        _ = self.takeFrames(&span, from: &held.position)
        guard !self.isClosed else { return }
        if held.position < bytes.count {
            held.bytes = bytes
            self.takeHeldInputSoon()
        } else {
            self.heldInput = nil
            if held.hasEnd {
                self.receivedEnd()
            }
        }
        self.updateReading()
    }

    /// Reads much at a time from a peer while its frames are large, which then need not be put together from pieces, and little
    /// while they are small: others on the loop have to wait until all frames of a read have been dealt with.
    ///
    /// - Parameters:
    ///   - byteCount: How many bytes one read has brought.
    ///   - frameCount: How many frames were in it.
    private func limitReads(byteCount: Int, frameCount: Int) {
        if frameCount > Self.manyFrames {
            self.stream.limitReads(to: EventLoop.smallReadSize)
        } else if byteCount >= EventLoop.smallReadSize / 2, frameCount < Self.fewFrames {
            self.stream.limitReads(to: EventLoop.receiveBufferSize)
        }
    }

    private func received(_ part: WebSocketMachine.DataPart, _ payload: Span<UInt8>, _ fastLane: FastLane) {
        // Once we have begun to close nobody is there for what still comes.
        guard self.end == nil else { return }
        if self.isStreaming {
            self.receivedPiece(part, payload)
            return
        }
        if part.isCompressed {
            self.receivedCompressed(part, payload, fastLane)
            return
        }
        if part.isFirst, part.isLast {
            if !self.deliver(WebSocket.MessageView(kind: part.kind, bytes: payload), to: fastLane) {
                self.deliver(WebSocket.Message(part.kind, checked: payload))
            }
            return
        }
        // Grows with what has come, not with what was announced.
        self.partialMessage.append(copying: payload)
        guard part.isLast else { return }
        let message = self.partialMessage
        self.partialMessage = []
        if self.deliver(WebSocket.MessageView(kind: part.kind, bytes: message.span), to: fastLane) {
            return
        }
        switch part.kind {
        case .text: self.deliver(.text(String(checked: message.span)))
        case .binary: self.deliver(.binary(message))
        }
    }

    // Out of line, as what is given the payload is: the optimiser of Swift 6.3.1 crashes where a borrowed span is inlined.
    @inline(never)
    private func receivedPing() {
        self.answerPing(self.machine.controlPayload)
        self.reportPing(self.machine.controlPayload)
    }

    @inline(never)
    private func receivedPong() {
        self.reportPong(self.machine.controlPayload)
    }

    /// Whether the pong that has come is the answer to a ping of keepalive, which takes note of it.
    @inline(never)
    private func hasAnsweredKeepAlive() -> Bool {
        guard let payload = UInt64(bytes: self.machine.controlPayload),
            self.keepAlive?.receivedPong(payload: payload, now: self.loop.now, preciseNow: self.loop.preciseNow) == true
        else { return false }
        if let counters, let latency {
            counters.pingLatency.record(latency)
        }
        self.schedule()
        return true
    }
}

extension UInt64 {
    /// The number that eight bytes are, the highest first; `nil` if there are not eight.
    fileprivate init?(bytes: Span<UInt8>) {
        guard bytes.count == 8 else { return nil }
        self = 0
        for index in bytes.indices {
            self = self << 8 | UInt64(bytes[index])
        }
    }
}
