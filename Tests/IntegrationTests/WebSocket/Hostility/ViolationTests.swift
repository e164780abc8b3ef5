//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import TestSupport
import Testing
import WebSockets

@Suite("frames that break the protocol", .timeLimit(.minutes(1)))
struct ViolationTests {
    /// Frames, the last of which is wrong, and the code the connection is closed with.
    struct Violation: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let code: UInt16
        let bytes: [UInt8]

        init(_ description: String, _ code: UInt16, from sender: WebSocketRole = .client, _ frames: WireFrame...) {
            self.testDescription = description
            self.code = code
            self.bytes = frames.bytes(from: sender)
        }
    }

    /// The violations of a peer of a role.
    private static func violations(by sender: WebSocketRole) -> [Violation] {
        let notFinal = WireFrame(opcode: 1, payload: [0x61], isFinal: false)
        let other: WebSocketRole = sender == .client ? .server : .client
        return (1...7).map { bits in
            Violation(
                "reserved bits \(bits)",
                1002,
                from: sender,
                WireFrame(opcode: 1, payload: [0x61], reservedBits: bits)
            )
        }
            + [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map { opcode in
                Violation("opcode \(opcode)", 1002, from: sender, WireFrame(opcode: opcode))
            }
            + [8, 9, 10].flatMap { opcode in
                [
                    Violation("a fragment of \(opcode)", 1002, from: sender, WireFrame(opcode: opcode, isFinal: false)),
                    Violation(
                        "\(opcode) of 126 bytes",
                        1002,
                        from: sender,
                        WireFrame(opcode: opcode, announcedLength: 126)
                    ),
                    Violation("\(opcode) with RSV1", 1002, from: sender, WireFrame(opcode: opcode, reservedBits: 4)),
                ]
            }
            + [
                Violation("the wrong masking", 1002, from: other, .text("a")),
                Violation("a continuation of nothing", 1002, from: sender, .continuation()),
                Violation("text within text", 1002, from: sender, notFinal, .ping(), .text("b")),
                Violation(
                    "a reserved bit on a continuation",
                    1002,
                    from: sender,
                    notFinal,
                    WireFrame(opcode: 0, reservedBits: 4)
                ),
                Violation("5 in 16 bits", 1002, from: sender, WireFrame(opcode: 2, announcedLength: 5, lengthSize: 2)),
                Violation("0 in 64 bits", 1002, from: sender, WireFrame(opcode: 2, lengthSize: 8)),
                Violation("a length of 2^63", 1002, from: sender, WireFrame(opcode: 2, announcedLength: 1 << 63)),
                Violation("a length of 2^64 - 1", 1002, from: sender, WireFrame(opcode: 2, announcedLength: .max)),
                Violation("a length of 2^62", 1009, from: sender, WireFrame(opcode: 2, announcedLength: 1 << 62)),
                Violation(
                    "lengths whose sum overflows",
                    1009,
                    from: sender,
                    notFinal,
                    WireFrame(opcode: 0, announcedLength: (1 << 63) - 1)
                ),
                Violation("half a close code", 1002, from: sender, WireFrame(opcode: 8, payload: [3])),
                Violation("a bad reason", 1007, from: sender, WireFrame(opcode: 8, payload: [3, 232, 0xFF])),
                Violation(
                    "a lone surrogate",
                    1007,
                    from: sender,
                    WireFrame(opcode: 1, payload: [0x61, 0xED, 0xA0, 0x80])
                ),
                Violation("an overlong form", 1007, from: sender, WireFrame(opcode: 1, payload: [0xC0, 0xAF])),
                Violation("U+110000", 1007, from: sender, WireFrame(opcode: 1, payload: [0xF4, 0x90, 0x80, 0x80])),
                Violation("a cut character", 1007, from: sender, WireFrame(opcode: 1, payload: [0xE2, 0x82])),
                Violation(
                    "a character cut by the end of a fragmented message",
                    1007,
                    from: sender,
                    WireFrame(opcode: 1, payload: [0xE2], isFinal: false),
                    .ping(),
                    WireFrame(opcode: 0, payload: [0x82])
                ),
                Violation(
                    "a bad byte in a message that is far from complete",
                    1007,
                    from: sender,
                    WireFrame(opcode: 1, payload: [0x61, 0xFF], announcedLength: 50_000)
                ),
            ]
            + [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535].map { code in
                Violation("close code \(code)", 1002, from: sender, .close(code))
            }
    }

    private static let echo: WebSocket.Handler = { socket in
        for try await message in socket { try await socket.send(message) }
    }

    private static let fastEcho: WebSocket.Handler = { socket in
        try await socket.forEachMessage { message, socket in try socket.enqueue(message) }
    }

    @Test(
        "the server closes with the right code, however they arrive, and goes on serving others",
        arguments: Feeding.allCases,
        [false, true]
    )
    func server(feeding: Feeding, isFast: Bool) async throws {
        try await withHandler(isFast ? Self.fastEcho : Self.echo, .patient) { address in
            for violation in Self.violations(by: .client) {
                for pieces in feeding.cuts(of: violation.bytes) {
                    let peer = try await FramePeer(dialing: address)
                    for piece in pieces { await peer.send(piece) }
                    // Behind a violation nothing matters.
                    await peer.send(.text("ignored"), .close(1000))
                    let frames = try await peer.receiveToEnd()
                    #expect(frames.last == .close(violation.code), "\(violation.testDescription): \(pieces)")
                    #expect(frames.dropLast().allSatisfy { $0 == .pong() })
                }
            }
            let peer = try await FramePeer(dialing: address)
            await peer.send(.text("still there"))
            #expect(try await peer.receive() == .text("still there"))
            await peer.close()
        }
    }

    @Test("the client closes with the right code and throws", arguments: violations(by: .server))
    func client(violation: Violation) async throws {
        try await withSocket(as: .client, .patient) { socket, peer async throws in
            await peer.send(violation.bytes)
            let code: WebSocket.Error.Code = violation.code == 1009 ? .messageTooBig : .protocolViolation
            let error = await expectFailure(code) { try await socket.receive() }
            #expect(error?.closeCode?.rawValue == violation.code)
            #expect(try await peer.receiveToEnd().last == .close(violation.code))
        }
    }

    @Test("bytes that were cut off harm nobody but their connection")
    func truncated() async throws {
        try await withHandler(Self.echo, .patient) { address in
            for violation in Self.violations(by: .client) {
                for count in [1, violation.bytes.count / 2] {
                    let peer = try await FramePeer(dialing: address)
                    await peer.send(Array(violation.bytes[..<count]))
                    await peer.endOutput()
                    await peer.waitForEnd()
                }
            }
            let peer = try await FramePeer(dialing: address)
            await peer.send(.text("still there"))
            #expect(try await peer.receive() == .text("still there"))
            await peer.close()
        }
    }

    @Test("random bytes end connections and nothing else", arguments: [1, 2, 3] as [UInt64])
    func random(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let inputs = (0..<100).map { _ in generator.bytes(count: Int.random(in: 1...300, using: &generator)) }
        try await withHandler(seed % 2 == 0 ? Self.echo : Self.fastEcho, .patient) { address in
            for bytes in inputs {
                let peer = try await FramePeer(dialing: address)
                await peer.send(bytes)
                await peer.endOutput()
                await peer.waitForEnd()
            }
            let peer = try await FramePeer(dialing: address)
            await peer.send(.text("still there"))
            #expect(try await peer.receive() == .text("still there"), "seed \(seed)")
            await peer.close()
        }
    }
}
