//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSocketHub
import WebSockets

@Suite("a hub that serves clients", .timeLimit(.minutes(1)))
struct ServingTests {
    /// Runs a server at which clients may do all but touch what is secret.
    private func withServingHub(_ body: @Sendable (_ hub: Hub, _ url: String) async throws -> Void) async throws {
        var configuration = Hub.Configuration()
        configuration.wireFormat = .envelopes
        configuration.history = [Hub.HistoryRule(of: "rooms/+", maxMessages: 1000)]
        let hub = Hub(configuration: configuration)
        var serverConfiguration = HTTPServer.Configuration()
        serverConfiguration.shutdownTimeout = .zero
        let server = HTTPServer(configuration: serverConfiguration)
        server.webSocket("/") { socket in
            try await hub.serve(socket, as: Hub.Member(id: "somebody")) { request in
                request.filter != "secret"
            }
        }
        try await withServer(server) { try await body(hub, "ws://\($0)/") }
    }

    private func ask(_ socket: WebSocket, _ json: String) async throws -> Hub.Answer {
        try await socket.send(json)
        return try await socket.receive().decodeJSON(as: Hub.Answer.self)
    }

    @Test("does what they ask for, and says so")
    func requests() async throws {
        try await withServingHub { hub, url in
            let socket = try await Dialer().dial(url)
            let subscribed = try await self.ask(socket, #"{"subscribe":"rooms/7"}"#)
            #expect(subscribed.subscribed == "rooms/7" && subscribed.missed == 0 && subscribed.complete == true)
            #expect(await hub.members(of: "rooms/7") == [Hub.Member(id: "somebody")])
            try await socket.send(#"{"publish":"rooms/7","text":"Hello"}"#)
            let envelope = try await socket.receive().decodeJSON(as: Hub.Envelope.self)
            #expect(envelope.topic == "rooms/7" && envelope.message == .text("Hello") && envelope.id != nil)
            #expect(try await self.ask(socket, #"{"unsubscribe":"rooms/7"}"#).unsubscribed == "rooms/7")
            #expect(hub.subscriptionCount(of: "rooms/7") == 0)
            let again = try await self.ask(socket, #"{"subscribe":"rooms/7","last":5}"#)
            // What was missed comes first.
            #expect(again.subscribed == nil)
            let answer = try await socket.receive().decodeJSON(as: Hub.Answer.self)
            #expect(answer.missed == 1 && answer.complete == true)
            try await socket.send(#"{"subscribe":"rooms/7","after":"what?"}"#)
            _ = try await socket.receive()
            let incomplete = try await socket.receive().decodeJSON(as: Hub.Answer.self)
            #expect(incomplete.missed == 1 && incomplete.complete == false)
            try await socket.close()
        }
    }

    @Test("refuses what is no request, what is not allowed and what cannot be, and goes on")
    func refusals() async throws {
        try await withServingHub { hub, url in
            let socket = try await Dialer().dial(url)
            for json in ["nonsense", "{}", #"{"subscribe":"#] {
                #expect(try await self.ask(socket, json).error != nil)
            }
            let secret = try await self.ask(socket, #"{"subscribe":"secret"}"#)
            #expect(secret.error == "it is not allowed" && secret.of == "secret")
            #expect(try await self.ask(socket, #"{"publish":"secret","text":"x"}"#).error == "it is not allowed")
            for json in [#"{"subscribe":"a/#"}"#, #"{"match":"a/#/b"}"#] {
                #expect(try await self.ask(socket, json).error != nil)
            }
            #expect(try await self.ask(socket, #"{"publish":"a/#","text":"x"}"#).error != nil)
            #expect(hub.metrics.subscriptionsTotal == 0)
            #expect(hub.metrics.publications == 0)
            #expect(try await self.ask(socket, #"{"match":"b/#"}"#).subscribed == "b/#")
            #expect(try await self.ask(socket, #"{"subscribe":"a"}"#).subscribed == "a")
            try await socket.close()
        }
    }

    @Test("a client that is back after each loss of its connection misses nothing and sees nothing twice")
    func comingBack() async throws {
        try await withServingHub { hub, url in
            let count = 500
            // It comes and goes while others publish.
            let publishing = Task {
                while hub.subscriptionCount(of: "rooms/7") == 0 { await Task.yield() }
                for number in 0..<count {
                    try hub.publish("\(number)", to: "rooms/7")
                    await Task.yield()
                }
            }
            var seen: [WebSocket.Message] = []
            var start = Hub.StartingPoint.now
            let impatient = Dialer.Backoff(initial: .milliseconds(1), maximum: .milliseconds(2))
            connections: for try await socket in Dialer().connections(to: url, backoff: impatient) {
                try await socket.send(try WebSocket.Message(json: Hub.ClientRequest.subscribe("rooms/7", start)))
                var left = 40
                for try await message in socket {
                    guard let envelope = try? message.decodeJSON(as: Hub.Envelope.self) else { continue }
                    seen.append(envelope.message)
                    start = envelope.id.flatMap { Hub.MessageID($0) }.map { .after($0) } ?? start
                    left -= 1
                    if seen.count == count { break connections }
                    if left == 0 { break }
                }
                await socket.closeNow()
            }
            try await publishing.value
            #expect(seen == (0..<count).map { .text("\($0)") })
        }
    }
}
