//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// The processes that `scripts/soak` torments: a server of every kind of handler, and clients that keep to the rules; nodes whose
/// hubs Redis connects, and their clients.
///
/// All obey lines on the standard input, and end when that ends; the nodes end at SIGTERM, too.
@main
struct Soak {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        let value = arguments.dropFirst().first
        switch (arguments.first, value.flatMap { Int($0) }) {
        case ("serve", let hosts?):
            try await SoakServer().run(hosts: hosts)
        case ("clients", let count?):
            try await OrderlyClients(count: count, urls: Array(arguments.dropFirst(2))).run()
        case ("hub-node", _) where value != nil:
            try await HubNode(redis: value ?? "").run()
        case ("hub-clients", _):
            await HubClients().run()
        default:
            print("Usage: Soak serve HOSTS | Soak clients COUNT URL… | Soak hub-node REDIS-URL | Soak hub-clients")
        }
    }
}
