//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSockets

@Suite("send()", .timeLimit(.minutes(1)))
struct SendingTests {
    @Test("messages of a hundred tasks arrive whole, each task's in order", arguments: [WebSocketRole.server, .client])
    func manyTasks(role: WebSocketRole) async throws {
        let tasks = 100
        let messages = 30
        try await withSocket(as: role) { socket, peer in
            async let sent: Void = withThrowingTaskGroup { group in
                for task in 0..<tasks {
                    group.addTask {
                        for number in 0..<messages {
                            // Sizes on both sides of every border: 16-bit lengths, copying, the high-water mark.
                            let size = [2, 200, 20_000][(task + number) % 3]
                            try await socket.send([UInt8](repeating: UInt8(number), count: size - 1) + [UInt8(task)])
                        }
                    }
                }
                try await group.waitForAll()
            }
            var next = [Int](repeating: 0, count: tasks)
            for _ in 0..<tasks * messages {
                let frame = try #require(try await peer.receive())
                let task = Int(try #require(frame.payload.last))
                let number = next[task]
                let size = [2, 200, 20_000][(task + number) % 3]
                #expect(frame.opcode == 2 && frame.isFinal && frame.reservedBits == 0)
                let isExpected = frame.payload == [UInt8](repeating: UInt8(number), count: size - 1) + [UInt8(task)]
                try #require(
                    isExpected,
                    "\(frame.payload.count) bytes of \(frame.payload[0]) by \(task), not \(number)"
                )
                next[task] += 1
            }
            try await sent
            #expect(next.allSatisfy { $0 == messages })
        }
    }

    @Test("large messages of many tasks are not torn by backpressure", arguments: [WebSocketRole.server, .client])
    func largeMessages(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer in
            async let sent: Void = withThrowingTaskGroup { group in
                for task in 0..<8 {
                    group.addTask {
                        try await socket.send([UInt8](repeating: UInt8(task), count: 1 << 20))
                        try await socket.send(String(repeating: "\(task)", count: 300_000))
                    }
                }
                try await group.waitForAll()
            }
            for _ in 0..<16 {
                let payload = try #require(try await peer.receive()).payload
                #expect(payload.count == 1 << 20 || payload.count == 300_000)
                #expect(payload.allSatisfy { $0 == payload[0] })
            }
            try await sent
        }
    }

    @Test("the masking keys of a client differ from frame to frame")
    func maskingKeys() async throws {
        try await withFramePeers { address, peers in
            async let dialed = Dialer().dial("ws://\(address)/")
            var iterator = peers.makeAsyncIterator()
            let peer = try #require(await iterator.next())
            try await peer.accept()
            let socket = try await dialed
            for _ in 0..<50 { try await socket.send([0, 0, 0, 0]) }
            // Masked zeros are the key itself.
            var keys: Set<[UInt8]> = []
            for _ in 0..<50 { keys.insert(Array(try await peer.receiveBytes(10).suffix(4))) }
            #expect(keys.count == 50)
            await socket.closeNow()
            await peer.close()
        }
    }

    @Test("a pong may be sent unasked, of 125 bytes and no more", arguments: [WebSocketRole.server, .client])
    func pong(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer in
            let payload = [UInt8](repeating: 9, count: 125)
            try await socket.pong()
            try await socket.pong(payload)
            await expectFailure(.invalidArgument) { try await socket.pong(payload + [9]) }
            #expect(try await peer.receive() == .pong())
            #expect(try await peer.receive() == .pong(payload))
            await socket.closeNow()
            await expectFailure(.closed) { try await socket.pong() }
        }
    }

    @Test("a ping of ours may carry 125 bytes and no more", arguments: [WebSocketRole.server, .client])
    func ping(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer in
            let payload = [UInt8](repeating: 9, count: 125)
            try await socket.ping()
            try await socket.ping(payload)
            await expectFailure(.invalidArgument) { try await socket.ping(payload + [9]) }
            #expect(try await peer.receive() == .ping())
            #expect(try await peer.receive() == .ping(payload))
            await peer.send(.pong(payload), .pong([1, 2, 3]), .text("after"))
            #expect(try await socket.receive() == .text("after"))
        }
    }
}
