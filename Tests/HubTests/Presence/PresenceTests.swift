//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import Testing
import WebSocketHub
import WebSockets

@Suite("who is present", .timeLimit(.minutes(1)))
struct PresenceTests {
    /// What the hub has told of, in order.
    private final class Changes: Sendable {
        private let changes = Mutex<[String]>([])

        func append(_ change: Hub.PresenceChange) {
            let sign = change.kind == .joined ? "+" : "-"
            self.changes.withLock { $0.append("\(sign)\(change.member.id)@\(change.topic)") }
        }

        var all: [String] { self.changes.withLock { $0 } }
    }

    private func withMembers(_ body: @Sendable (_ hub: Hub, _ url: String, Changes) async throws -> Void) async throws {
        let changes = Changes()
        var configuration = Hub.Configuration()
        configuration.onPresenceChange = { change, _ in changes.append(change) }
        try await withHub(
            configuration,
            subscribing: { hub, socket, name in
                try await hub.subscribe(socket, to: "room", as: Hub.Member(id: name, info: "the one called \(name)"))
            }
        ) { hub, url in try await body(hub, url, changes) }
    }

    @Test("is known with the first connection, until the last has gone")
    func joining() async throws {
        try await withMembers { hub, url, changes in
            let anna = try await subscribe(url, to: "Anna")
            let bert = try await subscribe(url, to: "Bert")
            let again = try await subscribe(url, to: "Anna")
            #expect(Set(await hub.members(of: "room").map(\.id)) == ["Anna", "Bert"])
            #expect(await hub.members(of: "room").contains(Hub.Member(id: "Anna", info: "the one called Anna")))
            #expect(hub.subscriptionCount(of: "room") == 3)
            while changes.all.count < 2 { await Task.yield() }
            #expect(changes.all == ["+Anna@room", "+Bert@room"])
            try await anna.close()
            await bert.closeNow()
            while changes.all.count < 3 { await Task.yield() }
            #expect(await hub.members(of: "room").map(\.id) == ["Anna"])
            await again.closeNow()
            while changes.all.count < 4 { await Task.yield() }
            #expect(changes.all == ["+Anna@room", "+Bert@room", "-Bert@room", "-Anna@room"])
            #expect(await hub.members(of: "room").isEmpty)
            #expect(await hub.members(of: "elsewhere").isEmpty)
        }
    }

    @Test("can be told to the others from where it is told of")
    func telling() async throws {
        var configuration = Hub.Configuration()
        configuration.onPresenceChange = { change, hub in
            try? hub.publish("\(change.member.id) \(change.kind)", to: "room/people")
        }
        try await withHub(
            configuration,
            subscribing: { hub, socket, name in
                try await hub.subscribe(socket, to: "room/people")
                try await hub.subscribe(socket, to: "room", as: Hub.Member(id: name))
            }
        ) { _, url in
            let anna = try await Dialer().dial("\(url)?to=Anna")
            let first = [try await anna.receive(), try await anna.receive()]
            #expect(Set(first) == [.text("Anna joined"), .text("subscribed")])
            let bert = try await Dialer().dial("\(url)?to=Bert")
            #expect(try await anna.receive() == .text("Bert joined"))
            await bert.closeNow()
            #expect(try await anna.receive() == .text("Bert left"))
        }
    }

    @Test("is told in order, however many come and go at once")
    func order() async throws {
        try await withMembers { hub, url, changes in
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        for _ in 0..<20 {
                            let socket = try await subscribe(url, to: "Anna")
                            await socket.closeNow()
                        }
                    }
                }
                try await group.waitForAll()
            }
            while hub.subscriptionCount(of: "room") > 0 || changes.all.count % 2 == 1 { await Task.yield() }
            #expect(changes.all.last == "-Anna@room")
            #expect(await hub.members(of: "room").isEmpty)
            for (number, change) in changes.all.enumerated() {
                #expect(change == (number % 2 == 0 ? "+Anna@room" : "-Anna@room"))
            }
        }
    }

    @Test("Members, and changes of who is present, are told apart by bytes")
    func lookalikes() {
        let members = [
            Hub.Member(id: "\u{E9}"), Hub.Member(id: "e\u{301}"), Hub.Member(id: "e", info: "\u{E9}"),
            Hub.Member(id: "e", info: "e\u{301}"),
        ]
        #expect(Set(members).count == members.count)
        let changes = members.map { Hub.PresenceChange(.joined, $0, in: "\u{E9}") }
        #expect(Set(changes + changes.map { Hub.PresenceChange(.joined, $0.member, in: "e\u{301}") }).count == 8)
    }
}
