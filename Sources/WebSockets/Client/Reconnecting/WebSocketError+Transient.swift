//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import HTTP1
import Proxies
import TLS

extension WebSocketError {
    /// Whether an attempt to connect that failed with this error may go better another time, without anything having been
    /// mended: the network or the server had a bad moment, as far as can be told.
    ///
    /// It is `false` for what a server or proxy refuses (by any status but 408, 425, 429, 500, 502, 503 and 504), for
    /// certificates that are no good, for peers that do not speak the protocol, and for mistakes of the caller's.
    public var isTransient: Bool {
        switch self.code {
        case .connectionFailed, .timedOut, .connectionLost, .closed, .closedByPeer, .keepAliveTimedOut, .slowConsumer:
            true
        case .tlsFailed:
            (self.cause as? TLSError).map { $0.code == .truncated } ?? true
        case .handshakeFailed, .proxyFailed:
            if let response {
                [408, 425, 429, 500, 502, 503, 504].contains(response.status.rawValue)
            } else if let error = self.cause as? SOCKS5Error {
                error.isTransient
            } else {
                // The connection ended, unless what came was not HTTP.
                !(self.cause is HTTPViolation) || self.cause as? HTTPViolation == .unexpectedEnd
            }
        case .invalidURL, .invalidArgument, .protocolViolation, .messageTooBig, .messageAbandoned, .sendBufferFull,
            .concurrentReceive, .rateLimited:
            false
        }
    }

    /// How long the server has asked to be left alone, if it has in seconds (RFC 9110 §10.2.3).
    var retryAfter: Duration? {
        self.response?.headers["Retry-After"].flatMap { UInt32($0) }.map { .seconds($0) }
    }
}
