//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// Sends a few messages and prints what comes back.
///
/// Usage: `echo-client [URL]`
@main
struct EchoClient {
    static func main() async throws {
        let url = CommandLine.arguments.dropFirst().first ?? "ws://127.0.0.1:8080/echo"
        let clock = ContinuousClock()
        try await Dialer().connect(to: url) { socket in
            for number in 1...5 {
                let start = clock.now
                try await socket.send("message \(number)")
                let reply = try await socket.receive(timeout: .seconds(5))
                print("\(reply) after \(clock.now - start)")
            }
        }
        // The connection is closed here, whatever happened in between.
        print("Closed.")
    }
}
