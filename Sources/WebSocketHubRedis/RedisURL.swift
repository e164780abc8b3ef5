//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSocketProtocol

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the URL of one Redis server says.
struct RedisURL {
    let endpoint: RedisEndpoint
    let isSecure: Bool
    private(set) var database = 0
    let user: Secret?
    let password: Secret?

    /// Reads a URL.
    ///
    /// - Throws: If it is invalid; the error does not repeat it.
    init(_ url: String) throws(RedisBackplane.Error) {
        guard let parts = URLComponents(string: url, encodingInvalidCharacters: false),
            let scheme = parts.scheme.map({ ExactString(ASCII.lowercased($0.utf8.span)) })
        else {
            throw RedisBackplane.Error("Invalid Redis URL: percent-encode all but letters and digits in the password.")
        }
        // Both would begin within a password that is not percent-encoded, whose first part then is taken for host and port.
        guard parts.query == nil, parts.fragment == nil else {
            throw RedisBackplane.Error(
                "The URL of a Redis server has no query and no fragment: the database is its path (redis://host/5), user and "
                    + "password come before the host, and in them ? is %3F and # is %23."
            )
        }
        switch scheme {
        case "redis+unix" where !parts.path.isEmpty && (parts.host ?? "").isEmpty:
            self.endpoint = .unix(path: parts.path)
        case "redis", "rediss":
            self.endpoint = try Self.endpoint(parts)
            self.database = try Self.database(parts.path.utf8)
        default:
            throw RedisBackplane.Error("The URL of a Redis server begins with redis://, rediss:// or redis+unix://.")
        }
        self.isSecure = scheme == "rediss"
        self.user = parts.user.flatMap { $0.isEmpty ? nil : Secret($0) }
        self.password = parts.password.map { Secret($0) }
        guard self.user == nil || self.password != nil else {
            throw RedisBackplane.Error(
                "A user name in the URL of a Redis server needs a password: user:password@host, user:@host for a user who needs "
                    + "none, or :password@host for the default user."
            )
        }
    }

    private static func endpoint(_ parts: URLComponents) throws(RedisBackplane.Error) -> RedisEndpoint {
        guard let host = parts.host, !host.isEmpty, let port = UInt16(exactly: parts.port ?? 6379), port > 0 else {
            throw RedisBackplane.Error("The URL of a Redis server needs a host, and its port is from 1 to 65535.")
        }
        // Of an IPv6 address without its brackets.
        let isBracketed = host.utf8.first == UInt8(ascii: "[")
        let name = isBracketed ? String(Substring(host.utf8.dropFirst().dropLast())) : host
        return .tcp(host: name, port: Int(port))
    }

    private static func database(_ path: String.UTF8View) throws(RedisBackplane.Error) -> Int {
        let digits = path.dropFirst()
        guard !digits.isEmpty else { return 0 }
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let database = Int(Substring(digits))
        else {
            throw RedisBackplane.Error("The path of a Redis server's URL is the number of a database.")
        }
        return database
    }
}
