//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSockets

@Suite("frames of a limited size", .timeLimit(.minutes(1)))
struct FragmentTests {
    private static let limit = 1000

    private static var limited: WebSocket.Configuration {
        var configuration = WebSocket.Configuration.patient
        configuration.maxFrameSize = Self.limit
        return configuration
    }

    /// Receives the frames of one message.
    private static func receive(_ peer: FramePeer) async throws -> [WireFrame] {
        var frames: [WireFrame] = []
        while let frame = try await peer.receive() {
            frames.append(frame)
            #expect(frame.payload.count <= Self.limit)
            #expect(frame.opcode == (frames.count == 1 ? frames[0].opcode : 0))
            #expect(frames.count == 1 || frame.reservedBits == 0)
            if frame.isFinal { break }
        }
        return frames
    }

    @Test(
        "a message that is larger is sent in fragments, however it is sent",
        arguments: WebSocketRole.allCases,
        [0, 999, 1000, 1001, 2000, 2001, 50_000]
    )
    func fragments(role: WebSocketRole, size: Int) async throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await withSocket(as: role, Self.limited) { socket, peer async throws in
            func check(_ opcode: UInt8) async throws {
                let frames = try await Self.receive(peer)
                #expect(frames.first?.opcode == opcode)
                #expect(frames.count == max(1, (size + Self.limit - 1) / Self.limit))
                #expect(frames.flatMap(\.payload) == (opcode == 2 ? bytes : [UInt8](repeating: 97, count: size)))
            }
            try await socket.send(bytes)
            try await check(2)
            try await socket.enqueue(bytes)
            try await check(2)
            try await socket.enqueue(WebSocket.PreparedMessage(.binary(bytes)))
            try await check(2)
            try await socket.send(String(repeating: "a", count: size))
            try await check(1)
        }
    }

    @Test("so are compressed messages, whose first fragment alone says so", arguments: WebSocketRole.allCases)
    func compressed(role: WebSocketRole) async throws {
        var generator = SeededGenerator(seed: 5)
        let bytes = generator.bytes(count: 10_000).map { $0 & 0x0F }
        let extensions = "permessage-deflate"
        try await withSocket(as: role, Self.limited, compression: .enabled, extensions: extensions) {
            socket,
            peer async throws in
            try await socket.send(bytes)
            let frames = try await Self.receive(peer)
            #expect(frames.count > 2)
            #expect(frames[0].reservedBits == 4)
            #expect(try WireFrame.binary(frames.flatMap(\.payload)).inflated() == bytes)
        }
    }

    @Test("so are the pieces of a message", arguments: WebSocketRole.allCases)
    func pieces(role: WebSocketRole) async throws {
        try await withSocket(as: role, Self.limited) { socket, peer async throws in
            try await socket.send(.binary) { writer in
                try await writer.write([UInt8](repeating: 1, count: 2500))
            }
            let frames = try await Self.receive(peer)
            #expect(frames.map(\.payload.count) == [1000, 1000, 500, 0])
        }
    }
}
