//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WebSocketProtocol

extension WebSocket {
    /// What went wrong with a connection, or with the attempt to make one.
    ///
    /// A normal close is not an error: it ends the sequence of messages.
    public struct Error: Swift.Error, Sendable {
        /// What kind of error it is, to decide by.
        @nonexhaustive
        public enum Code: Hashable, Sendable {
            /// The URL is not one of a WebSocket.
            case invalidURL
            /// A header field, a subprotocol, a close code or a reason that may not be sent.
            case invalidArgument
            /// No connection to the peer's address could be made.
            case connectionFailed
            /// The connection could not be made secure; the cause is a ``TLS/Error`` that says why.
            case tlsFailed
            /// A proxy did not connect us to the peer; see ``WebSocket/Error/response`` if it is one of HTTP.
            case proxyFailed
            /// The peer answered the opening handshake with something else than an agreement; see ``WebSocket/Error/response``.
            case handshakeFailed
            /// It took longer than the caller allowed; the connection is as good as before.
            case timedOut
            /// The connection has been closed: nothing can be sent or received any more.
            case closed
            /// The peer closed with a code that means trouble; see ``WebSocket/Error/closeCode``.
            case closedByPeer
            /// The connection broke without a closing handshake.
            case connectionLost
            /// The peer broke the protocol, and the connection was failed.
            case protocolViolation
            /// The peer sent a message beyond the limits, and the connection was failed.
            case messageTooBig
            /// The peer sent more in a time than it may, and the connection was failed.
            case rateLimited
            /// The peer did not answer a ping in time.
            case keepAliveTimedOut
            /// The peer did not take what it was sent, and the policy was to close.
            case slowConsumer
            /// A message that was sent piece by piece was abandoned before its end, and the connection failed with it.
            case messageAbandoned
            /// As much as may wait to be sent does, and the policy is to wait.
            case sendBufferFull
            /// Two tasks tried to receive from one connection at the same time.
            case concurrentReceive
        }

        /// What kind of error it is.
        public let code: Code

        /// What was tried, what happened, and where it helps, how to mend it: one sentence for a person.
        public let message: String

        /// The error underneath, if there is one.
        public let cause: (any Swift.Error)?

        /// The close code that goes with it: the peer's, or the one the peer was sent.
        public let closeCode: CloseCode?

        /// The peer's answer to the opening handshake, or a proxy's to CONNECT, if that is what failed.
        public let response: Dialer.HandshakeResponse?

        @inline(never)
        package init(
            _ code: Code,
            _ message: String,
            cause: (any Swift.Error)? = nil,
            closeCode: CloseCode? = nil,
            response: Dialer.HandshakeResponse? = nil
        ) {
            self.code = code
            self.message = message
            self.cause = cause
            self.closeCode = closeCode
            self.response = response
        }
    }
}

extension WebSocket.Error: CustomStringConvertible {
    /// The message.
    public var description: String { self.message }
}

extension WebSocket.Error {
    /// The error of a connection that failed for what the peer sent.
    @inline(never)
    init(_ violation: ProtocolViolation) {
        let code: Code =
            switch violation {
            case .messageTooBig, .tooManyFragments: .messageTooBig
            default: .protocolViolation
            }
        self.init(code, "\(violation)", cause: violation, closeCode: violation.closeCode)
    }

    /// The error of using a connection after its end.
    @inline(never)
    static func closed(_ what: String, code: CloseCode?) -> WebSocket.Error {
        WebSocket.Error(.closed, "Cannot \(what): the connection has been closed.", closeCode: code)
    }
}
