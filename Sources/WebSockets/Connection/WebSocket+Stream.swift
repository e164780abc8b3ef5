//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import HTTP1
package import Transport
import WebSocketProtocol

// What happens on the stream. libuv calls on the loop's thread, outside of any task: each door checks that it is so.
extension WebSocket: ByteStreamHandler {
    package nonisolated func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        self.assumeIsolated { $0.received(&bytes) }
    }

    package nonisolated func streamDidReceiveEnd() {
        self.assumeIsolated { $0.receivedEnd() }
    }

    package nonisolated func streamDidDrain() {
        self.assumeIsolated { socket in
            socket.drainSends()
            socket.drainInbox()
            socket.updateReading()
        }
    }

    package nonisolated func streamDidClose() {
        self.assumeIsolated { $0.didClose(.closed) }
    }

    package nonisolated func streamDidFailWriting(_ error: TransportError) {
        self.assumeIsolated { socket in
            socket.outputError = error
            socket.failSends()
            socket.drainInboxSoon()
            // What the peer sent before can still be read, up to its end; but not for ever.
            socket.drainInbox()
            socket.updateReading()
            socket.setCloseDeadline()
        }
    }

    package nonisolated func streamDidFail(_ error: TransportError) {
        self.assumeIsolated { $0.didFail(error) }
    }

    /// Takes in what has arrived.
    func received(_ bytes: inout MutableSpan<UInt8>) {
        self.keepAlive?.postpone(self.loop.now)
        var position = 0
        while true {
            switch self.machine.receive(&bytes, from: &position) {
            case .needsMoreBytes:
                self.updateReading()
                return
            case .data(let part):
                self.received(part, bytes.span.extracting(part.payload))
            case .ping:
                self.receivedPing()
            case .pong:
                self.receivedPong()
            case .close(let frame):
                self.receivedClose(frame)
            case .violation(let violation):
                self.fail(violation)
            }
        }
    }

    private func received(_ part: WebSocketMachine.DataPart, _ payload: Span<UInt8>) {
        // Once we have begun to close nobody is there for what still comes.
        guard self.end == nil else { return }
        if part.isFirst, part.isLast {
            if !self.deliver(MessageView(kind: part.kind, bytes: payload)) {
                self.deliver(Message(part.kind, checked: payload))
            }
            return
        }
        // Grows with what has come, not with what was announced.
        self.partialMessage.append(copying: payload)
        guard part.isLast else { return }
        let message = self.partialMessage
        self.partialMessage = []
        if self.deliver(MessageView(kind: part.kind, bytes: message.span)) {
            return
        }
        switch part.kind {
        case .text: self.deliver(.text(String(checked: message.span)))
        case .binary: self.deliver(.binary(message))
        }
    }

    // Out of line: the optimiser of Swift 6.3.1 crashes on a borrowed span inlined into the loop above.
    @inline(never)
    private func receivedPing() {
        self.pong(self.machine.controlPayload)
    }

    @inline(never)
    private func receivedPong() {
        guard self.machine.controlPayload.count == 8 else { return }
        var payload: UInt64 = 0
        for index in 0..<8 {
            payload = payload << 8 | UInt64(self.machine.controlPayload[index])
        }
        self.keepAlive?.receivedPong(payload: payload, now: self.loop.now, preciseNow: self.loop.preciseNow)
        self.schedule()
    }
}
