//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Signals
import WebSockets

/// Sends every message back to whoever sent it.
///
/// Usage: `echo-server [PORT]`
@main
struct EchoServer {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
        let server = HTTPServer()
        server.webSocket("/echo") { socket in
            for try await message in socket {
                try await socket.send(message)
            }
        }
        try await withCancellationOnSignals {
            try await server.run(at: .tcp(host: "127.0.0.1", port: port)) { address in
                print("Echoing at ws://\(address)/echo")
            }
        }
    }
}
