//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Signals
import WebSockets

/// Notes, as JSON by HTTP and live by a WebSocket, on one path.
///
/// Usage: `json [PORT]`
@main
struct Notes {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
        let board = Board()
        let upgrader = Upgrader()
        let server = HTTPServer()
        server.get("/notes") { request in
            guard request.isWebSocketUpgrade else {
                return try HTTP.Response(json: await board.notes)
            }
            return try upgrader.upgrade(request) { socket in
                try await board.serve(socket)
            }
        }
        server.post("/notes") { request in
            guard let new = try? WebSocket.Message.binary(request.body).decodeJSON(as: NewNote.self) else {
                throw HTTP.Error(.badRequest, #"Send a note as JSON: {"text": "…"}"#)
            }
            var response = try HTTP.Response(json: await board.add(new))
            response.status = .created
            return response
        }
        try await withCancellationOnSignals {
            try await server.run(at: .tcp(host: "127.0.0.1", port: port)) { address in
                print("Notes at http://\(address)/notes")
            }
        }
    }
}

extension HTTP.Response {
    /// Creates a response of JSON.
    init(json value: some Encodable) throws {
        let body = try WebSocket.Message(json: value)
        guard case .text(let text) = body else { throw HTTP.Error(.internalServerError) }
        self.init(headers: ["Content-Type": "application/json"], body: Array(text.utf8))
    }
}
