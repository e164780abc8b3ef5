//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketHub
import WebSocketHubRedis
import WebSockets

/// The demo server, and the hubs of its chats.
struct Demo {
    let server: HTTPServer
    private let rooms: Rooms
    private let hub: Hub

    /// Creates the server.
    ///
    /// - Parameters:
    ///   - configuration: Its limits and policies.
    ///   - compression: How the messages of all routes are compressed, for clients that offer it.
    ///   - redis: What connects its chats with those of other processes; nothing if it is `nil`.
    ///   - onRedisEvent: Gets what happens to those connections, and a name of the hub.
    init(
        _ configuration: HTTPServer.Configuration,
        compression: WebSocket.Compression?,
        redis: RedisBackplane.Configuration?,
        onRedisEvent: @escaping @Sendable (_ event: Hub.BackplaneEvent, _ hub: String) -> Void
    ) {
        let server = HTTPServer(configuration: configuration)
        let groups = (0..<50).map { group in (0..<200).map { "topics/\(group)/\($0)" } }
        let hub = Hub(forTopics: groups[0].count, redis) { onRedisEvent($0, "chat") }
        let rooms = Rooms(redis) { onRedisEvent($0, "rooms") }
        self.server = server
        self.hub = hub
        self.rooms = rooms
        server.get("/") { _ in HTTP.Response(html: DemoPage.html) }
        server.get("/hello") { _ in HTTP.Response(text: "Hello World") }
        server.get("/rooms") { _ in HTTP.Response(html: RoomsPage.html) }
        server.get("/rooms/{room}") { try rooms.open($0) }
        server.metrics { hub.metrics.prometheusText }
        let generous = Upgrader(compression: compression, configuration: .generous)
        let strict = Upgrader(compression: compression)
        server.webSocket("/echo", upgrader: generous) { try await $0.echo() }
        server.webSocket("/echo-fast", upgrader: generous) { try await $0.echoInPlace() }
        server.webSocket("/json", upgrader: strict) { try await $0.answerInJSON() }
        server.webSocket("/chat", upgrader: strict) { try await $0.relay(through: hub, ["chat"]) }
        server.webSocket("/fanout", upgrader: generous) { try await $0.relay(through: hub, ["fanout"]) }
        server.webSocket("/kept", upgrader: generous) { try await $0.relay(through: hub, ["kept"]) }
        server.get("/topics/{group}") { request in
            guard let group = request.parameters["group"].flatMap({ Int($0) }), groups.indices.contains(group) else {
                throw HTTP.Error(.notFound)
            }
            return try generous.upgrade(request) { try await $0.relay(through: hub, groups[group]) }
        }
    }

    /// Ends the hubs' part among other processes, as far as that can be done until a deadline.
    func shutdown(until deadline: ContinuousClock.Instant) async {
        await withTaskGroup { group in
            group.addTask {
                async let rooms: Void = self.rooms.shutdown()
                async let hub: Void = self.hub.shutdown()
                _ = await (rooms, hub)
            }
            group.addTask { try? await Task.sleep(until: deadline, clock: .continuous) }
            await group.next()
            // Cancelled, a hub returns at once.
            group.cancelAll()
        }
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
    fileprivate convenience init(
        forTopics count: Int,
        _ redis: RedisBackplane.Configuration?,
        onEvent: @escaping @Sendable (Hub.BackplaneEvent) -> Void
    ) {
        var configuration = Hub.Configuration()
        configuration.maxSubscriptionsPerSocket = count
        configuration.history = [Hub.HistoryRule(of: "kept")]
        if let redis {
            configuration.onBackplaneEvent = onEvent
            configuration.backplane = .redis(redis)
        }
        self.init(configuration: configuration)
    }
}
