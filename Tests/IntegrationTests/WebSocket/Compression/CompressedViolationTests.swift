//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import TestSupport
import Testing
import WebSockets

@Suite("compressed messages that break the protocol or a limit", .timeLimit(.minutes(1)))
struct CompressedViolationTests {
    /// Frames, the last of which is wrong, and the code the connection is closed with.
    struct Violation: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let code: UInt16
        let frames: [WireFrame]

        init(_ description: String, _ code: UInt16, _ frames: WireFrame...) {
            self.testDescription = description
            self.code = code
            self.frames = frames
        }

        /// Payload that does not inflate.
        static func corrupt(_ description: String, _ payload: [UInt8]) -> Violation {
            Violation(description, 1007, WireFrame(opcode: 2, payload: payload).compressed)
        }
    }

    private static let hello = WireFrame(opcode: 1, payload: .compressedHello)

    private static let violations: [Violation] = [
        .corrupt("no payload", []),
        .corrupt("a reserved block type", [0x07]),
        .corrupt("half a code", [0xF2, 0x48, 0xCD]),
        .corrupt("a stored block whose lengths do not agree", [0x00, 0x05, 0x00, 0xFA, 0xFE, 0x48]),
        .corrupt("a distance to before the beginning", .compressedHelloAgain),
        .corrupt("garbage behind a block marked as the last", [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0xFF, 0x07]),
        Violation("text that is not UTF-8", 1007, WireFrame(opcode: 1, payload: [0x61, 0xFF].compressed).compressed),
        Violation("a cut character", 1007, WireFrame(opcode: 1, payload: [0xE2, 0x82].compressed).compressed),
        Violation(
            "text that is not UTF-8, in fragments",
            1007,
            WireFrame(opcode: 1, payload: Array([0xC0, 0x80].compressed[..<2]), isFinal: false).compressed,
            .continuation(Array([0xC0, 0x80].compressed[2...]))
        ),
        Violation("RSV1 on a continuation", 1002, hello.compressed.notFinal, WireFrame.continuation().compressed),
        Violation(
            "RSV1 on the continuation of a plain one",
            1002,
            WireFrame.text("a").notFinal,
            WireFrame.continuation().compressed
        ),
        Violation("RSV1 on a ping", 1002, WireFrame.ping().compressed),
        Violation("RSV1 on a Close", 1002, WireFrame.close.compressed),
        Violation("RSV2", 1002, WireFrame(opcode: 2, reservedBits: 2)),
        Violation("RSV3 with RSV1", 1002, WireFrame(opcode: 2, reservedBits: 5)),
        Violation("a bomb", 1009, WireFrame(opcode: 2, payload: bomb).compressed),
        Violation(
            "a bomb in fragments",
            1009,
            WireFrame(opcode: 2, payload: Array(bomb[..<1000]), isFinal: false).compressed,
            .ping(),
            .continuation(Array(bomb[1000...]))
        ),
        Violation(
            "a bomb of text behind a good message",
            1009,
            hello.compressed,
            WireFrame(opcode: 1, payload: bomb).compressed
        ),
        Violation("one byte more than the limit", 1009, WireFrame(opcode: 2, payload: atLimit(1)).compressed),
        Violation(
            "a compressed message beyond what could be needed",
            1009,
            WireFrame(opcode: 2, announcedLength: 2 << 20).compressed
        ),
    ]

    /// The default limit.
    private static let limit = 1 << 20

    /// Sixteen times the limit, compressed to less than a thousandth.
    private static let bomb = [UInt8](repeating: 0, count: 16 * limit).compressed

    private static func atLimit(_ excess: Int) -> [UInt8] {
        [UInt8](repeating: 0x61, count: limit + excess).compressed
    }

    private static let answers = [
        "permessage-deflate",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
    ]

    private static func handler(_ lane: Lane) -> WebSocket.Handler {
        switch lane {
        case .async: { socket in for try await message in socket { try await socket.send(message) } }
        case .fast: { socket in try await socket.forEachMessage { message, socket in try socket.enqueue(message) } }
        }
    }

    @Test(
        "the server closes with the right code, and all that the loop's connections share is as good as before",
        arguments: Lane.allCases,
        answers
    )
    func server(lane: Lane, extensions: String) async throws {
        try await withHandler(Self.handler(lane), compression: .enabled) { address in
            let good = try await FramePeer(dialing: address, extensions: extensions)
            var history: [UInt8] = []
            for violation in Self.violations {
                let bad = try await FramePeer(dialing: address, extensions: extensions)
                await bad.send(violation.frames.bytes(from: .client))
                // Behind a violation nothing matters.
                await bad.send(.text("ignored"), .close(1000))
                #expect(try await bad.receiveToEnd().last == .close(violation.code), "\(violation.testDescription)")

                await good.send(WireFrame(opcode: 1, payload: .compressedHello).compressed)
                let answer = try await good.receive()
                #expect(answer?.reservedBits == 0 && answer?.payload == Array("Hello".utf8))
                let large = [UInt8](repeating: 0x62, count: 10_000)
                await good.send(WireFrame(opcode: 2, payload: large.compressed).compressed)
                let inflated = try await good.receive()?.inflated(after: history)
                #expect(inflated == large)
                if !extensions.contains("server_no") { history += large }
            }
            await good.close()
        }
    }

    @Test("the client closes with the right code and throws", arguments: violations, answers)
    func client(violation: Violation, extensions: String) async throws {
        try await withSocket(as: .client, compression: .enabled, extensions: extensions) { socket, peer async throws in
            await peer.send(violation.frames.bytes(from: .server))
            let code: WebSocket.Error.Code = violation.code == 1009 ? .messageTooBig : .protocolViolation
            let error = await expectFailure(code) {
                while true { _ = try await socket.receive() }
            }
            #expect(error?.closeCode?.rawValue == violation.code)
            #expect(try await peer.receiveToEnd().last == .close(violation.code))
        }
    }

    /// Messages of which some inflate, some nearly do, and some do not, in any number of fragments.
    private static func randomFrames(_ generator: inout SeededGenerator) -> [WireFrame] {
        var frames: [WireFrame] = []
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            var payload = generator.bytes(count: Int.random(in: 0...40, using: &generator))
            if Bool.random(using: &generator) {
                payload = payload.compressed
                if Bool.random(using: &generator), !payload.isEmpty {
                    payload[Int.random(in: 0..<payload.count, using: &generator)] ^=
                        1 << UInt8.random(in: 0...7, using: &generator)
                }
            }
            let cut = Int.random(in: 0...payload.count, using: &generator)
            let opcode = UInt8.random(in: 1...2, using: &generator)
            frames += [
                WireFrame(opcode: opcode, payload: Array(payload[..<cut]), isFinal: false).compressed,
                .continuation(Array(payload[cut...])),
            ]
        }
        return frames
    }

    @Test(
        "random messages end connections and nothing else, in both lanes and piece by piece",
        arguments: [1, 2, 3] as [UInt64],
        answers
    )
    func random(seed: UInt64, extensions: String) async throws {
        var generator = SeededGenerator(seed: seed)
        let inputs = (0..<150).map { _ in Self.randomFrames(&generator).bytes(from: .client) }
        let pieces: WebSocket.Handler = { socket in
            while let reader = try await socket.nextReader() {
                try await socket.send(reader.kind) { writer in
                    for try await piece in reader { try await writer.write(piece) }
                }
            }
        }
        for handler in [Self.handler(.async), Self.handler(.fast), pieces] {
            try await withHandler(handler, compression: .enabled) { address in
                for bytes in inputs {
                    let peer = try await FramePeer(dialing: address, extensions: extensions)
                    await peer.send(bytes)
                    await peer.endOutput()
                    await peer.waitForEnd()
                }
                let peer = try await FramePeer(dialing: address, extensions: extensions)
                await peer.send(WireFrame(opcode: 1, payload: .compressedHello).compressed)
                let answer = try await peer.receive()
                #expect(answer?.opcode == 1, "seed \(seed)")
                await peer.close()
            }
        }
    }

    @Test("a message of exactly the limit is taken, whole and in fragments", arguments: WebSocketRole.allCases, answers)
    func atLimit(role: WebSocketRole, extensions: String) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: extensions) { socket, peer async throws in
            let payload = Self.atLimit(0)
            let random = {
                var generator = SeededGenerator(seed: 5)
                return generator.bytes(count: Self.limit)
            }()
            await peer.send(
                WireFrame(opcode: 2, payload: payload).compressed,
                WireFrame(opcode: 2, payload: Array(payload[..<7]), isFinal: false).compressed,
                .continuation(Array(payload[7...]))
            )
            // What cannot be compressed is a little larger than the limit on its way.
            await peer.send(WireFrame(opcode: 2, payload: random.compressed).compressed)
            for _ in 0..<2 {
                #expect(try await socket.receive() == .binary([UInt8](repeating: 0x61, count: Self.limit)))
            }
            let isSame = try await socket.receive() == .binary(random)
            #expect(isSame)
        }
    }

    @Test(
        "what came before a bad message is received, and what came behind it is not",
        arguments: WebSocketRole.allCases
    )
    func order(role: WebSocketRole) async throws {
        try await withSocket(as: role, compression: .enabled, extensions: "permessage-deflate") {
            socket,
            peer async throws in
            // On the loop, so that nothing can hold up the reader for longer than our Close is held back.
            let receiving = Task {
                await socket.run { socket in
                    var received: [WebSocket.Message] = []
                    do {
                        while true { received.append(try await socket.receive()) }
                    } catch {
                        return (received, error as? WebSocket.Error)
                    }
                }
            }
            await peer.send(
                WireFrame(opcode: 1, payload: .compressedHello).compressed,
                .text("plain"),
                WireFrame(opcode: 2, payload: [0x07]).compressed,
                .text("behind"),
                .close(1000)
            )
            let (received, error) = await receiving.value
            #expect(received == [.text("Hello"), .text("plain")])
            #expect(error?.code == .protocolViolation)
            #expect(error?.closeCode == .invalidFramePayloadData)
            #expect(try await peer.receiveToEnd() == [.close(1007)])
        }
    }

    @Test("RSV1 is refused where compression was not agreed on", arguments: WebSocketRole.allCases)
    func notAgreed(role: WebSocketRole) async throws {
        try await withSocket(as: role, compression: .enabled) { socket, peer async throws in
            #expect(socket.deflateParameters == nil)
            await peer.send(WireFrame(opcode: 1, payload: .compressedHello).compressed)
            await expectFailure(.protocolViolation) { try await socket.receive() }
            #expect(try await peer.receiveToEnd() == [.close(1002)])
        }
    }
}
