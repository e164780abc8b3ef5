//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CAllocationCounter
import LoopbackSupport
import Synchronization
import Testing
import WebSocketHub
import WebSockets

#if DEBUG
private let isOptimized = false
#else
private let isOptimized = true
#endif

/// What a publication costs the server's loop in allocations, optimised: otherwise to go through an array makes some.
@Suite(
    "allocations for each publication",
    .enabled(if: isOptimized && allocation_counter_is_available()),
    .timeLimit(.minutes(1))
)
struct FanOutAllocationTests {
    /// Counts from one publication to another that comes much later, so that buffers have been made.
    private final class Meter: Sendable {
        static let first = 200
        static let last = 700

        private let state = Mutex((seen: 0, allocations: 0))

        /// Tells that a message is to be published, on the loop's thread.
        func saw() {
            self.state.withLock { state in
                state.seen += 1
                if state.seen == Self.first {
                    allocation_counter_start()
                } else if state.seen == Self.last {
                    state.allocations = allocation_counter_stop()
                }
            }
        }

        var allocationsPerPublication: Double {
            self.state.withLock { Double($0.allocations) / Double(Self.last - Self.first) }
        }
    }

    private func allocations(forSubscribers count: Int) async throws -> Double {
        let meter = Meter()
        let hub = Hub()
        let server = HTTPServer(eventLoops: 1)
        server.webSocket("/") { socket in
            try hub.subscribe(socket, to: "news")
            try await socket.forEachMessage { message, _ in
                meter.saw()
                try hub.publish(message.message, to: "news")
            }
        }
        try await withServer(server) { address in
            let url = "ws://\(address)/"
            try await withThrowingTaskGroup { group in
                var others: [WebSocket] = []
                for _ in 1..<count {
                    let socket = try await Dialer().dial(url)
                    others.append(socket)
                    group.addTask { try? await socket.forEachMessage { _, _ in } }
                }
                try await Dialer().connect(to: url) { publisher in
                    while hub.subscriptionCount(of: "news") < count { await Task.yield() }
                    for number in 0...Meter.last {
                        let message = Message.binary([UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 64))
                        try await publisher.send(message)
                        try #require(try await publisher.receive() == message)
                    }
                }
                for socket in others { await socket.closeNow() }
                try await group.waitForAll()
            }
        }
        return meter.allocationsPerPublication
    }

    @Test("are no more for many subscribers than for few")
    func perSubscriber() async throws {
        let few = try await self.allocations(forSubscribers: 2)
        let many = try await self.allocations(forSubscribers: 50)
        #expect(many - few < 0.5, "\(few) for 2 subscribers, \(many) for 50")
        #expect(few < 12)
    }
}
