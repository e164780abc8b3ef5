//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
public import WebSocketProtocol

extension WebSocket {
    /// Has `handler` called with the payload of each ping that comes; `nil` ends that.
    ///
    /// The ping has been answered already (RFC 6455 §5.5.2). Whether or not anybody receives, the handler runs on the
    /// connection's loop, in order with the messages as they arrive, and must not block.
    public func onPing(_ handler: (@Sendable (_ payload: [UInt8], _ socket: isolated WebSocket) -> Void)?) {
        self.makeControlHandlers().ping = handler
    }

    /// Has `handler` called with the payload of each pong that comes; `nil` ends that.
    ///
    /// Among them are the answers to ``ping(_:)`` and to the pings of keepalive, whose payload is a number of eight bytes,
    /// and what a peer sends unasked (RFC 6455 §5.5.3). The handler runs as that of ``onPing(_:)`` does.
    public func onPong(_ handler: (@Sendable (_ payload: [UInt8], _ socket: isolated WebSocket) -> Void)?) {
        self.makeControlHandlers().pong = handler
    }

    /// Has `handler` called when the peer's Close has come or the connection has ended without one; `nil` ends that.
    ///
    /// It is called once, with what ``closeCode`` and ``closeReason`` are then; at once if that has been so already. It does not wait for the messages before to be received; the sequence of messages ends behind them. The peer's Close
    /// is answered whatever the handler does. It runs as that of ``onPing(_:)`` does.
    public func onClose(
        _ handler: (@Sendable (_ code: CloseCode, _ reason: String, _ socket: isolated WebSocket) -> Void)?
    ) {
        self.makeControlHandlers().close = handler
        if self.isClosed || self.machine.receivedClose != nil {
            self.reportClose()
        }
    }

    @inline(never)
    func reportPing(_ payload: Span<UInt8>) {
        guard let ping = self.controlHandlers?.ping else { return }
        ping([UInt8](copying: payload), self)
    }

    @inline(never)
    func reportPong(_ payload: Span<UInt8>) {
        guard let pong = self.controlHandlers?.pong else { return }
        pong([UInt8](copying: payload), self)
    }

    /// Tells that the close code is known, once.
    func reportClose() {
        guard let handlers = self.controlHandlers, let closeCode else { return }
        handlers.close.take()?(closeCode, self.closeReason, self)
    }

    func makeControlHandlers() -> ControlHandlers {
        let handlers = self.controlHandlers ?? ControlHandlers()
        self.controlHandlers = handlers
        return handlers
    }
}
