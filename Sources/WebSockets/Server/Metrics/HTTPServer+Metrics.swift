//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WSHTTP
public import WebSocketProtocol

extension HTTPServer {
    /// What an ``HTTPServer`` has counted since it was created: ``HTTPServer/metrics``.
    ///
    /// Numbers that belong together are not read at one instant, so that they may differ by what happened in between.
    public struct Metrics: Hashable, Sendable {
        /// Creates the metrics of a server to which nothing has happened.
        package init() {}

        // MARK: Connections

        /// How many connections are open, whatever they speak.
        public internal(set) var connectionsOpen = 0

        /// How many connections have been accepted.
        public internal(set) var connectionsTotal: UInt64 = 0

        /// How often no connection could be accepted: there were no descriptors left, or no memory.
        public internal(set) var acceptFailures: UInt64 = 0

        /// How many connections have been made secure.
        public internal(set) var tlsHandshakes: UInt64 = 0

        /// How many of them resumed an earlier session.
        public internal(set) var tlsResumptions: UInt64 = 0

        /// How many connections could not be made secure, or broke TLS afterwards.
        public internal(set) var tlsFailures: UInt64 = 0

        // MARK: Requests

        /// How many responses were made, by status; 101 is a WebSocket.
        ///
        /// Among them are those to what was no request.
        public internal(set) var responses: [HTTP.Status: UInt64] = [:]

        /// How many of them were answers to a client that wanted to open a WebSocket.
        public internal(set) var handshakes: [HTTP.Status: UInt64] = [:]

        // MARK: WebSockets

        /// How many WebSockets are open.
        public internal(set) var webSocketsOpen = 0

        /// How many WebSockets have been opened.
        public internal(set) var webSocketsTotal: UInt64 = 0

        /// For how many of them compression was agreed on.
        public internal(set) var compressedWebSocketsTotal: UInt64 = 0

        /// How many WebSockets have ended, by the code of the Close frame that began the end; 1005 if it had none, 1006 if no
        /// Close frame was sent or received.
        ///
        /// Codes of frameworks and libraries all count as 3000, those of applications as 4000 (RFC 6455 §7.4.2).
        public internal(set) var closings: [CloseCode: UInt64] = [:]

        /// How many handlers, of requests and WebSockets, have thrown what is not the connection's fault.
        public internal(set) var handlersFailed: UInt64 = 0

        /// How many messages have come.
        public internal(set) var messagesReceived: UInt64 = 0

        /// How many messages have been sent, or are about to be.
        public internal(set) var messagesSent: UInt64 = 0

        /// How many bytes have come on WebSockets, of frames with their headers, decrypted but not inflated.
        public internal(set) var bytesReceived: UInt64 = 0

        /// How many bytes have been sent on WebSockets, or are about to be, counted as ``bytesReceived`` is.
        public internal(set) var bytesSent: UInt64 = 0

        /// How long clients took to answer the pings of keepalive.
        public internal(set) var pingLatency = HTTPServer.LatencyHistogram()

        // MARK: Backpressure and limits

        /// How often a `send` had to wait because its peer did not take what it was sent before.
        public internal(set) var sendsDelayed: UInt64 = 0

        /// How often a peer was read no more for a while: the application did not take its messages, or it did not take ours.
        public internal(set) var readsHeld: UInt64 = 0

        /// How many messages were dropped by ``WebSocket/SlowConsumerPolicy/drop``.
        public internal(set) var messagesDropped: UInt64 = 0

        /// What limits have stopped, each connection or WebSocket counted once.
        public internal(set) var limited: [HTTPServer.Limit: UInt64] = [:]
    }
}
