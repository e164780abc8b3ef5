//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
public import WebSockets

/// Where a Redis server is, and how it is used.
public struct RedisConfiguration: Sendable {
    /// Where to connect to; of a cluster, any of its servers.
    package private(set) var endpoints: [RedisEndpoint]

    /// The name of the user, in the sense of Redis's access control lists; the server's default user if it is `nil`.
    public var user: String?

    /// The user's password; none by default.
    public var password: String?

    /// The number of the database; 0 by default, and always in a cluster.
    ///
    /// Messages reach whoever has the same prefix, whatever the database: only what is kept is in it.
    public var database = 0

    /// How to connect by TLS; not at all if it is `nil`.
    public var tls: TLSClientConfiguration?

    /// What the names of all keys and channels begin with; `ws:` by default.
    ///
    /// Hubs with different prefixes have nothing to do with each other. The server must let the user use keys and channels that
    /// begin with it.
    public var prefix = "ws:"

    /// How long members who are present by a node stay so when nothing is heard of it; 30 seconds by default.
    ///
    /// A node says that it is there three times in that time.
    public var presenceLease = Duration.seconds(30)

    /// How long to wait before connecting again; at most a tenth of a second at first, and two seconds later, by default.
    public var backoff = Backoff(initial: .milliseconds(100), maximum: .seconds(2))

    /// How long to wait for a connection, or for a sign of life on it; 5 seconds by default.
    public var timeout = Duration.seconds(5)

    /// How many messages that are to be kept may wait for the server at most; 10,000 by default.
    ///
    /// Of more than these the oldest are given up.
    public var maxWaitingMessages = 10_000

    /// How many bytes these messages may have; 64 MiB by default.
    public var maxWaitingBytes = 64 << 20

    /// Whether a cluster sends each message to those of its servers, too, by which nodes listen to patterns; `true` by default.
    ///
    /// Each of the cluster's servers then gets all messages. Without it nobody may subscribe to patterns there.
    public var sharesPatternsInCluster = true

    /// Reads a URL.
    ///
    /// It is `redis://`, or `rediss://` for TLS, and then `user:password@host:port/database`, of which only the host is
    /// needed, or `redis+unix://` and the path of a Unix socket.
    ///
    /// - Parameter url: The URL; several of the same cluster are separated by commas.
    /// - Throws: If it is none.
    public init(_ url: String) throws(RedisError) {
        self.endpoints = []
        for url in url.split(separator: ",", omittingEmptySubsequences: false) {
            try self.add(String(url))
        }
    }

    private mutating func add(_ url: String) throws(RedisError) {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased() else {
            throw RedisError("'\(url)' is no URL.")
        }
        switch scheme {
        case "redis+unix" where !parts.path.isEmpty && (parts.host ?? "").isEmpty:
            self.endpoints.append(.unix(path: parts.path))
        case "redis", "rediss":
            guard let host = parts.host, !host.isEmpty, let port = UInt16(exactly: parts.port ?? 6379), port > 0 else {
                throw RedisError("The URL of a Redis server needs a host, and its port is from 1 to 65535.")
            }
            // Of an IPv6 address without its brackets.
            let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
            self.endpoints.append(.tcp(host: name, port: Int(port)))
            let path = parts.path.drop { $0 == "/" }
            guard let database = path.isEmpty ? 0 : Int(path), database >= 0 else {
                throw RedisError("The path of a Redis server's URL is the number of a database.")
            }
            self.database = database
        default:
            throw RedisError("The URL of a Redis server begins with redis://, rediss:// or redis+unix://.")
        }
        if scheme == "rediss", self.tls == nil {
            self.tls = TLSClientConfiguration()
        }
        if let user = parts.user, !user.isEmpty {
            self.user = user
        }
        self.password = parts.password ?? self.password
    }

    func check() {
        precondition(!self.prefix.contains { $0 == "{" || $0 == "}" }, "the prefix must not contain braces")
        precondition(self.presenceLease >= .seconds(1), "a lease must be a second or more")
        precondition(self.timeout >= .milliseconds(100), "the timeout must be a tenth of a second or more")
        precondition(self.maxWaitingMessages > 0 && self.maxWaitingBytes > 0, "some messages must be able to wait")
    }
}
