//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSocketProtocol

@Suite("Frame encoder")
struct FrameEncoderTests {
    /// The examples of RFC 6455 §5.7.
    static let examples: [(name: String, encoded: [UInt8], expected: [UInt8])] = [
        (
            "an unmasked text message",
            frame(.text, Array("Hello".utf8)),
            [0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F]
        ),
        (
            "a masked text message",
            frame(.text, Array("Hello".utf8), maskingKey: MaskingKey(wireBytes: [0x37, 0xFA, 0x21, 0x3D])),
            [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
        ),
        ("a first fragment", frame(.text, Array("Hel".utf8), isFinal: false), [0x01, 0x03, 0x48, 0x65, 0x6C]),
        ("a last fragment", frame(.continuation, Array("lo".utf8)), [0x80, 0x02, 0x6C, 0x6F]),
        ("an unmasked Ping", frame(.ping, Array("Hello".utf8)), [0x89, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F]),
        (
            "a masked Pong",
            frame(.pong, Array("Hello".utf8), maskingKey: MaskingKey(wireBytes: [0x37, 0xFA, 0x21, 0x3D])),
            [0x8A, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
        ),
        (
            "256 bytes of binary data",
            frame(.binary, [UInt8](repeating: 7, count: 256)),
            [0x82, 0x7E, 0x01, 0x00] + [UInt8](repeating: 7, count: 256)
        ),
        (
            "64 KiB of binary data",
            frame(.binary, [UInt8](repeating: 7, count: 65536)),
            [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0] + [UInt8](repeating: 7, count: 65536)
        ),
    ]

    private static func frame(
        _ opcode: WebSocketOpcode,
        _ payload: [UInt8],
        isFinal: Bool = true,
        maskingKey: MaskingKey? = nil
    ) -> [UInt8] {
        let size = FrameEncoder.encodedSize(payloadCount: payload.count, isMasked: maskingKey != nil)
        return [UInt8](capacity: size) { output in
            FrameEncoder.append(
                opcode,
                payload: payload.span,
                isFinal: isFinal,
                maskingKey: maskingKey,
                to: &output
            )
        }
    }

    @Test("Writes the examples of RFC 6455 §5.7", arguments: examples.indices)
    func writesExamples(index: Int) {
        let example = Self.examples[index]
        #expect(example.encoded == example.expected, "\(example.name)")
    }

    @Test("Says beforehand how many bytes it writes", arguments: [0, 1, 125, 126, 65535, 65536, 70000])
    func encodedSize(count: Int) {
        for key in [nil, MaskingKey(1)] {
            let size = FrameEncoder.encodedSize(payloadCount: count, isMasked: key != nil)
            let encoded = [UInt8](capacity: 80000) { output in
                let payload = [UInt8](repeating: 0, count: count)
                FrameEncoder.append(.binary, payload: payload.span, maskingKey: key, to: &output)
            }
            #expect(encoded.count == size)
        }
    }

    @Test("Marks a compressed message with RSV1")
    func compressed() {
        let encoded = [UInt8](capacity: 8) { output in
            FrameEncoder.append(.text, payload: [1].span, isFinal: false, isCompressed: true, to: &output)
        }
        #expect(encoded == [0x41, 0x01, 0x01])
    }

    @Test("Too little room is the caller's mistake")
    func noRoom() async {
        await #expect(processExitsWith: .failure) {
            _ = [UInt8](capacity: 3) { FrameEncoder.append(.text, payload: [1, 2].span, to: &$0) }
        }
        await #expect(processExitsWith: .failure) {
            _ = [UInt8](capacity: 7) {
                FrameEncoder.append(.text, payload: [1, 2].span, maskingKey: MaskingKey(1), to: &$0)
            }
        }
    }

    @Test("What one role writes the other reads", arguments: WebSocketRole.allCases, [11, 12, 13, 14] as [UInt64])
    func randomRoundTrip(reader: WebSocketRole, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            var wire: [UInt8] = []
            var sent: [Transcript.Event] = []
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                sent.append(contentsOf: writeMessage(to: &wire, readBy: reader, &random))
            }
            var machine = WebSocketMachine(role: reader)
            let pieces = random.cut(wire, pieces: Int.random(in: 1...12, using: &random))
            #expect(Transcript(of: pieces, to: &machine).events == sent, "seed \(seed)")
        }
    }

    /// Writes a random message in random fragments with Pings between them, and returns what is to be read.
    private func writeMessage(
        to wire: inout [UInt8],
        readBy reader: WebSocketRole,
        _ random: inout SeededGenerator
    ) -> [Transcript.Event] {
        func key() -> MaskingKey? { reader == .server ? MaskingKey(.random(in: 0...(.max), using: &random)) : nil }
        let isText = Bool.random(using: &random)
        let payload =
            isText
            ? Array(String(repeating: "añ漢😀", count: Int.random(in: 0...20, using: &random)).utf8)
            : random.bytes(count: [0, 1, 125, 126, 300, 66000].randomElement(using: &random) ?? 0)
        var events: [Transcript.Event] = []
        let fragments = random.cut(payload, pieces: Int.random(in: 2...4, using: &random))
        for (index, fragment) in fragments.enumerated() {
            let opcode: WebSocketOpcode = index > 0 ? .continuation : isText ? .text : .binary
            let isFinal = index == fragments.count - 1
            wire += Self.frame(opcode, fragment, isFinal: isFinal, maskingKey: key())
            if !isFinal, Bool.random(using: &random) {
                let ping = random.bytes(count: Int.random(in: 0...125, using: &random))
                wire += Self.frame(.ping, ping, maskingKey: key())
                events.append(.ping(ping))
            }
        }
        return events + [.message(isText ? .text : .binary, payload)]
    }
}
