//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Signals
import WebSockets

/// Prices that change many times a second, for any number of clients, however slow.
///
/// Usage: `ticker [PORT] [PRICES-PER-SECOND]`
@main
struct Ticker {
    static func main() async throws {
        let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        let port = numbers.first ?? 8080
        let rate = numbers.dropFirst().first ?? 100
        let market = Market(symbols: ["ALPHA", "BRAVO", "CHARLIE", "DELTA", "ECHO", "FOXTROT"])
        var configuration = WebSocket.Configuration()
        // Little may wait in a connection: what waits there grows old, and is not replaced by what is newer.
        configuration.highWaterMark = 4096
        let upgrader = Upgrader(configuration: configuration)
        let server = HTTPServer()
        server.get("/") { _ in HTTP.Response(html: tickerPage) }
        server.webSocket("/prices", upgrader: upgrader) { socket in
            socket.limitKernelBuffer()
            let latest = LatestPrices()
            market.subscribe(latest)
            defer { market.unsubscribe(latest) }
            while socket.isOpen, let prices = await latest.next() {
                for price in prices {
                    try await socket.send(price)
                }
            }
        }
        try await withCancellationOnSignals {
            // It is cancelled when the server has ended.
            async let _ = market.trade(perSecond: rate)
            try await server.run(at: .tcp(host: "127.0.0.1", port: port)) { address in
                print("Open http://\(address)/")
            }
        }
    }
}

extension WebSocket {
    /// Lets little wait in the kernel as well, which by default keeps some megabytes for a slow client.
    func limitKernelBuffer() {
        guard case .socket(let descriptor)? = self.networkConnection else { return }
        var size: CInt = 16 * 1024
        setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<CInt>.size))
    }
}
