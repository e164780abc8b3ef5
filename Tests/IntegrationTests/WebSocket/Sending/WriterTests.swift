//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSockets

@Suite("sending a message piece by piece", .timeLimit(.minutes(1)))
struct WriterTests {
    private static let extensions = [
        nil, "permessage-deflate", "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
    ]

    /// Receives fragments up to the last and returns their joined payload, and the first of them.
    private func receiveMessage(_ peer: FramePeer) async throws -> (first: WireFrame, payload: [UInt8]) {
        let first = try #require(try await peer.receive())
        var payload = first.payload
        var isFinal = first.isFinal
        while !isFinal {
            let next = try #require(try await peer.receive())
            #expect(next.opcode == 0 && next.reservedBits == 0)
            payload += next.payload
            isFinal = next.isFinal
        }
        return (first, payload)
    }

    @Test("each piece leaves as a fragment, and the end says that there are no more", arguments: WebSocketRole.allCases)
    func fragments(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            let result = try await socket.send(.text) { writer in
                try await writer.write("Grüße")
                #expect(try await peer.receive() == WireFrame.text("Grüße").notFinal)
                try await writer.write("")
                try await writer.write(Array(" an alle".utf8))
                await peer.send(.ping([1]))
                #expect(try await peer.receive() == WireFrame.continuation(Array(" an alle".utf8)).notFinal)
                #expect(try await peer.receive() == .pong([1]))
                return 42
            }
            #expect(result == 42)
            #expect(try await peer.receive() == .continuation())
            try await socket.send(.binary) { _ in }
            #expect(try await peer.receive() == .binary([]))
        }
    }

    @Test("pieces of all sizes come through, compressed or not", arguments: WebSocketRole.allCases, extensions)
    func sizes(role: WebSocketRole, extensions: String?) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: extensions) { socket, peer async throws in
            var generator = SeededGenerator(seed: 1)
            var history: [UInt8] = []
            for _ in 0..<3 {
                let pieces = [1, 125, 126, 20_000, 100_000, 0, 3].map { size in
                    generator.bytes(count: size).map { $0 & 0x0F }
                }
                try await socket.send(.binary) { writer in
                    for piece in pieces { try await writer.write(piece) }
                }
                let (first, payload) = try await self.receiveMessage(peer)
                #expect(first.opcode == 2 && first.reservedBits == (extensions == nil ? 0 : 4))
                let message = Array(pieces.joined())
                guard extensions != nil else {
                    #expect(payload == message)
                    continue
                }
                #expect(payload.count < message.count * 3 / 4)
                let isSame = try WireFrame.binary(payload).inflated(after: history) == message
                #expect(isSame)
                if extensions == "permessage-deflate" { history += message }
                // A message in one piece may refer to it.
                try await socket.send(message)
                let frame = try #require(try await peer.receive())
                let isSameAgain = try frame.inflated(after: history) == message
                #expect(isSameAgain)
                if extensions == "permessage-deflate" { history += message }
            }
            try await socket.send(.text) { _ in }
            #expect(try await peer.receive() == .text(""))
            try await socket.send(.text, compress: false) { writer in try await writer.write("plain") }
            #expect(try await peer.receive() == WireFrame.text("plain").notFinal)
        }
    }

    @Test("all else waits until the message is whole, in order, but control frames", arguments: WebSocketRole.allCases)
    func others(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            // These are tasks of their own, as those that the closure starts may not wait for its end.
            let (sending, next) = try await socket.send(.text) { writer in
                try await writer.write("a")
                try await socket.enqueue("1")
                try await socket.enqueue(WebSocket.PreparedMessage("2"))
                let sending = Task.detached { try await socket.send("3") }
                let next = Task.detached {
                    try await socket.send(.text) { writer in try await writer.write("4") }
                }
                try await socket.ping([7])
                #expect(try await peer.receive() == WireFrame.text("a").notFinal)
                #expect(try await peer.receive() == .ping([7]))
                return (sending, next)
            }
            #expect(try await peer.receive() == .continuation())
            #expect(try await peer.receive() == .text("1"))
            #expect(try await peer.receive() == .text("2"))
            var others: Set<WireFrame> = []
            for _ in 0..<2 { others.insert(try #require(try await peer.receive())) }
            if others.contains(.continuation()) || !others.contains(.text("3")) {
                others.insert(try #require(try await peer.receive()))
            } else {
                #expect(try await peer.receive() == .continuation())
                others.insert(.continuation())
            }
            #expect(others == [.text("3"), WireFrame.text("4").notFinal, .continuation()])
            try await sending.value
            try await next.value
        }
    }

    private struct Failure: Error {}

    @Test(
        "a message of which a part has been sent fails the connection if it is abandoned",
        arguments: WebSocketRole.allCases
    )
    func abandoned(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            // One that has sent nothing does no harm.
            await #expect(throws: Failure.self) { try await socket.send(.text) { _ in throw Failure() } }
            try await socket.send("before")
            #expect(try await peer.receive() == .text("before"))
            let waiting = Task { try await socket.receive() }
            await #expect(throws: Failure.self) {
                try await socket.send(.text) { writer in
                    try await writer.write("half a mess")
                    throw Failure()
                }
            }
            #expect(
                try await peer.receiveToEnd() == [
                    WireFrame.text("half a mess").notFinal, .close(1011, "message abandoned"),
                ]
            )
            await expectFailure(.messageAbandoned) { try await waiting.value }
            await expectFailure(.closed) { try await socket.send("behind") }
        }
    }

    @Test("a writer is of no use after its end or the connection's", arguments: WebSocketRole.allCases)
    func finished(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            let first = try await socket.send(.binary) { $0 }
            await expectFailure(.invalidArgument) { try await first.write([1]) }
            await expectFailure(.closed) {
                try await socket.send(.binary) { second in
                    try await second.write([1])
                    let waiting = Task.detached { try await socket.send(.binary) { _ in } }
                    try await socket.startClosingHandshake()
                    await expectFailure(.closed) { try await second.write([2]) }
                    await expectFailure(.closed) { try await waiting.value }
                }
            }
            await expectFailure(.closed) { try await socket.send(.binary) { _ in } }
            #expect(try await peer.receive() == .binary([]))
            #expect(try await peer.receive() == WireFrame.binary([1]).notFinal)
            #expect(try await peer.receive() == .close(1000))
        }
    }

    @Test("a text message has to be UTF-8 as a whole", arguments: WebSocketRole.allCases, extensions)
    func text(role: WebSocketRole, extensions: String?) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: extensions) { socket, peer async throws in
            try await socket.send(.text) { writer in
                try await writer.write([0xE2, 0x82])
                await expectFailure(.invalidArgument) { try await writer.write([0x61]) }
                await expectFailure(.invalidArgument) { try await writer.write("a") }
                try await writer.write([0xAC])
            }
            let payload = try await self.receiveMessage(peer).payload
            #expect(
                try extensions == nil
                    ? payload == Array("€".utf8) : WireFrame.binary(payload).inflated() == Array("€".utf8)
            )
            await expectFailure(.invalidArgument) {
                try await socket.send(.text) { writer in try await writer.write([0xE2, 0x82]) }
            }
            let frames = try await peer.receiveToEnd()
            #expect(frames.count == 2 && frames.last == .close(1011, "message abandoned"))
        }
    }

    @Test("a piece waits for room, and cancelling that leaves the message as it was", arguments: WebSocketRole.allCases)
    func room(role: WebSocketRole) async throws {
        try await withSocket(as: role) { socket, peer async throws in
            await peer.setReading(false)
            let count = try await socket.send(.binary) { writer in
                let piece = [UInt8](repeating: 7, count: 1 << 20)
                let written = Flag()
                let writing = Task {
                    var count = 0
                    do {
                        while true {
                            try await writer.write(piece)
                            count += 1
                            written.set()
                        }
                    } catch {
                        return (count, error is CancellationError)
                    }
                }
                while await socket.pendingOutput < 1 << 16 { await Task.yield() }
                writing.cancel()
                let (count, wasCancelled) = await writing.value
                #expect(wasCancelled && written.isSet)
                let finishing = Task { try await writer.write([1, 2, 3]) }
                await peer.setReading(true)
                try await finishing.value
                return count
            }
            let payload = try await self.receiveMessage(peer).payload
            #expect(payload.count == count << 20 + 3)
            #expect(payload.suffix(4) == [7, 1, 2, 3])
        }
    }

    @Test("a task that would wait for the end of its own message gets an error", arguments: WebSocketRole.allCases)
    func nested(role: WebSocketRole) async throws {
        try await withSocket(as: role) { other, _ async throws in
            try await withSocket(as: role) { socket, peer async throws in
                try await socket.send(.text) { writer in
                    try await writer.write("a")
                    await expectFailure(.invalidArgument) { try await socket.send("b") }
                    await expectFailure(.invalidArgument) { try await socket.send("b", timeout: .seconds(1000)) }
                    await expectFailure(.invalidArgument) { try await socket.send(WebSocket.PreparedMessage("b")) }
                    await expectFailure(.invalidArgument) { try await socket.send(.text) { _ in } }
                    await expectFailure(.invalidArgument) {
                        try await withThrowingTaskGroup { group in
                            group.addTask { try await socket.send("b") }
                            try await group.waitForAll()
                        }
                    }
                    await expectFailure(.invalidArgument) { try await Task { try await socket.send("b") }.value }
                    try await other.send(.binary) { _ in
                        await expectFailure(.invalidArgument) { try await socket.send("b") }
                        await expectFailure(.invalidArgument) { try await other.send("b") }
                    }
                    try await other.send("elsewhere")
                    try await writer.write("c")
                }
                try await socket.send("d")
                #expect(try await self.receiveMessage(peer).payload == Array("ac".utf8))
                #expect(try await peer.receive() == .text("d"))
            }
        }
    }

    @Test("what waits no longer than it should begins no message, and leaves the connection good")
    func timeouts() async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            try await socket.send(.text) { writer in
                try await writer.write("a")
                await Task.detached {
                    await expectFailure(.timedOut) { try await socket.send("b", timeout: .milliseconds(1)) }
                    await expectFailure(.timedOut) {
                        try await socket.send(WebSocket.PreparedMessage("b"), timeout: .milliseconds(1))
                    }
                    await expectFailure(.timedOut) { try await socket.send(json: 1, timeout: .milliseconds(1)) }
                    await expectFailure(.timedOut) {
                        try await socket.send(.text, timeout: .milliseconds(1)) { writer in try await writer.write("b")
                        }
                    }
                    let cancelled = Task { try await socket.send(.text) { writer in try await writer.write("b") } }
                    cancelled.cancel()
                    await #expect(throws: CancellationError.self) { try await cancelled.value }
                }.value
            }
            try await socket.send(.text, timeout: .seconds(1000)) { writer in try await writer.write("c") }
            #expect(try await self.receiveMessage(peer).payload == Array("a".utf8))
            #expect(try await self.receiveMessage(peer).payload == Array("c".utf8))
        }
    }

    @Test("a piece for which there is no room in time abandons the message")
    func pieceTimeout() async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            await peer.setReading(false)
            await expectFailure(.timedOut) {
                try await socket.send(.binary, timeout: .milliseconds(1)) { writer in
                    while true { try await writer.write([UInt8](repeating: 7, count: 1 << 20)) }
                }
            }
            await expectFailure(.closed) { try await socket.send("behind") }
        }
    }

    @Test("a task that waits with a piece when the message ends gets an error")
    func lateTask() async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            await peer.setReading(false)
            let late = try await socket.send(.binary) { writer in
                try await writer.write([UInt8](repeating: 7, count: 16 << 20))
                let late = Task { try await writer.write([1]) }
                await socket.loop.nextTurn()
                await socket.loop.nextTurn()
                return late
            }
            await expectFailure(.invalidArgument) { try await late.value }
            await peer.setReading(true)
            #expect(try await self.receiveMessage(peer).payload.count == 16 << 20)
        }
    }
}
