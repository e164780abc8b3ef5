//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSocketHub
import WebSocketHubRedis
import WebSockets

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A chat with rooms, which show who is there and what was said before.
struct Rooms {
    /// The longest name of a person, in bytes of UTF-8.
    private static let maxNameSize = 160

    private let hub: Hub
    private let upgrader: Upgrader

    /// Creates a chat, which is the same in all processes that use the same Redis server.
    init(_ redis: RedisBackplane.Configuration?, onEvent: @escaping @Sendable (Hub.BackplaneEvent) -> Void) {
        var configuration = Hub.Configuration()
        // So that a page knows which message it has seen last.
        configuration.wireFormat = .envelopes
        configuration.history = [
            Hub.HistoryRule(of: "rooms/+", maxMessages: 200, maxAge: .seconds(3600)),
            // Who comes sees at once who is there.
            Hub.HistoryRule(of: "people/+", maxMessages: 4, maxAge: .seconds(24 * 3600)),
        ]
        configuration.onPresenceChange = { change, hub in
            let room = Substring(change.topic.utf8.dropFirst("rooms/".utf8.count))
            var told: Set<ExactString>?
            // Another process may tell at the same time of what was so a moment before.
            while case let names = Set(await hub.members(of: change.topic).map { ExactString($0.id) }), names != told {
                // Names and numbers can be encoded, and the topic is one if the room is.
                try? hub.publish(WebSocket.Message(json: RoomPeople(names, at: Date())), to: "people/\(room)")
                told = names
            }
        }
        if let redis {
            configuration.onBackplaneEvent = onEvent
            configuration.backplane = .redis(redis)
        }
        self.hub = Hub(configuration: configuration)
        var limits = WebSocket.Configuration()
        limits.maxMessageSize = 4 << 10
        limits.messageRate = WebSocket.RateLimit(perSecond: 5, burst: 50)
        self.upgrader = Upgrader(configuration: limits)
    }

    /// Ends the chat's part among other processes.
    func shutdown() async { await self.hub.shutdown() }

    /// Opens a WebSocket to a room.
    ///
    /// The room is in the path; the query says who comes, and which message they have seen last.
    func open(_ request: HTTP.Request) throws -> HTTP.Response {
        let room = request.parameters["room"] ?? ""
        let query = Dictionary(
            request.queryItems.map { (ExactString($0.name), $0.value) },
            uniquingKeysWith: { $1 }
        )
        let name = query["name"] ?? ""
        guard Hub.TopicFilter.isTopic("people/\(room)"), !room.utf8.contains(UInt8(ascii: "/")),
            (1...Self.maxNameSize).contains(name.utf8.count)
        else {
            throw HTTP.Error(
                .badRequest,
                "The room needs a name without '/', '+' and '#', and the query a name of 1 to \(Self.maxNameSize) bytes."
            )
        }
        let start = query["after"].flatMap { Hub.MessageID($0) }.map { Hub.StartingPoint.after($0) } ?? .last(50)
        return try self.upgrader.upgrade(request) { [hub] socket in
            try await hub.subscribe(socket, to: "people/\(room)", from: .last(4))
            try await hub.subscribe(socket, to: "rooms/\(room)", as: Hub.Member(id: name), from: start)
            for try await case .text(let text) in socket {
                try hub.publish(WebSocket.Message(json: RoomMessage(name: name, text: text)), to: "rooms/\(room)")
            }
        }
    }
}
