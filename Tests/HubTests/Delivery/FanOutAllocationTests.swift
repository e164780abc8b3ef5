//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CAllocationCounter
import LoopbackSupport
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
    private func allocations(forSubscribers count: Int) async throws -> Double {
        let meter = AllocationMeter()
        let hub = Hub()
        let server = HTTPServer(eventLoops: 1)
        server.webSocket("/") { socket in
            try await hub.subscribe(socket, to: "news")
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
                    for number in 0...AllocationMeter.messageCount {
                        let message = WebSocket.Message.binary(
                            [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 64)
                        )
                        try await publisher.send(message)
                        try #require(try await publisher.receive() == message)
                    }
                }
                for socket in others { await socket.closeNow() }
                try await group.waitForAll()
            }
        }
        return meter.allocationsPerMessage
    }

    @Test("are no more for many subscribers than for few")
    func perSubscriber() async throws {
        let few = try await self.allocations(forSubscribers: 2)
        let many = try await self.allocations(forSubscribers: 50)
        #expect(many - few < 0.5, "\(few) for 2 subscribers, \(many) for 50")
        #expect(few < 12)
    }
}
