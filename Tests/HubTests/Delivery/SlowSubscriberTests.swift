//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import Testing
import WebSocketHub
import WebSockets

@Suite("a subscriber that does not read", .timeLimit(.minutes(1)))
struct SlowSubscriberTests {
    /// How many messages are published while it does not read: more bytes than may wait for it.
    private static let count = 60

    private static func message(_ number: Int) -> WebSocket.Message {
        .binary([UInt8(number)] + [UInt8](repeating: 0, count: 16 << 10))
    }

    private static func number(_ message: WebSocket.Message) throws -> Int {
        guard case .binary(let bytes) = message, let number = bytes.first else {
            throw UnexpectedMessage(message: message)
        }
        return Int(number)
    }

    /// How many messages have come to all who read.
    private final class Received: Sendable {
        let count = Atomic(0)
    }

    private struct UnexpectedMessage: Error {
        let message: WebSocket.Message
    }

    /// Publishes numbers to one who reads at once and one who does not, and then to both that it was all.
    private func withSlowSubscriber(
        _ policy: Hub.DeliveryPolicy,
        maxWaiting: Int? = nil,
        key: @escaping @Sendable (Int) -> String? = { _ in nil },
        _ body: @Sendable (_ slow: WebSocket, Hub) async throws -> Void
    ) async throws {
        var configuration = Hub.Configuration()
        if let maxWaiting {
            // With a key of two bytes at most.
            configuration.maxWaitingBytes = maxWaiting * (Self.message(0).byteCount + 2 + 256)
        }
        try await withHub(
            configuration,
            subscribing: { try await $0.subscribe($1, to: $2, policy: policy) }
        ) { hub, url in
            let slow = try await subscribe(url, to: "numbers")
            let fast = try await subscribe(url, to: "numbers")
            for number in 0..<Self.count {
                try hub.publish(Self.message(number), to: "numbers", key: key(number))
                // It does not wait for the other.
                #expect(try Self.number(try await fast.receive()) == number)
            }
            try await body(slow, hub)
            try await fast.close()
        }
    }

    /// Receives the numbers up to the last that was published.
    private func receiveAll(_ socket: WebSocket) async throws -> [Int] {
        var numbers: [Int] = []
        while numbers.last != Self.count - 1 {
            numbers.append(try Self.number(try await socket.receive()))
        }
        return numbers
    }

    @Test("gets all messages later where they wait")
    func waits() async throws {
        try await withSlowSubscriber(.wait(upTo: Self.count)) { slow, hub in
            #expect(hub.metrics.delayed > 0)
            #expect(try await self.receiveAll(slow) == Array(0..<Self.count))
            #expect(hub.metrics.deliveries == 2 * UInt64(Self.count))
            try hub.publish("as before", to: "numbers")
            #expect(try await slow.receive() == .text("as before"))
        }
    }

    @Test("is closed with 1008 when more wait than may")
    func waitsTooLong() async throws {
        try await withSlowSubscriber(.wait(upTo: 10)) { slow, hub in
            try await self.expectClosed(slow)
            #expect(hub.metrics.slowClosed == 1)
            #expect(hub.metrics.delayed == 10)
        }
    }

    @Test("is closed with 1008 when more bytes wait than may, however few messages they are")
    func waitsForTooMuch() async throws {
        try await withSlowSubscriber(.wait(upTo: 1000), maxWaiting: 10) { slow, hub in
            try await self.expectClosed(slow)
            #expect(hub.metrics.slowClosed == 1)
            #expect(hub.metrics.delayed == 10)
        }
    }

    @Test("misses the oldest where more bytes wait than may, however few messages they are")
    func dropsOldestBytes() async throws {
        try await withSlowSubscriber(.dropOldest(keeping: 1000), maxWaiting: 5) { slow, hub in
            let numbers = try await self.receiveAll(slow)
            #expect(Array(numbers.suffix(5)) == Array(Self.count - 5..<Self.count))
            #expect(numbers.count < Self.count - 5)
            #expect(hub.metrics.dropped == UInt64(Self.count - numbers.count))
        }
        try await withSlowSubscriber(.latest(keys: 1000), maxWaiting: 3, key: { "\($0 % 50)" }) { slow, hub in
            let numbers = try await self.receiveAll(slow)
            #expect(hub.metrics.dropped > 0)
            #expect(numbers.suffix(3).allSatisfy { $0 >= Self.count - 20 })
            #expect(hub.metrics.dropped + hub.metrics.replaced == UInt64(Self.count - numbers.count))
        }
    }

    @Test("gets a message that has more bytes than may wait, as it waits alone")
    func largeAlone() async throws {
        var configuration = Hub.Configuration()
        configuration.maxWaitingBytes = 1
        let policy = Hub.DeliveryPolicy.dropOldest(keeping: 1000)
        try await withHub(
            configuration,
            subscribing: { try await $0.subscribe($1, to: $2, policy: policy) }
        ) { hub, url in
            let slow = try await subscribe(url, to: "numbers")
            for number in 0..<Self.count { try hub.publish(Self.message(number), to: "numbers") }
            let numbers = try await self.receiveAll(slow)
            #expect(hub.metrics.dropped == UInt64(Self.count - numbers.count))
        }
    }

    @Test("is closed with 1008 when more bytes wait than may")
    func closes() async throws {
        try await withSlowSubscriber(.close) { slow, hub in
            try await self.expectClosed(slow)
            #expect(hub.metrics.slowClosed == 1)
            #expect(hub.metrics.delayed == 0)
        }
    }

    private func expectClosed(_ slow: WebSocket) async throws {
        var next = 0
        let error = await #expect(throws: WebSocket.Error.self) {
            while true {
                let number = try Self.number(try await slow.receive())
                #expect(number == next)
                next += 1
            }
        }
        #expect(error?.closeCode == .policyViolation)
        #expect(await slow.closeReason == "too slow")
        #expect(next > 0 && next < Self.count)
    }

    @Test("misses the oldest where they are dropped")
    func dropsOldest() async throws {
        try await withSlowSubscriber(.dropOldest(keeping: 5)) { slow, hub in
            let numbers = try await self.receiveAll(slow)
            let sentAtOnce = numbers.dropLast(5)
            #expect(Array(sentAtOnce) == Array(0..<sentAtOnce.count))
            #expect(Array(numbers.suffix(5)) == Array(Self.count - 5..<Self.count))
            #expect(hub.metrics.dropped == UInt64(Self.count - numbers.count))
        }
    }

    @Test("gets the latest of each key")
    func latest() async throws {
        try await withSlowSubscriber(.latest(keys: 10), key: { $0 == Self.count - 1 ? "end" : "\($0 % 4)" }) {
            slow,
            hub in
            let numbers = try await self.receiveAll(slow)
            let sentAtOnce = numbers.dropLast(5)
            #expect(Array(sentAtOnce) == Array(0..<sentAtOnce.count))
            // Each where the first of its key would have been.
            #expect(Set(numbers.suffix(5)) == Set(Self.count - 5..<Self.count))
            #expect(hub.metrics.replaced == UInt64(Self.count - numbers.count))
            #expect(hub.metrics.dropped == 0)
        }
    }

    @Test("gets of too many keys the last, and without a key the latest of the topic")
    func manyKeys() async throws {
        try await withSlowSubscriber(.latest(keys: 3), key: { "\($0)" }) { slow, hub in
            let numbers = try await self.receiveAll(slow)
            #expect(Array(numbers.suffix(3)) == Array(Self.count - 3..<Self.count))
            #expect(hub.metrics.dropped == UInt64(Self.count - numbers.count))
        }
        try await withSlowSubscriber(.latest(keys: 3)) { slow, hub in
            let numbers = try await self.receiveAll(slow)
            #expect(numbers[numbers.count - 2] == numbers.count - 2)
            #expect(hub.metrics.replaced == UInt64(Self.count - numbers.count))
        }
    }

    @Test("holds nobody up, be it half of a thousand", .timeLimit(.minutes(3)))
    func half() async throws {
        let policies: [Hub.DeliveryPolicy] = [.close, .wait(upTo: 20), .dropOldest(keeping: 5), .latest(keys: 5)]
        try await withHub(
            subscribing: { hub, socket, number in
                try await hub.subscribe(socket, to: "numbers", policy: policies[(Int(number) ?? 0) % policies.count])
            }
        ) { hub, url in
            var sockets: [WebSocket] = []
            for number in 0..<1000 {
                sockets.append(try await subscribe(url, to: "\(number)"))
            }
            let fast = sockets.enumerated().filter { $0.offset / 4 % 2 == 0 }.map(\.element)
            #expect(fast.count == 500)
            let received = Received()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for socket in fast {
                    group.addTask {
                        for number in 0..<Self.count {
                            let next = try Self.number(try await socket.receive())
                            #expect(next == number)
                            received.count.add(1, ordering: .relaxed)
                        }
                    }
                }
                // Each when all who read have got the one before.
                for number in 0..<Self.count {
                    try hub.publish(Self.message(number), to: "numbers")
                    while received.count.load(ordering: .relaxed) < fast.count * (number + 1) {
                        try Task.checkCancellation()
                        await Task.yield()
                    }
                }
                try await group.waitForAll()
            }
            let metrics = hub.metrics
            // A quarter of those who do not read by the first policy, and one by the second.
            #expect(metrics.slowClosed == 250)
            #expect(metrics.dropped > 0 && metrics.replaced > 0)
            for socket in sockets { await socket.closeNow() }
        }
    }
}
