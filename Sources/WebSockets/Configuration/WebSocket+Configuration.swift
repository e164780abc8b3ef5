//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension WebSocket {
    /// The limits and policies of a WebSocket connection.
    ///
    /// The defaults are safe for a server that faces strangers. A value out of range stops the program where it is set, and a
    /// ``maxPendingOutput`` below ``highWaterMark`` where the configuration is given to an ``Upgrader``, an ``HTTPServer`` or a connection.
    public struct Configuration: Sendable {
        /// The most bytes of payload in a received message; a larger one closes the connection with 1009.
        ///
        /// 1 MiB by default.
        ///
        /// It is checked against what a frame announces, before its payload is read. Of a compressed message what it inflates to
        /// counts, and no more than that is inflated; until then it may be a quarter larger.
        public var maxMessageSize = 1 << 20 {
            didSet { precondition(self.maxMessageSize > 0, "maxMessageSize must be positive") }
        }

        /// The most fragments of a received message, empty ones counted; more close the connection with 1008.
        ///
        /// 65,536 by default.
        public var maxFragments = 65_536 {
            didSet { precondition(self.maxFragments > 0, "maxFragments must be positive") }
        }

        /// The most bytes of payload in a frame that is sent; a larger message is sent in fragments (RFC 6455 §5.4).
        ///
        /// `nil`, the default, sends each message as one frame. It is for peers that take no larger frames than so many, as some
        /// gateways and small devices do; 125 at least, which control frames may have.
        public var maxFrameSize: Int? {
            didSet { precondition((self.maxFrameSize ?? 125) >= 125, "maxFrameSize must be at least 125, or nil") }
        }

        /// How many bytes of received messages may wait for the application before the connection stops reading, so that
        /// the peer is slowed down.
        ///
        /// 64 KiB by default.
        ///
        /// What arrived with one read may exceed it once.
        public var maxPendingInput = 64 * 1024 {
            didSet { precondition(self.maxPendingInput > 0, "maxPendingInput must be positive") }
        }

        /// How many bytes may wait to be sent before `send` suspends.
        ///
        /// 64 KiB by default.
        public var highWaterMark = 64 * 1024 {
            didSet { precondition(self.highWaterMark > 0, "highWaterMark must be positive") }
        }

        /// How many bytes may wait to be sent before ``slowConsumerPolicy`` applies to what is enqueued.
        ///
        /// 1 MiB by default.
        public var maxPendingOutput = 1 << 20 {
            didSet { precondition(self.maxPendingOutput > 0, "maxPendingOutput must be positive") }
        }

        /// What happens to an enqueued message when ``maxPendingOutput`` bytes wait already.
        ///
        /// `.close` by default.
        public var slowConsumerPolicy = WebSocket.SlowConsumerPolicy.close

        /// How often the peer is pinged; `nil` turns keepalive off.
        ///
        /// 20 seconds by default.
        public var pingInterval: Duration? = .seconds(20) {
            didSet { precondition((self.pingInterval ?? .seconds(1)) > .zero, "pingInterval must be positive, or nil") }
        }

        /// How long the peer has to answer a ping, with a pong or anything else, before the connection is given up.
        ///
        /// While the peer is not read from, because the application is slow, its time stands still; but not if that is
        /// because the peer itself takes nothing of what it is sent. 20 seconds by default.
        public var pongTimeout: Duration = .seconds(20) {
            didSet { precondition(self.pongTimeout > .zero, "pongTimeout must be positive") }
        }

        /// How many messages the peer may send; 1008 beyond, with a ``WebSocket/Error`` of the code `rateLimited`.
        ///
        /// `nil`, the default, sets no limit.
        public var messageRate: WebSocket.RateLimit?

        /// How many bytes the peer may send, of frames with their headers; 1008 beyond, as for ``messageRate``.
        ///
        /// `nil`, the default, sets no limit.
        public var byteRate: WebSocket.RateLimit?

        /// How many pings the peer may send, and pongs that answer no ping of keepalive; 1008 beyond, as for ``messageRate``.
        ///
        /// 100 in a second and 1000 at once by default; `nil` sets no limit.
        public var controlFrameRate: WebSocket.RateLimit? = WebSocket.RateLimit(perSecond: 100, burst: 1000)

        /// How long the connection may last before it is closed with 1013, for the peer to come back: to another server, or with
        /// credentials that are still good.
        ///
        /// `nil`, the default, sets no limit. It is up to a tenth less, at random, lest all go at once who came at once.
        public var maxLifetime: Duration? {
            didSet { precondition((self.maxLifetime ?? .seconds(1)) > .zero, "maxLifetime must be positive, or nil") }
        }

        /// How long the closing handshake may take before the connection is dropped.
        ///
        /// 5 seconds by default.
        public var closeTimeout: Duration = .seconds(5) {
            didSet { precondition(self.closeTimeout > .zero, "closeTimeout must be positive") }
        }

        /// Creates a configuration of the defaults.
        public init() {}
    }
}
