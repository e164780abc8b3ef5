//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Which servers of a cluster have which slots, as `CLUSTER SLOTS` tells.
package struct ClusterSlots {
    /// The server of each slot; `nil` of those that none serves, or one whose address is unknown.
    package private(set) var owners: [RedisEndpoint?]

    /// Reads the answer of a server.
    ///
    /// - Parameters:
    ///   - reply: The answer.
    ///   - endpoint: The server, for it may not know its own address.
    package init?(_ reply: RedisReply, from endpoint: RedisEndpoint) {
        guard let ranges = reply.elements else { return nil }
        self.owners = Array(repeating: nil, count: HashSlot.count)
        for range in ranges {
            guard let parts = range.elements, parts.count >= 3, let server = parts[2].elements, server.count >= 2,
                let first = parts[0].integer, let last = parts[1].integer, let port = server[1].integer,
                first >= 0, first <= last, last < Int64(HashSlot.count)
            else { return nil }
            var host = server[0].text ?? ""
            if host.isEmpty, case .tcp(let name, _) = endpoint {
                host = name
            }
            // The server does not know the name of that one.
            guard host.utf8.first != UInt8(ascii: "?") else { continue }
            for slot in Int(first)...Int(last) {
                self.owners[slot] = .tcp(host: host, port: Int(clamping: port))
            }
        }
    }

    /// Whether no slot has a server whose address is known.
    package var isEmpty: Bool { self.owners.allSatisfy { $0 == nil } }

    /// Whether an error that answers `CLUSTER SLOTS` says that the server does not have it, or not for this user.
    package static func isRefusal(_ message: String) -> Bool {
        ["ERR ", "NOPERM"].contains { message.utf8.starts(with: $0.utf8) }
    }

    /// Whether the answer to `INFO cluster` says that the server is part of a cluster.
    package static func isEnabled(_ reply: RedisReply) -> Bool {
        reply.bytes?.firstRange(of: "cluster_enabled:1".utf8) != nil
    }
}
