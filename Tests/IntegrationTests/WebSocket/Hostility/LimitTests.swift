//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSockets

@Suite("limits", .timeLimit(.minutes(1)))
struct LimitTests {
    private static let configuration: WebSocket.Configuration = {
        var configuration = WebSocket.Configuration.patient
        configuration.maxMessageSize = 1000
        configuration.maxFragments = 4
        return configuration
    }()

    /// A message of 1000 bytes and `excess`, cut in different ways.
    private static func messages(excess: Int) -> [[WireFrame]] {
        let bytes = [UInt8](repeating: 0x61, count: 1000 + excess)
        return [
            [WireFrame(opcode: 2, payload: bytes)],
            [WireFrame(opcode: 1, payload: bytes)],
            [WireFrame(opcode: 2, payload: Array(bytes.dropLast()), isFinal: false), .continuation([0x61])],
            [
                WireFrame(opcode: 1, isFinal: false),
                WireFrame(opcode: 0, payload: Array(bytes[..<500]), isFinal: false),
                .ping(),
                WireFrame(opcode: 0, payload: Array(bytes[500...])),
            ],
        ]
    }

    @Test("a message of exactly the largest size is accepted", arguments: [WebSocketRole.server, .client])
    func largest(role: WebSocketRole) async throws {
        try await withSocket(as: role, Self.configuration) { socket, peer async throws in
            for frames in Self.messages(excess: 0) {
                await peer.send(frames.bytes(from: peer.role))
                #expect(try await socket.receive().byteCount == 1000)
            }
        }
    }

    @Test("one byte more closes with 1009", arguments: messages(excess: 1), [WebSocketRole.server, .client])
    func tooLarge(frames: [WireFrame], role: WebSocketRole) async throws {
        try await withSocket(as: role, Self.configuration) { socket, peer async throws in
            await peer.send(.text("before"))
            await peer.send(frames.bytes(from: peer.role))
            #expect(try await socket.receive() == .text("before"))
            let error = await expectFailure(.messageTooBig) { try await socket.receive() }
            #expect(error?.closeCode == .messageTooBig)
            #expect(try await peer.receiveToEnd().last == .close(1009))
        }
    }

    @Test(
        "the largest size may change, also while a message is on its way",
        arguments: [WebSocketRole.server, .client]
    )
    func changed(role: WebSocketRole) async throws {
        try await withSocket(as: role, Self.configuration) { socket, peer async throws in
            let bytes = [UInt8](repeating: 1, count: 2000)
            await socket.setMaxMessageSize(2000)
            await peer.send(.binary(bytes))
            #expect(try await socket.receive() == .binary(bytes))
            await peer.send(WireFrame.binary(Array(bytes[..<500])).notFinal, .ping())
            #expect(try await peer.receive() == .pong())
            await socket.setMaxMessageSize(400)
            await peer.send(.continuation())
            await expectFailure(.messageTooBig) { try await socket.receive() }
            #expect(try await peer.receiveToEnd() == [.close(1009)])
        }
    }

    @Test("a size of less than 1, as a request may ask for, counts as 1", arguments: [0, -1, Int.min])
    func sizeBelowOne(size: Int) async throws {
        try await withSocket(as: .server, Self.configuration) { socket, peer async throws in
            await socket.setMaxMessageSize(size)
            await peer.send(.binary([1]), .binary([1, 2]))
            #expect(try await socket.receive() == .binary([1]))
            await expectFailure(.messageTooBig) { try await socket.receive() }
        }
    }

    @Test("it holds for what compressed messages inflate to", arguments: [WebSocketRole.server, .client])
    func changedForCompressed(role: WebSocketRole) async throws {
        let extensions = "permessage-deflate"
        try await withSocket(as: role, Self.configuration, compression: .enabled, extensions: extensions) {
            socket,
            peer async throws in
            let bytes = [UInt8](repeating: 1, count: 2000)
            await socket.setMaxMessageSize(2000)
            await peer.send(WireFrame.binary(bytes.compressed).compressed)
            #expect(try await socket.receive() == .binary(bytes))
            await socket.setMaxMessageSize(1999)
            await peer.send(WireFrame.binary(bytes.compressed).compressed)
            await expectFailure(.messageTooBig) { try await socket.receive() }
        }
    }

    @Test(
        "as many fragments as the limit are accepted, one more closes with 1008",
        arguments: [WebSocketRole.server, .client]
    )
    func fragments(role: WebSocketRole) async throws {
        try await withSocket(as: role, Self.configuration) { socket, peer async throws in
            let first = WireFrame(opcode: 2, isFinal: false)
            let middle = WireFrame(opcode: 0, isFinal: false)
            for _ in 0..<3 {
                await peer.send(first, middle, middle, .continuation([1]))
                #expect(try await socket.receive() == .binary([1]))
            }
            await peer.send(first, middle, middle, middle, .continuation([1]))
            let error = await expectFailure(.messageTooBig) { try await socket.receive() }
            #expect(error?.closeCode == .policyViolation)
            #expect(try await peer.receiveToEnd() == [.close(1008)])
        }
    }

    @Test(
        "a huge announcement is refused when the header has come, without any payload",
        arguments: [1 << 62, (1 << 63) - 1, 1001, 65_536, 1 << 32] as [UInt64],
        [WebSocketRole.server, .client]
    )
    func announcement(length: UInt64, role: WebSocketRole) async throws {
        try await withSocket(as: role, Self.configuration) { socket, peer async throws in
            let header = WireFrame(opcode: 2, announcedLength: length).bytes(from: peer.role)
            await peer.send(Array(header))
            #expect(try await peer.receiveToEnd() == [.close(1009)])
            await expectFailure(.messageTooBig) { try await socket.receive() }
        }
    }

    @Test("the default limits are those that are documented")
    func defaults() async throws {
        let largest = [UInt8](repeating: 1, count: 1 << 20)
        try await withSocket(as: .server, .patient) { socket, peer async throws in
            await peer.send(.binary(largest))
            #expect(try await socket.receive() == .binary(largest))
            await peer.send(.binary(largest + [1]))
            await expectFailure(.messageTooBig) { try await socket.receive() }
        }
    }

    @Test("small messages fill the inbox as well: empty ones are not free")
    func smallMessages() async throws {
        let count = 20_000
        try await withSocket(as: .server, .patient) { socket, peer in
            await peer.send([WireFrame](repeating: .binary([]), count: count).bytes(from: .client))
            await peer.send(.ping([7]))
            for _ in 0..<count { try #require(try await socket.receive() == .binary([])) }
            #expect(try await peer.receive() == .pong([7]))
        }
    }

    @Test("what waits for the application is bounded: reading stops", arguments: [false, true])
    func inbox(isEarly: Bool) async throws {
        let size = 100_000
        let count = 120
        let message = WireFrame.binary([UInt8](repeating: 1, count: size))
        // The ping comes before the last message, as the handler closes when it has got that.
        let bytes = ([WireFrame](repeating: message, count: count - 1) + [.ping([7]), message]).bytes(from: .client)
        let (starts, start) = AsyncStream<Never>.makeStream()
        let handler: WebSocket.Handler = { socket in
            for await _ in starts {}
            #expect(try await socket.receive() == .text("first"))
            for _ in 0..<count { try #require(try await socket.receive().byteCount == size) }
        }
        var configuration = WebSocket.Configuration.patient
        configuration.maxPendingInput = 1
        try await withHandler(handler, configuration) { address in
            // One message fills the inbox, whether it comes with the opening request or later.
            let first = WireFrame.text("first").bytes(from: .client)
            let peer = try await FramePeer(dialing: address, early: isEarly ? first : [])
            await peer.send((isEarly ? [] : first) + bytes)
            // The kernel takes less than this: the rest waits with the peer, however often the server looks.
            for _ in 0..<20 {
                let other = try await FramePeer(dialing: address)
                await other.send(.close)
                #expect(await peer.pendingOutput > 0)
                await other.close()
            }
            start.finish()
            #expect(try await peer.receive() == .pong([7]))
            #expect(try await peer.receive() == .close(1000))
            await peer.close()
        }
    }
}
