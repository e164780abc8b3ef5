//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
public import WebSockets

extension RedisBackplane {
    /// Where a Redis server is, and how it is used.
    public struct Configuration: Sendable {
        /// Where to connect to; of a cluster, any of its servers.
        package private(set) var endpoints: [RedisEndpoint]

        /// The name of the user, in the sense of Redis's access control lists; the server's default user if it is `nil`.
        ///
        /// Requires `password`; set an empty one for a `nopass` user.
        ///
        /// Neither it nor the password is in the configuration's description, or in what is told of errors.
        public var user: String? {
            get { self.hiddenUser?.reveal() }
            set { self.hiddenUser = newValue.map { Secret($0) } }
        }

        private(set) var hiddenUser: Secret?

        /// The user's password; none by default.
        public var password: String? {
            get { self.hiddenPassword?.reveal() }
            set { self.hiddenPassword = newValue.map { Secret($0) } }
        }

        private(set) var hiddenPassword: Secret?

        /// The number of the database; 0 by default.
        ///
        /// A cluster has no other: it refuses one, and the hub stays alone.
        ///
        /// Messages reach all hubs with the same prefix, whatever the database: only what is kept is in it.
        public var database = 0 {
            didSet { precondition(self.database >= 0, "database must not be negative") }
        }

        /// How to connect by TLS; not at all if it is `nil`.
        public var tls: TLS.ClientConfiguration?

        /// What the names of all keys and channels begin with; `ws:` by default.
        ///
        /// Hubs with different prefixes have nothing to do with each other. Any text is allowed. Braces and percent signs are escaped
        /// in the names, as `%7B`, `%7D` and `%25`, since braces decide which server of a cluster has a key. The server must let the
        /// user use keys and channels that begin with the escaped prefix.
        public var prefix = "ws:"

        /// How long members who are present by a node stay so when nothing is heard of it; 30 seconds by default.
        ///
        /// A node says that it is there three times in that time.
        public var presenceLease = Duration.seconds(30) {
            didSet { precondition(self.presenceLease >= .seconds(1), "presenceLease must be at least a second") }
        }

        /// How long to wait before connecting again; at most a tenth of a second at first, and two seconds later, by default.
        public var backoff = Dialer.Backoff(initial: .milliseconds(100), maximum: .seconds(2))

        /// How long to wait for a connection, or for a sign of life on it; 5 seconds by default.
        ///
        /// A sign of life is a whole reply or message, or 64 KiB of a larger one. All that a server is asked before a connection to it
        /// is used may take four times as long.
        public var timeout = Duration.seconds(5) {
            didSet { precondition(self.timeout >= .milliseconds(100), "timeout must be at least 100 milliseconds") }
        }

        /// How many messages that are to be kept may wait for the server at most; 10,000 by default.
        ///
        /// Of more than these the oldest are given up.
        public var maxWaitingMessages = 10_000 {
            didSet { precondition(self.maxWaitingMessages > 0, "maxWaitingMessages must be positive") }
        }

        /// How many bytes the messages that wait may have, 128 more for each; 64 MiB by default.
        ///
        /// In a cluster that is so for each of its servers. Messages that are not kept, for which there is no room on the connection,
        /// have as many bytes again; more are dropped. A message that has more by itself does not get to other nodes.
        public var maxWaitingBytes = 64 << 20 {
            didSet { precondition(self.maxWaitingBytes > 0, "maxWaitingBytes must be positive") }
        }

        /// Whether a cluster sends each message to those of its servers, too, by which nodes listen to patterns; `true` by default.
        ///
        /// Each of the cluster's servers then gets all messages. Without it nobody may subscribe to patterns there.
        public var sharesPatternsInCluster = true

        /// Reads a URL.
        ///
        /// It is `redis://`, or `rediss://` for TLS, and then `user:password@host:port/database`, of which only the host is
        /// needed, or `redis+unix://` and the path of a Unix socket.
        ///
        /// - Parameter url: The URL. Several servers of one cluster are separated by commas: all by TLS or none, without a database,
        ///   and with one user and password, which need not be repeated. Servers that are not part of a cluster are refused when the hub
        ///   connects to them, which `Hub.Configuration.onBackplaneEvent` tells.
        /// - Throws: If it is invalid; the error does not repeat the URL.
        public init(_ url: String) throws(RedisBackplane.Error) {
            self.endpoints = []
            // By bytes: a combining character behind a comma hides it from a split by characters.
            for url in url.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
                try self.add(RedisURL(String(Substring(url))))
            }
        }

        private mutating func add(_ url: RedisURL) throws(RedisBackplane.Error) {
            let isFirst = self.endpoints.isEmpty
            guard isFirst || (self.tls != nil) == url.isSecure else {
                throw RedisBackplane.Error("Use TLS (rediss://) for all servers of a list or for none.")
            }
            guard isFirst || (self.database == 0 && url.database == 0) else {
                throw RedisBackplane.Error("A list of servers is for one cluster, and a cluster has only database 0.")
            }
            guard
                url.password == nil || self.hiddenPassword == nil
                    || (url.user == self.hiddenUser && url.password == self.hiddenPassword)
            else {
                throw RedisBackplane.Error("All servers of a list use one user and password: give them once.")
            }
            self.endpoints.append(url.endpoint)
            self.database = url.database
            if url.isSecure, self.tls == nil {
                self.tls = TLS.ClientConfiguration()
            }
            if let password = url.password {
                (self.hiddenUser, self.hiddenPassword) = (url.user, password)
            }
        }

        /// Whether it names one server only.
        var isSingle: Bool { Set(self.endpoints).count == 1 }
    }
}
