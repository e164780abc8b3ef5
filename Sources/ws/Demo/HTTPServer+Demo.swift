//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

extension HTTPServer {
    /// Creates the demo server.
    ///
    /// - Parameters:
    ///   - configuration: Its limits and policies.
    ///   - compression: How the messages of all routes are compressed, for clients that offer it.
    convenience init(demo configuration: HTTPServerConfiguration, compression: Compression? = nil) {
        self.init(configuration: configuration)
        self.get("/") { _ in HTTPResponse(html: DemoPage.html) }
        self.get("/hello") { _ in HTTPResponse(text: "Hello World") }
        self.metrics()
        let generous = Upgrader(compression: compression, configuration: .generous)
        let strict = Upgrader(compression: compression)
        self.webSocket("/echo", upgrader: generous) { try await $0.echo() }
        self.webSocket("/echo-fast", upgrader: generous) { try await $0.echoInPlace() }
        self.webSocket("/json", upgrader: strict) { try await $0.answerInJSON() }
        let broadcast = Broadcast()
        self.webSocket("/fanout", upgrader: generous) { try await $0.relay(to: broadcast) }
        let room = ChatRoom()
        self.webSocket("/chat", upgrader: strict) { try await room.serve($0) }
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
