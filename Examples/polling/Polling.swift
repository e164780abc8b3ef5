//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Signals
import WebSockets

/// The same updates by HTTP polling, by long polling and by WebSocket, side by side.
///
/// Usage: `polling [PORT]`
@main
struct Polling {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
        let news = News()
        var configuration = HTTPServer.Configuration()
        // When the server stops, requests that wait for news need not wait for long.
        configuration.shutdownTimeout = .milliseconds(500)
        let server = HTTPServer(configuration: configuration)
        server.get("/") { _ in HTTP.Response(html: pollingPage) }
        // Whoever asks gets what there is, new or not.
        server.get("/poll") { _ in HTTP.Response(text: await news.latest.json) }
        // Whoever asks waits until there is something new, but not for ever, as proxies do not like that.
        server.get("/long-poll") { request in
            let seen = request.queryItems.first { $0.name == "seen" }.flatMap { Int($0.value) } ?? 0
            guard let update = await news.next(after: seen, timeout: .seconds(25)) else {
                return HTTP.Response(status: .noContent)
            }
            return HTTP.Response(text: update.json)
        }
        // Whoever has come is told.
        server.webSocket("/push") { socket in
            // It receives nothing, so that it would not notice that its client has gone while it waits.
            try await socket.whileOpen { socket in
                var seen = 0
                while !Task.isCancelled {
                    guard let update = await news.next(after: seen, timeout: .seconds(25)) else { continue }
                    seen = update.number
                    try await socket.send(update.json)
                }
            }
        }
        try await withCancellationOnSignals {
            // It is cancelled when the server has ended.
            async let _ = news.write()
            try await server.run(at: .tcp(host: "127.0.0.1", port: port)) { address in
                print("Open http://\(address)/")
            }
        }
    }
}
