//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSocketProtocol
import WebSockets

extension BenchSettings {
    /// The loopback address whose relatives may stand for it.
    static let loopback = "127.0.0.1"

    /// To so many connections one address gives ports, of the 28,232 that Linux has for that.
    private static let connectionsPerAddress = 20_000
    private static let portsOfAddress = 28_000

    /// Over how many addresses the connections are spread: those that were asked for, or as many as they need if the
    /// server is on this machine.
    package var addressCount: Int {
        if let spread { return spread }
        guard self.connections > Self.portsOfAddress, self.isLoopback else { return 1 }
        return min(254, (self.connections + Self.connectionsPerAddress - 1) / Self.connectionsPerAddress)
    }

    /// Whether the server is at 127.0.0.1.
    var isLoopback: Bool {
        let url = self.url.reveal()
        return url.contains("://\(Self.loopback):") || url.contains("://\(Self.loopback)/")
    }

    /// The URL as output and reports have it: without user name and password, and without what the query says.
    var shownURL: String {
        // What may stand in a host as well as in a path, and is in no other part of a URL.
        let standIn = "~group~"
        let url = self.url.reveal().replacing("{group}", with: standIn)
        let shown = (try? WebSocketURL(url)) ?? (try? WebSocketURL(self.url(ofConnection: 0)))
        return shown?.description.replacing(standIn, with: "{group}") ?? Secret.placeholder
    }

    /// Where a connection goes: to 127.0.0.1, 127.0.0.2 and so on in turns, if they are spread; and to its group's path.
    package func url(ofConnection index: Int) -> String {
        let address = index % self.addressCount
        return self.url.reveal()
            .replacing("://\(Self.loopback)", with: "://127.0.0.\(address + 1)", maxReplacements: 1)
            .replacing("{group}", with: "\(self.group(ofConnection: index))")
    }
}
