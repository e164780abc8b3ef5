//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

extension WebSocket {
    /// Tells the server that the connection is open.
    func reportOpened() {
        guard let counters else { return }
        let isCompressed = self.deflateParameters != nil
        counters.opened(isCompressed: isCompressed)
        counters.report(.webSocketOpened(subprotocol: self.subprotocol, isCompressed: isCompressed), self.id)
    }

    /// Tells the server that the handler has thrown, and not because of the connection.
    func reportFailure(_ error: any Swift.Error) {
        guard let counters else { return }
        counters.handlersFailed.add()
        counters.report(.handlerFailed(error), self.id)
    }

    /// Tells the server that the connection has ended.
    func reportClosed() {
        guard let counters else { return }
        // Who answers a Close frame sends the same code (RFC 6455 §5.5.1), so that ours is that of whoever began.
        let close = self.machine.sentClose ?? self.machine.receivedClose
        let code = close.map { $0.code ?? .noStatusReceived } ?? .abnormalClosure
        counters.closed(code)
        counters.connectionEnded(of: self.countedNetwork)
        let error: WebSocket.Error? = if case .failed(let error) = self.end { error } else { nil }
        counters.report(.webSocketClosed(code, error), self.id)
    }
}
