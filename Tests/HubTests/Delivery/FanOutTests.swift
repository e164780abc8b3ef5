//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WSTransport
import WebSocketHub
import WebSockets

@Suite("what is published", .timeLimit(.minutes(1)))
struct FanOutTests {
    @Test("reaches all who have subscribed, on every loop, in order and whatever the size")
    func everybody() async throws {
        try await withHub { hub, url in
            var sockets: [WebSocket] = []
            for _ in 0..<8 {
                sockets.append(try await subscribe(url, to: "news"))
            }
            let other = try await subscribe(url, to: "weather")
            let messages: [WebSocket.Message] = [
                .text("Grüße"), .binary([]), .binary([UInt8](repeating: 7, count: 100_000)), .text("z"),
            ]
            for message in messages {
                try hub.publish(message, to: "news")
            }
            try hub.publish("rain", to: "weather")
            for socket in sockets {
                for message in messages {
                    #expect(try await socket.receive() == message)
                }
            }
            #expect(try await other.receive() == .text("rain"))
        }
    }

    @Test("is not held up by a handler that subscribes again and again where it cannot")
    func refused() async throws {
        let hub = Hub()
        let server = HTTPServer(eventLoops: 1)
        server.webSocket("/") { socket in
            let turns = Task(executorPreference: socket.loop) {
                var count = 0
                while !Task.isCancelled {
                    await socket.loop.nextTurn()
                    count += 1
                }
                return count
            }
            for _ in 0..<500 { _ = try? await hub.subscribe(socket, to: "#") }
            turns.cancel()
            let count = await turns.value
            try await socket.send("\(count >= 450)")
        }
        try await withServer(server) { address in
            try await Dialer().connect(to: "ws://\(address)/") { socket async throws in
                #expect(try await socket.receive() == .text("true"))
            }
        }
    }

    @Test("comes in the order of each publisher, however many publish at once")
    func order() async throws {
        try await withHub { hub, url in
            let sockets = [
                try await subscribe(url, to: "numbers"), try await subscribe(url, to: "numbers"),
                try await subscribe(url, to: "#"),
            ]
            try await withThrowingTaskGroup { group in
                for publisher in 0..<4 {
                    group.addTask {
                        for number in 0..<200 { try hub.publish("\(publisher) \(number)", to: "numbers") }
                    }
                }
                try await group.waitForAll()
            }
            for socket in sockets {
                var next = [0, 0, 0, 0]
                for _ in 0..<800 {
                    guard case .text(let text) = try await socket.receive() else { break }
                    let parts = text.split(separator: " ").compactMap { Int($0) }
                    #expect(parts[1] == next[parts[0]])
                    next[parts[0]] += 1
                }
                #expect(next == [200, 200, 200, 200])
            }
        }
    }

    @Test("leaves out who is excepted")
    func except() async throws {
        try await withHub { hub, url in
            let speaker = try await subscribe(url, to: "said")
            let listener = try await subscribe(url, to: "said")
            try await speaker.send("hello")
            #expect(try await listener.receive() == .text("hello"))
            try hub.publish("to both", to: "said")
            #expect(try await speaker.receive() == .text("to both"))
        }
    }

    @Test("reaches those whose pattern matches, once, by however many ways")
    func patterns() async throws {
        try await withHub(
            subscribing: { hub, socket, filter in
                for part in filter.split(separator: ",") { try await hub.subscribe(socket, matching: String(part)) }
            }
        ) { hub, url in
            let one = try await subscribe(url, to: "rooms/7/typing")
            let level = try await subscribe(url, to: "rooms/+/typing")
            let all = try await subscribe(url, to: "rooms/#")
            let several = try await subscribe(url, to: "#,rooms/+/typing,rooms/7/typing,rooms/#")
            try hub.publish("Anna", to: "rooms/7/typing")
            try hub.publish("Bert", to: "rooms/8/typing")
            try hub.publish("opened", to: "rooms/8")
            try hub.publish("closed", to: "rooms/7/typing")
            #expect(try await one.receive() == .text("Anna"))
            #expect(try await one.receive() == .text("closed"))
            for expected in ["Anna", "Bert", "closed"] {
                #expect(try await level.receive() == .text(expected))
            }
            for expected in ["Anna", "Bert", "opened", "closed"] {
                #expect(try await all.receive() == .text(expected))
                #expect(try await several.receive() == .text(expected))
            }
        }
    }

    @Test("goes on without those who leave, whose subscriptions end with them")
    func leaving() async throws {
        try await withHub { hub, url in
            let first = try await subscribe(url, to: "news")
            let second = try await subscribe(url, to: "news")
            let third = try await subscribe(url, to: "news")
            #expect(hub.subscriptionCount(of: "news") == 3)
            try await first.close()
            await second.closeNow()
            for number in 0..<100 {
                try hub.publish("\(number)", to: "news")
                #expect(try await third.receive() == .text("\(number)"))
            }
            try await third.close()
            while hub.metrics.topics > 0 { await Task.yield() }
            #expect(hub.subscriptionCount(of: "news") == 0)
            #expect(hub.metrics.subscriptions == 0)
            #expect(hub.metrics.subscriptionsTotal == 3)
            try hub.publish("to nobody", to: "news")
            #expect(hub.metrics.topics == 0)
        }
    }

    @Test("does not come any more after unsubscribing")
    func unsubscribing() async throws {
        try await withHub(
            subscribing: { hub, socket, _ in
                try await hub.subscribe(socket, to: "a")
                try await hub.subscribe(socket, matching: "+")
                try await hub.subscribe(socket, to: "b")
                try hub.unsubscribe(socket, from: "a")
                try hub.unsubscribe(socket, from: "+")
                try hub.unsubscribe(socket, from: "never")
            }
        ) { hub, url in
            let socket = try await subscribe(url, to: "")
            try hub.publish("no", to: "a")
            try hub.publish("yes", to: "b")
            #expect(try await socket.receive() == .text("yes"))
            #expect(hub.metrics.subscriptions == 1)
        }
    }

    @Test("a name that somebody has chosen is one topic, never a pattern", arguments: ["+", "#", "rooms/+", "rooms/#"])
    func names(name: String) async throws {
        try await withHub(
            subscribing: { hub, socket, name in
                let error = await #expect(throws: WebSocket.Error.self) { try await hub.subscribe(socket, to: name) }
                #expect(error?.code == .invalidArgument)
            }
        ) { hub, url in
            try await subscribe(url, to: name).close()
            #expect(hub.metrics.subscriptionsTotal == 0)
        }
    }

    @Test("a policy by which no message can wait, as a client may have asked for, is an error", arguments: [0, -1])
    func emptyPolicies(limit: Int) async throws {
        try await withHub(
            subscribing: { hub, socket, _ in
                for policy in [Hub.DeliveryPolicy.wait(upTo: limit), .dropOldest(keeping: limit), .latest(keys: limit)]
                {
                    let error = await #expect(throws: WebSocket.Error.self) {
                        try await hub.subscribe(socket, to: "a", policy: policy)
                    }
                    #expect(error?.code == .invalidArgument)
                    await #expect(throws: WebSocket.Error.self) {
                        try await hub.subscribe(socket, matching: "a/#", policy: policy)
                    }
                }
                try await hub.subscribe(socket, to: "b")
            }
        ) { hub, url in
            let socket = try await subscribe(url, to: "")
            try hub.publish("yes", to: "b")
            #expect(try await socket.receive() == .text("yes"))
            try await socket.close()
        }
    }

    @Test("a socket may have no more subscriptions than it may, and none when it is closed")
    func limit() async throws {
        var configuration = Hub.Configuration()
        configuration.maxSubscriptionsPerSocket = 2
        try await withHub(
            configuration,
            subscribing: { hub, socket, _ in
                try await hub.subscribe(socket, to: "a")
                try await hub.subscribe(socket, to: "b")
                // Again is not one more.
                try await hub.subscribe(socket, to: "a")
                let error = await #expect(throws: WebSocket.Error.self) { try await hub.subscribe(socket, to: "c") }
                #expect(error?.code == .invalidArgument)
                try hub.unsubscribe(socket, from: "a")
                try await hub.subscribe(socket, to: "c")
            }
        ) { hub, url in
            let socket = try await subscribe(url, to: "")
            try hub.publish("yes", to: "c")
            #expect(try await socket.receive() == .text("yes"))
            try await socket.close()
            let error = await #expect(throws: WebSocket.Error.self) { try await hub.subscribe(socket, to: "a") }
            #expect(error?.code == .closed)
        }
    }
}
