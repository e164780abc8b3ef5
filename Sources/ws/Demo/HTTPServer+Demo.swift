//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketHub
import WebSockets

extension HTTPServer {
    /// Creates the demo server.
    ///
    /// - Parameters:
    ///   - configuration: Its limits and policies.
    ///   - compression: How the messages of all routes are compressed, for clients that offer it.
    convenience init(demo configuration: HTTPServerConfiguration, compression: Compression? = nil) {
        self.init(configuration: configuration)
        let rooms = Rooms()
        let topics = (0..<10_000).map { "topics/\($0)" }
        let hub = Hub(forTopics: topics.count)
        self.get("/") { _ in HTTPResponse(html: DemoPage.html) }
        self.get("/hello") { _ in HTTPResponse(text: "Hello World") }
        self.get("/rooms") { _ in HTTPResponse(html: RoomsPage.html) }
        self.get("/rooms/{room}") { [rooms] in try rooms.open($0) }
        self.metrics { hub.metrics.prometheusText }
        let generous = Upgrader(compression: compression, configuration: .generous)
        let strict = Upgrader(compression: compression)
        self.webSocket("/echo", upgrader: generous) { try await $0.echo() }
        self.webSocket("/echo-fast", upgrader: generous) { try await $0.echoInPlace() }
        self.webSocket("/json", upgrader: strict) { try await $0.answerInJSON() }
        self.webSocket("/chat", upgrader: strict) { try await $0.relay(through: hub, ["chat"]) }
        self.webSocket("/fanout", upgrader: generous) { try await $0.relay(through: hub, ["fanout"]) }
        self.webSocket("/topics", upgrader: generous) { try await $0.relay(through: hub, topics) }
    }
}

extension WebSocket {
    /// Answers every name with a person, until the connection is closed.
    fileprivate func answerInJSON() async throws {
        for try await message in self {
            guard case .text(let name) = message else {
                try await self.close(code: .unsupportedData, reason: "send a name as text")
                return
            }
            try await self.send(try Person(name: name).json())
        }
    }
}

extension Hub {
    /// Creates a hub in which a socket may subscribe to that many topics.
    fileprivate convenience init(forTopics count: Int) {
        var configuration = HubConfiguration()
        configuration.maxSubscriptionsPerSocket = count
        self.init(configuration: configuration)
    }
}
