//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Containers
import Core
import HTTP1
import HTTP2
import NeighbourTypes
import Networking
import Proxies
import Soak
import TLS
import TestSupport
import Transport
import WebSocketHub
import WebSocketHubRedis
import WebSocketProtocol
import WebSockets

/// Topics, and the same on many machines.
struct Topics: Sendable {
    let hub: Hub

    init() throws {
        var redis = try RedisBackplane.Configuration("rediss://chat:secret@redis.example.org")
        redis.timeout = .seconds(2)
        redis.backoff = Dialer.Backoff(initial: .milliseconds(100), maximum: .seconds(2))
        var configuration = Hub.Configuration()
        configuration.backplane = .redis(redis)
        configuration.wireFormat = .envelopes
        configuration.history = [Hub.HistoryRule(of: "rooms/+", maxMessages: 200, maxAge: .seconds(3600))]
        configuration.onPresenceChange = { change, _ in print(change.member.id, change.kind) }
        self.hub = Hub(configuration: configuration)
    }

    func addRoutes(to server: HTTPServer) {
        let hub = self.hub
        server.webSocket("/rooms") { socket in
            let member = Hub.Member(id: "alice")
            let replay: Hub.Replay = try await hub.subscribe(socket, to: "rooms/lobby", as: member, from: .last(20))
            guard replay.isComplete else { return try await socket.close(code: .serviceRestart) }
            try await hub.subscribe(socket, matching: "news/#", policy: .latest(keys: 100))
            for try await message in socket {
                try hub.publish(message, to: "rooms/lobby", except: socket)
            }
        }
        server.webSocket("/hub") { socket in
            try await hub.serve(socket) { request in
                switch request {
                case .subscribe(let topic, _), .unsubscribe(let topic), .publish(let topic, _):
                    topic.hasPrefix("rooms/")
                case .match: false
                }
            }
        }
    }

    func look() async throws {
        try self.hub.publish("Hello", to: "rooms/7")
        let kept: [Hub.KeptMessage] = await self.hub.history(of: "rooms/7", last: 1)
        let message: WebSocket.Message? = kept.first?.message
        let members: [Hub.Member] = await self.hub.members(of: "rooms/7")
        let metrics: Hub.Metrics = self.hub.metrics
        print(message?.byteCount ?? 0, members.count, metrics.prometheusText)
    }
}

func connectToRedis(_ url: String) -> RedisBackplane.Configuration? {
    do {
        return try RedisBackplane.Configuration(url)
    } catch {
        let reason: RedisBackplane.Error = error
        print(reason.message)
        return nil
    }
}
