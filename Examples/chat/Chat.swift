//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Signals
import WebSocketHub
import WebSockets

/// A chat with rooms.
///
/// Usage: `chat [PORT]`
@main
struct Chat {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
        let hub = Hub()
        let upgrader = Upgrader()
        let server = HTTPServer()
        server.get("/") { _ in HTTP.Response(html: chatPage) }
        server.get("/rooms/{room}") { request in
            let room = "rooms/\(request.parameters["room"] ?? "")"
            // A name that a hub does not take would only be noticed when the WebSocket is open.
            guard Hub.TopicFilter.isTopic(room) else { throw HTTP.Error(.badRequest, "That is no name of a room.") }
            let name = request.queryItems.first { $0.name == "name" }?.value ?? "somebody"
            return try upgrader.upgrade(request) { socket in
                try await hub.subscribe(socket, to: room)
                try hub.publish("\(name) has come.", to: room)
                // However the connection ends.
                defer { try? hub.publish("\(name) has gone.", to: room, except: socket) }
                for try await case .text(let text) in socket {
                    try hub.publish("\(name): \(text)", to: room)
                }
            }
        }
        try await withCancellationOnSignals {
            try await server.run(at: .tcp(host: "127.0.0.1", port: port)) { address in
                print("Open http://\(address)/")
            }
        }
    }
}
