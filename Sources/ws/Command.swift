//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

@main
enum Command {
    static func main() async throws {
        let server = HTTPServer()
        server.get("/hello") { _ in HTTPResponse(text: "Hello World") }
        var configuration = WebSocketConfiguration()
        configuration.maxMessageSize = 32 << 20
        configuration.maxPendingOutput = 32 << 20
        let upgrader = Upgrader(configuration: configuration)
        server.webSocket("/echo", upgrader: upgrader) { socket in
            for try await message in socket { try await socket.send(message) }
        }
        server.webSocket("/echo-fast", upgrader: upgrader) { socket in
            try await socket.forEachMessage { message, socket in try socket.enqueue(message) }
        }
        try await server.run(at: .tcp(host: "127.0.0.1", port: 8099)) { address in
            print("Serving at http://\(address)")
        }
    }
}
