//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP
import WSHTTP1
import WSProxies
import WSTLS
import WSTransport
import WebSocketProtocol

extension WebSocket.Error {
    /// Whether the same attempt may succeed later although no configuration changes: the network or the server has a bad moment,
    /// as far as can be told.
    ///
    /// <doc:ReachingServers#Which-errors-are-transient> has a table of all errors, with reasons. A code that is not known is treated as
    /// its class: any status from 500 on as 500, any other reply of a SOCKS5 proxy as a general failure.
    public var isTransient: Bool {
        switch self.code {
        case .connectionFailed, .tlsFailed, .proxyFailed, .handshakeFailed:
            self.response?.status.isTransient ?? self.cause.flatMap { Self.isTransient($0) } ?? true
        case .closedByPeer:
            self.closeCode?.isTransient ?? true
        case .timedOut, .connectionLost, .closed, .keepAliveTimedOut, .slowConsumer:
            true
        case .invalidURL, .invalidArgument, .protocolViolation, .messageTooBig, .messageAbandoned, .sendBufferFull,
            .concurrentReceive, .rateLimited:
            false
        }
    }

    /// Whether an error underneath is transient; `nil` if that is not known.
    private static func isTransient(_ cause: any Swift.Error) -> Bool? {
        switch cause {
        case let error as WebSocket.Error: error.isTransient
        case let error as TransportError: error.isTransient
        case let error as TLS.Error: error.isTransient
        case let error as SOCKS5Error: error.isTransient
        // The connection ended, unless the answer was not valid HTTP.
        case let violation as HTTPViolation: violation == .unexpectedEnd
        // What was to be sent cannot be.
        case is HTTP.FieldError, is HandshakeArgumentError, is WebSocketURLError: false
        default: nil
        }
    }

    /// How long the server asks the client to wait, if it does (RFC 9110 §10.2.3).
    ///
    /// - Parameter now: The time in seconds since 1970 began, for a server that names a date.
    /// - Returns: The time; zero if the date has passed, and `nil` if the server asks for none.
    package func retryAfter(now: Int) -> Duration? {
        guard let value = self.response?.headers["Retry-After"], !value.isEmpty else { return nil }
        if value.utf8.allSatisfy({ $0.isDigit }) {
            // A number that is too large is a long time, too.
            return .seconds(UInt32(value) ?? .max)
        }
        return HTTPDate.parse(value).map { .seconds(max($0 - now, 0)) }
    }
}
