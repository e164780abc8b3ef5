//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WSTLS

extension HTTPServer {
    /// The limits and policies of an ``HTTPServer``.
    ///
    /// A value out of range stops the program where it is set.
    public struct Configuration: Sendable {
        /// The number of event loops, each a thread; `nil`, the default, means one per core.
        public var eventLoops: Int? {
            didSet { precondition((self.eventLoops ?? 1) > 0, "eventLoops must be positive, or nil") }
        }

        /// Whether others may listen at the same TCP address, if they say so too; `false` by default.
        ///
        /// Then several processes serve one port: on Linux the kernel spreads new connections over them. All of them have to
        /// run as the same user. It changes nothing for a Unix socket.
        public var sharesPort = false

        /// The most bytes of a request's head; 16 KiB by default, 431 beyond.
        public var maxHeadSize = 16 * 1024 {
            didSet {
                precondition((1...(1 << 30)).contains(self.maxHeadSize), "maxHeadSize must be from 1 byte to 1 GiB")
            }
        }

        /// The most fields of a request's head; 100 by default, 431 beyond.
        public var maxFieldCount = 100 {
            didSet { precondition(self.maxFieldCount > 0, "maxFieldCount must be positive") }
        }

        /// The most bytes of a request's body; 1 MiB by default, 413 beyond.
        public var maxBodySize = 1 << 20 {
            didSet { precondition(self.maxBodySize >= 0, "maxBodySize must not be negative") }
        }

        /// How long a request's head may take, from the connection's beginning or the request's first byte on;
        /// 10 seconds by default, 408 beyond.
        public var headTimeout: Duration = .seconds(10) {
            didSet { precondition(self.headTimeout > .zero, "headTimeout must be positive") }
        }

        /// How long a request's body may take; 30 seconds by default, 408 beyond.
        public var bodyTimeout: Duration = .seconds(30) {
            didSet { precondition(self.bodyTimeout > .zero, "bodyTimeout must be positive") }
        }

        /// How long a connection may be idle between requests; 60 seconds by default.
        public var idleTimeout: Duration = .seconds(60) {
            didSet { precondition(self.idleTimeout > .zero, "idleTimeout must be positive") }
        }

        /// How long a client may take to receive a response; 30 seconds by default.
        public var responseTimeout: Duration = .seconds(30) {
            didSet { precondition(self.responseTimeout > .zero, "responseTimeout must be positive") }
        }

        /// How connections are made secure, for `https` and `wss`; `nil`, the default, leaves them as they are.
        ///
        /// The handshake of TLS is a part of ``headTimeout``. An idle connection takes some 15 KiB more by it.
        public var tls: TLS.ServerConfiguration?

        /// The proxies whose word about their clients is taken; `nil`, the default, believes nobody.
        public var trustedProxies: HTTPServer.TrustedProxies?

        /// The hosts that requests may name in `Host`; others get 421.
        ///
        /// By default any, unless the server listens at addresses of the loopback interface only: then literal addresses and
        /// `localhost`, against DNS rebinding.
        ///
        /// A server on the loopback interface behind a proxy needs the public names of the proxy here, or the proxy in
        /// ``trustedProxies``.
        public var allowedHosts = HTTPServer.AllowedHosts.automatic

        /// Over how long the WebSockets of a server that stops are closed, in random order; 10 seconds by default.
        ///
        /// Their clients come back, and all at once they would be too many for whoever serves them next. A server with few
        /// connections takes less: 10 milliseconds for each, on every loop.
        public var shutdownWindow: Duration = .seconds(10) {
            didSet { precondition(self.shutdownWindow >= .zero, "shutdownWindow must not be negative") }
        }

        /// How long the handlers of a server that stops may go on before they are cancelled; 30 seconds by default.
        ///
        /// A second later what connections are left are dropped.
        public var shutdownTimeout: Duration = .seconds(30) {
            didSet { precondition(self.shutdownTimeout >= .zero, "shutdownTimeout must not be negative") }
        }

        /// How many may connect; all limits are off by default.
        public var admission = HTTPServer.AdmissionLimits()

        /// Told of what an operator may want to know, for a log; `nil`, the default, is nobody.
        ///
        /// It is called on event loops, or by whoever runs and stops the server, and must not block. With swift-log:
        ///
        /// ```swift
        /// var configuration = HTTPServer.Configuration()
        /// configuration.onEvent = { event in
        ///     logger.log(
        ///         level: Logger.Level(rawValue: event.level.rawValue) ?? .info,
        ///         "\(event.message)",
        ///         metadata: event.metadata.mapValues { .string($0) }
        ///     )
        /// }
        /// ```
        public var onEvent: (@Sendable (HTTPServer.Event) -> Void)?

        /// The limits and policies of WebSockets, unless their ``Upgrader`` has a configuration of its own.
        public var webSocket = WebSocket.Configuration()

        /// Creates a configuration of the defaults.
        public init() {}

        /// How long a client that has connected may take to begin its request when the server is stopping.
        var lastRequestTimeout: Duration { min(.seconds(1), self.headTimeout) }
    }
}
