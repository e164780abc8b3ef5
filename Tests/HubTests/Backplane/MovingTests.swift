//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub
import WebSockets

@Suite("a client that comes to another node", .timeLimit(.minutes(1)))
struct MovingTests {
    private let backplane = ScriptedBackplane()

    private var configuration: Hub.Configuration {
        var configuration = Hub.Configuration()
        configuration.history = [Hub.HistoryRule(of: "kept/#")]
        configuration.backplane = Hub.Backplane { [backplane] in backplane }
        configuration.wireFormat = .envelopes
        return configuration
    }

    /// Runs a hub to which clients say the id of the last message that they have seen, or nothing.
    private func with(_ body: @Sendable (_ hub: Hub, _ url: String) async throws -> Void) async throws {
        try await withHub(
            self.configuration,
            subscribing: { hub, socket, id in
                let start = Hub.MessageID(id).map { Hub.StartingPoint.after($0) } ?? .now
                try await hub.subscribe(socket, to: ScriptedBackplane.topic, from: start)
            },
            body
        )
    }

    /// Opens a connection; what its topic begins with comes before the word that it has subscribed.
    private func open(_ url: String, after id: Hub.MessageID? = nil) async throws -> (WebSocket, missed: [Hub.Envelope])
    {
        let socket = try await Dialer().dial("\(url)?to=\(id.map { "\($0)" } ?? "")")
        var missed: [Hub.Envelope] = []
        while case let message = try await socket.receive(), message != .text("subscribed") {
            missed.append(try message.decodeJSON(as: Hub.Envelope.self))
        }
        return (socket, missed)
    }

    private func text(_ socket: WebSocket) async throws -> String? {
        try await socket.receive().decodeJSON(as: Hub.Envelope.self).text
    }

    private func id(_ node: UInt64, _ number: UInt64, at place: UInt64) -> Hub.MessageID {
        Hub.MessageID(node: node, number: number, position: StreamPosition(place, 0))
    }

    @Test("gets what the node has not received by then when it is not alone any more", arguments: [true, false])
    func alone(hasNewcomer: Bool) async throws {
        try await self.with { hub, url in
            self.backplane.setStream([])
            let (first, _) = try await self.open(url)
            await first.closeNow()
            // Without subscribers the topic is detached.
            while self.backplane.detachedCount < 1 { await Task.yield() }
            self.backplane.setStream(nil)
            self.backplane.lose()
            let (returning, missed) = try await self.open(url, after: self.id(8, 1, at: 2))
            #expect(missed.isEmpty)
            let newcomer = hasNewcomer ? try await self.open(url).0 : nil
            self.backplane.setStream([
                ScriptedBackplane.entry("seen", 8, 1, at: 2), ScriptedBackplane.entry("missed", 8, 2, at: 3),
                ScriptedBackplane.entry("missed, too", 9, 1, at: 4),
            ])
            self.backplane.restore()
            self.backplane.receive(ScriptedBackplane.entry("new", 9, 2, at: 5))
            for expected in ["missed", "missed, too", "new"] { #expect(try await self.text(returning) == expected) }
            // It has asked for what comes from now on, of which some may be missing.
            if let newcomer { #expect(try await self.text(newcomer) == "new") }
            #expect(hub.metrics.backplaneGaps == (hasNewcomer ? 1 : 0))
        }
    }

    @Test("gets messages whose ids say all that it has seen, so that the next node does not send it again")
    func ids() async throws {
        try await self.with { hub, url in
            self.backplane.setStream([])
            let (resident, _) = try await self.open(url)
            // The node publishes before it receives what the client has seen elsewhere.
            for text in ["own 1", "own 2"] {
                try hub.publish(text, to: ScriptedBackplane.topic)
                #expect(try await self.text(resident) == text)
            }
            self.backplane.receive(ScriptedBackplane.entry("seen", 8, 1, at: 5))
            self.backplane.receive(ScriptedBackplane.entry("seen ahead of Redis", 8, 2, at: 7))
            for _ in 0..<2 { _ = try await self.text(resident) }
            let (_, missed) = try await self.open(url, after: self.id(8, 2, at: 5))
            #expect(missed.map(\.text) == ["own 1", "own 2"])
            let ids = missed.compactMap { $0.id.flatMap { Hub.MessageID($0) } }
            #expect(ids.map(\.position) == [StreamPosition(5, 0), StreamPosition(7, 0)])
            let (_, again) = try await self.open(url, after: ids.first)
            #expect(again.map(\.text) == ["own 2", "seen ahead of Redis"])
            let (_, nothing) = try await self.open(url, after: ids.last)
            #expect(nothing.isEmpty)
        }
    }
}
