//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub
import WebSockets

@Suite("a hub whose backplane has lost what it kept", .timeLimit(.minutes(1)))
struct BackplaneEpochTests {
    private static func message(_ number: UInt64) -> SharedMessage {
        SharedMessage(
            topic: "kept/a",
            node: 1,
            number: number,
            message: .text("\(number)"),
            mayCompress: true,
            key: nil
        )
    }

    @Test("tells clients that come back, goes on with those that are there, and counts it once")
    func loss() async throws {
        let backplane = SilentBackplane()
        var configuration = Hub.Configuration()
        configuration.history = [Hub.HistoryRule(of: "kept/#")]
        configuration.backplane = Hub.Backplane { backplane }
        configuration.wireFormat = .envelopes
        try await withHub(
            configuration,
            subscribing: { hub, socket, text in
                let start = Hub.MessageID(text).map { Hub.StartingPoint.after($0) } ?? .now
                let catchup = try await hub.subscribe(socket, to: "kept/a", from: start)
                try await socket.send("\(catchup.isComplete)")
            }
        ) { hub, url in
            let confirming = Task {
                while backplane.attached.isEmpty { await Task.yield() }
                let place = StreamPosition(1, 0, epoch: 1)
                backplane.confirm("kept/a", StreamSnapshot([], since: place, through: place))
            }
            let socket = try await Dialer().dial("\(url)?to=now")
            #expect(try await socket.receive() == .text("true"))
            #expect(try await socket.receive() == .text("subscribed"))
            await confirming.value
            var ids: [String] = []
            for (number, position) in [(1, StreamPosition(9, 0, epoch: 1)), (2, StreamPosition(5, 0, epoch: 2))] {
                backplane.deliver(Self.message(UInt64(number)), at: position)
                let envelope = try await socket.receive().decodeJSON(as: Hub.Envelope.self)
                #expect(envelope.text == "\(number)")
                ids.append(try #require(envelope.id))
            }
            #expect(hub.metrics.backplaneGaps == 1)
            for (id, isComplete) in zip(ids, [false, true]) {
                let back = try await Dialer().dial("\(url)?to=\(id)")
                if !isComplete {
                    #expect(try await back.receive().decodeJSON(as: Hub.Envelope.self).text == "2")
                }
                #expect(try await back.receive() == .text("\(isComplete)"))
            }
        }
    }
}
