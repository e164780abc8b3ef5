//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

/// The demo's chat, which several processes share.
@Suite("processes that Redis connects", .timeLimit(.minutes(1)))
struct DemoProcessTests {
    @Test("let two browsers talk that are at different ones")
    func browsers() async throws {
        try await DemoProcess.with(2) { processes, _, _ in
            let pages = processes.map { "http://\($0.address)/rooms" }
            let outcome = try await PythonPeer.letBrowsersTalk(pages[0], pages[1])
            #expect(outcome == "they have talked")
        }
    }

    /// Has somebody enter at each of three, and waits until they have met.
    private func enter(_ processes: [DemoProcess]) async throws -> [DemoProcess.Guest] {
        var guests: [DemoProcess.Guest] = []
        for (number, process) in processes.enumerated() {
            guests.append(try await process.enter("guest\(number)"))
        }
        for guest in guests { try await guest.meet("guest0", "guest1", "guest2") }
        return guests
    }

    /// Has each say something, when it has heard the one before of itself.
    private func talk(_ guests: [DemoProcess.Guest], _ numbers: Range<Int>) async throws {
        try await withThrowingTaskGroup { group in
            for (number, guest) in guests.enumerated() {
                group.addTask {
                    for message in numbers {
                        try await guest.say("\(message)")
                        while await !guest.seen.contains("guest\(number): \(message)") {
                            try await guest.see(await guest.seen.count + 1)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func expectAll(_ guests: [DemoProcess.Guest], _ count: Int) async throws {
        for guest in guests {
            try await guest.see(guests.count * count)
            let seen = await guest.seen
            for number in guests.indices {
                #expect(seen.filter { $0.hasPrefix("guest\(number):") } == (0..<count).map { "guest\(number): \($0)" })
            }
        }
    }

    @Test("tell each message once and in order, though Redis is killed and started again meanwhile")
    func outage() async throws {
        try await DemoProcess.with(3) { processes, redis, running in
            let guests = try await self.enter(processes)
            try await self.talk(guests, 0..<15)
            let talking = Task { [guests] in try await self.talk(guests, 15..<30) }
            await running.end()
            try await talking.value
            let second = try await redis.start()
            try await self.talk(guests, 30..<45)
            try await self.expectAll(guests, 45)
            // Somebody who was at one of them goes to another.
            let moved = try await processes[2].enter("guest0", after: await guests[0].last)
            try await guests[1].say("welcome")
            try await moved.see(1)
            #expect(await moved.seen == ["guest1: welcome"])
            for guest in guests + [moved] { await guest.leave() }
            await second.end()
        }
    }

    @Test(
        "have rooms of any name, and end at SIGTERM while guests are there",
        arguments: ["x%D8%80", "%CC%81x", "%7D%CC%81", "%7B%0D%0A%20"]
    )
    func oddNames(room: String) async throws {
        try await DemoProcess.with(2) { processes, _, _ in
            let anna = try await processes[0].enter("anna", in: room)
            let bert = try await processes[1].enter("bert", in: room)
            for guest in [anna, bert] { try await guest.meet("anna", "bert") }
            try await anna.say("hello")
            try await bert.see(1)
            for process in processes {
                process.signal(SIGTERM)
                #expect(try await process.outcome().status == 0)
            }
            for guest in [anna, bert] { await guest.leave() }
        }
    }

    @Test("log when Redis is lost, is back and refuses something, without the names of rooms")
    func log() async throws {
        try await DemoProcess.with(1) { processes, redis, running in
            let anna = try await processes[0].enter("anna")
            try await anna.meet("anna")
            await running.end()
            let second = try await redis.start()
            // Known to the server only if the way to it is back.
            while try await redis.ask("PUBSUB", "CHANNELS").count < 2 { try await Task.sleep(for: .milliseconds(20)) }
            _ = try await redis.ask("SET", "ws:{rooms/kitchen}:kept", "1")
            let bert = try await processes[0].enter("bert", in: "kitchen")
            try await bert.meet("bert")
            try await bert.say("hello")
            try await bert.see(1)
            processes[0].signal(SIGTERM)
            let outcome = try await processes[0].outcome()
            #expect(outcome.status == 0)
            for expected in [
                "ws: Redis, rooms: The way to other nodes is established.",
                "ws: Redis, rooms: The way to other nodes is interrupted: ",
                "ws: Redis, chat: The way to other nodes is interrupted: ",
                "ws: Redis, rooms: Reading the history of a topic was refused: WRONGTYPE ",
                "ws: Redis, rooms: Publishing to a topic was refused: WRONGTYPE ",
            ] {
                #expect(outcome.errors.contains(expected))
            }
            #expect(!outcome.errors.contains("kitchen"))
            for guest in [anna, bert] { await guest.leave() }
            await second.end()
        }
    }

    @Test("know soon that one has died, and who was there by it")
    func death() async throws {
        try await DemoProcess.with(3) { processes, _, _ in
            let anna = try await processes[0].enter("anna")
            let bert = try await processes[1].enter("bert")
            let carl = try await processes[2].enter("carl")
            for guest in [anna, bert] { try await guest.meet("anna", "bert", "carl") }
            await processes[2].end()
            for guest in [anna, bert] { try await guest.meet("anna", "bert") }
            // Who was there has seen what was said, and comes back to another.
            try await bert.say("Where is Carl?")
            let back = try await processes[1].enter("carl", after: await carl.last)
            for guest in [anna, bert, back] {
                try await guest.meet("anna", "bert", "carl")
                try await guest.see(1)
            }
            for guest in [anna, bert, back] { await guest.leave() }
        }
    }

    @Test("take one back that was stopped for longer than its lease, with all that it has missed")
    func pause() async throws {
        try await DemoProcess.with(3) { processes, _, _ in
            let guests = try await self.enter(processes)
            try await self.talk(guests, 0..<5)
            processes[2].signal(SIGSTOP)
            for guest in guests.prefix(2) { try await guest.meet("guest0", "guest1") }
            try await self.talk(Array(guests.prefix(2)), 5..<10)
            processes[2].signal(SIGCONT)
            for guest in guests { try await guest.meet("guest0", "guest1", "guest2") }
            for message in 5..<10 { try await guests[2].say("\(message)") }
            try await self.expectAll(guests, 10)
            for guest in guests { await guest.leave() }
        }
    }
}
