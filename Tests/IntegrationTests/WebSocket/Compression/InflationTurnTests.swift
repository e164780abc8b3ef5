//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CAllocationCounter
import Synchronization
import Testing
import WebSockets

/// What arrives with one read can stand for a thousand times as much.
@Suite("many bombs within the limits", .timeLimit(.minutes(1)))
struct InflationTurnTests {
    private static let count = 64

    /// Messages of 1 MiB, which together are as large as one read.
    private static let frames = [WireFrame](
        repeating: WireFrame(opcode: 2, payload: [UInt8](repeating: 0, count: 1 << 20).compressed).compressed,
        count: count
    )

    private static let extensions = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"

    /// How many messages had been received when others on the loop had their turn.
    private final class Turn: Sendable {
        private let state = Mutex((received: 0, receivedAtTurn: nil as Int?))

        /// Notes a message; with the first a job asks for its turn.
        func received(on socket: isolated WebSocket) {
            let isFirst = self.state.withLock { state in
                state.received += 1
                return state.received == 1
            }
            if isFirst {
                // It runs on the loop as soon as that is free.
                Task {
                    _ = socket
                    self.state.withLock { $0.receivedAtTurn = $0.received }
                }
            }
        }

        var values: (received: Int, receivedAtTurn: Int?) { self.state.withLock { $0 } }
    }

    @Test("the fast lane lets others on the loop have their turn in between", arguments: WebSocketRole.allCases)
    func fastLane(role: WebSocketRole) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: Self.extensions) {
            socket,
            peer async throws in
            let turn = Turn()
            let receiving = Task {
                try await socket.forEachMessage { message, socket in
                    #expect(message.bytes.count == 1 << 20)
                    turn.received(on: socket)
                }
            }
            await peer.send((Self.frames + [.close(1000)]).bytes(from: peer.role))
            try await receiving.value
            #expect(turn.values.received == Self.count)
            #expect(try #require(turn.values.receivedAtTurn) <= 2)
        }
    }

    @Test("the async lane does too, in a handler, which nothing else makes wait")
    func asyncLane() async throws {
        let turn = Turn()
        let (start, started) = AsyncStream<Void>.makeStream()
        let handler: WebSocket.Handler = { socket in
            for await _ in start { break }
            for try await message in socket {
                #expect(message.byteCount == 1 << 20)
                turn.received(on: socket)
            }
        }
        try await withHandler(handler, compression: .enabled) { address in
            let peer = try await FramePeer(dialing: address, extensions: Self.extensions)
            // All is there before the first is asked for.
            await peer.send((Self.frames + [.ping()]).bytes(from: peer.role))
            #expect(try await peer.receive() == .pong())
            started.yield()
            await peer.send(.close(1000))
            #expect(try await peer.receiveToEnd() == [.close(1000)])
        }
        #expect(turn.values.received == Self.count)
        #expect(try #require(turn.values.receivedAtTurn) <= 2)
    }

    @Test(
        "those that wait take what they are, and those that are received no more than one at a time",
        .enabled(if: allocation_counter_is_available())
    )
    func memory() async throws {
        let (start, started) = AsyncStream<Void>.makeStream()
        let held = Mutex((waiting: 0, most: 0))
        let handler: WebSocket.Handler = { socket in
            // Counts what the loop's thread has, which is this one.
            allocation_counter_start()
            for await _ in start { break }
            held.withLock { $0.waiting = allocation_counter_held() }
            for try await _ in socket {
                held.withLock { $0.most = max($0.most, allocation_counter_held()) }
            }
            _ = allocation_counter_stop()
        }
        try await withHandler(handler, compression: .enabled) { address in
            let peer = try await FramePeer(dialing: address, extensions: Self.extensions)
            await peer.send((Self.frames + [.ping()]).bytes(from: peer.role))
            #expect(try await peer.receive() == .pong())
            started.yield()
            await peer.send(.close(1000))
            #expect(try await peer.receiveToEnd() == [.close(1000)])
        }
        let (waiting, most) = held.withLock { $0 }
        #expect(waiting > Self.frames[0].payload.count * Self.count)
        #expect(waiting < 1 << 18)
        // A message, and the loop's buffer, which grew to it.
        #expect(most < 5 << 20)
    }

    @Test(
        "order is kept when plain messages come behind those that have to wait",
        arguments: WebSocketRole.allCases,
        Lane.allCases
    )
    func order(role: WebSocketRole, lane: Lane) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: Self.extensions) {
            socket,
            peer async throws in
            let sizes = Mutex<[Int]>([])
            let receiving = Task {
                switch lane {
                case .async:
                    for try await message in socket { sizes.withLock { $0.append(message.byteCount) } }
                case .fast:
                    try await socket.forEachMessage { message, _ in
                        let size = message.bytes.count
                        sizes.withLock { $0.append(size) }
                    }
                }
            }
            var frames: [WireFrame] = []
            for number in 1...8 { frames += Self.frames.prefix(2) + [.binary([UInt8](repeating: 0, count: number))] }
            await peer.send((frames + [.close(1000)]).bytes(from: peer.role))
            try await receiving.value
            #expect(sizes.withLock { $0 } == (1...8).flatMap { [1 << 20, 1 << 20, $0] })
        }
    }
}
