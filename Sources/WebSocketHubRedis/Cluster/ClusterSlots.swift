//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Which servers of a cluster have which slots, as `CLUSTER SLOTS` tells.
package struct ClusterSlots {
    /// The server of each slot; `nil` of those that nobody serves.
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
            for slot in Int(first)...Int(last) {
                self.owners[slot] = .tcp(host: host, port: Int(clamping: port))
            }
        }
    }
}
