//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// The processes that `scripts/soak` torments: a server of every kind of handler, and clients that keep to the rules.
///
/// Both obey lines on the standard input, and end when that ends.
@main
struct Soak {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch (arguments.first, arguments.dropFirst().first.flatMap { Int($0) }) {
        case ("serve", let hosts?):
            try await SoakServer().run(hosts: hosts)
        case ("clients", let count?):
            try await OrderlyClients(count: count, urls: Array(arguments.dropFirst(2))).run()
        default:
            print("Usage: Soak serve HOSTS | Soak clients COUNT URL…")
        }
    }
}
