//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Synchronization
import Testing
import WebSockets

@Suite("Reads with more frames than a turn of the loop may have", .timeLimit(.minutes(1)))
struct HeldInputTests {
    private static let count = 50_000

    /// Two large messages, so that reads become large, then many small ones and what ends the connection.
    private static func frames(from role: WebSocketRole, _ last: [WireFrame]) -> [UInt8] {
        var bytes: [UInt8] = []
        let large = WireFrame.binary([UInt8](repeating: 0, count: 900_000)).bytes(from: role)
        for _ in 0..<2 { bytes += large }
        for index in 0..<Self.count { bytes += WireFrame.binary([UInt8(truncatingIfNeeded: index)]).bytes(from: role) }
        return bytes + last.bytes(from: role)
    }

    @Test("All of their messages are received in order, then the Close behind them", arguments: [true, false])
    func close(inFastLane: Bool) async throws {
        var configuration = WebSocket.Configuration.patient
        configuration.maxPendingInput = 64 << 20
        try await withSocket(as: .server, configuration) { socket, peer async throws in
            async let output: Void = peer.send(Self.frames(from: peer.role, [.close(1000, "")]))
            let received = try await Self.receive(socket, inFastLane: inFastLane)
            await output
            #expect(received == (0..<Self.count).map { UInt8(truncatingIfNeeded: $0) })
            #expect(try await peer.receiveToEnd() == [.close(1000, "")])
        }
    }

    @Test("The end of the stream comes behind all of their messages")
    func end() async throws {
        var configuration = WebSocket.Configuration.patient
        configuration.maxPendingInput = 64 << 20
        try await withSocket(as: .server, configuration) { socket, peer async throws in
            async let output: Void = {
                await peer.send(Self.frames(from: peer.role, []))
                await peer.endOutput()
            }()
            var count = 0
            await expectFailure(.connectionLost) {
                while case .binary = try await socket.receive() { count += 1 }
            }
            await output
            #expect(count == Self.count + 2)
        }
    }

    /// The bytes of the small messages.
    private static func receive(_ socket: WebSocket, inFastLane: Bool) async throws -> [UInt8] {
        var received: [UInt8] = []
        if inFastLane {
            let collected = Mutex<[UInt8]>([])
            try await socket.forEachMessage { message, _ in
                if message.bytes.count == 1 { collected.withLock { $0.append(message.bytes[0]) } }
            }
            return collected.withLock { $0 }
        }
        for try await case .binary(let bytes) in socket where bytes.count == 1 { received += bytes }
        return received
    }
}
