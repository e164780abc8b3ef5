//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension HTTPServer {
    /// How many may connect to an ``HTTPServer``.
    ///
    /// Whoever is one too many gets an answer that says so, as soon as the request has come; if they come faster than they take
    /// their answers, no answer. All limits are off by default: what is right depends on the machine, and on how many people share
    /// an address.
    public struct AdmissionLimits: Sendable {
        /// The most connections at a time, whatever they speak; 503 beyond.
        ///
        /// Some more may be open for as long as they are told so. It should be less than the number of files that the process may
        /// open, by what else it opens.
        public var maxConnections: Int? {
            didSet { precondition((self.maxConnections ?? 1) > 0, "maxConnections must be positive, or nil") }
        }

        /// The most connections at a time of one client, by ``HTTP/Request/clientAddress``; 429 beyond.
        ///
        /// An IPv6 network of 64 bits counts as one client, and so do all connections to Unix sockets. Of the connections of a proxy
        /// that is trusted to tell its clients by a header field, only WebSockets count, each for its own client. A client that a
        /// trusted proxy does not tell counts under the proxy's address, so that a client cannot evade the limit by making its
        /// address unknown. A proxy's own connections, which it marks as such in the PROXY protocol, do not count.
        public var maxConnectionsPerAddress: Int? {
            didSet {
                precondition(
                    (self.maxConnectionsPerAddress ?? 1) > 0,
                    "maxConnectionsPerAddress must be positive, or nil"
                )
            }
        }

        /// The most connections at a time whose first request has not come yet, with the handshake of TLS; 503 beyond.
        public var maxHandshakes: Int? {
            didSet { precondition((self.maxHandshakes ?? 1) > 0, "maxHandshakes must be positive, or nil") }
        }

        /// The most requests on one connection, which ends behind the response to the last.
        public var maxRequestsPerConnection: Int? {
            didSet {
                precondition(
                    (self.maxRequestsPerConnection ?? 1) > 0,
                    "maxRequestsPerConnection must be positive, or nil"
                )
            }
        }

        /// Creates limits that are all off.
        public init() {}
    }
}
