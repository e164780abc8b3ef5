//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSocketProtocol

@Suite("Masking")
struct MaskingTests {
    private static let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]

    private func naive(_ bytes: [UInt8], offset: Int = 0) -> [UInt8] {
        bytes.enumerated().map { $1 ^ Self.key[($0 + offset) % 4] }
    }

    @Test("Unmasks every length at every alignment as the naive loop does", arguments: 0...70)
    func unmasksInPlace(count: Int) throws {
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
        for offset in 0...7 {
            let frame = RawFrame(opcode: 2, payload: payload, maskingKey: Self.key).bytes(from: .client)
            var buffer = [UInt8](repeating: 0xEE, count: offset) + frame + [UInt8](repeating: 0xEE, count: 9)
            let end = offset + frame.count
            var machine = WebSocketMachine(role: .server)
            var span = buffer.mutableSpan
            var position = offset
            let received = machine.receive(&span, from: &position)
            let expected = WebSocketMachine.DataPart(
                kind: .binary,
                payload: (end - count)..<end,
                isFirst: true,
                isLast: true
            )
            #expect(received == .data(expected))
            #expect(Array(buffer[(end - count)..<end]) == payload)
            #expect(buffer[end...].allSatisfy { $0 == 0xEE })
        }
    }

    @Test("Unmasks a payload cut at every two points, turning the key", arguments: [0, 1, 7, 8, 9, 31, 33, 70])
    func unmasksParts(count: Int) {
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 91 &+ 5) }
        let frame = RawFrame(opcode: 2, payload: payload).bytes(from: .client)
        for first in 0...frame.count {
            for second in first...frame.count {
                let pieces = [Array(frame[..<first]), Array(frame[first..<second]), Array(frame[second...])]
                var machine = WebSocketMachine(role: .server)
                #expect(Transcript(of: pieces, to: &machine).events == [.message(.binary, payload)])
            }
        }
    }

    @Test("Masks every length behind every offset as the naive loop does", arguments: 0...70)
    func masksOnTheWay(count: Int) {
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 53 &+ 3) }
        for offset in 0...7 {
            let encoded = [UInt8](capacity: 100) { output in
                output.append(repeating: 0xEE, count: offset)
                FrameEncoder.append(
                    .binary,
                    payload: payload.span,
                    maskingKey: MaskingKey(wireBytes: Self.key),
                    to: &output
                )
            }
            #expect(Array(encoded.suffix(count)) == naive(payload))
            #expect(Array(encoded[(offset + 2)..<(offset + 6)]) == Self.key)
        }
    }
}

extension MaskingKey {
    /// Creates a key from four bytes in the order on the wire, by way of a header.
    init(wireBytes: [UInt8]) {
        let bytes: [UInt8] = [0x82, 0x80] + wireBytes
        guard let key = FrameHeader(decoding: bytes.span)?.maskingKey else {
            preconditionFailure("a masking key has four bytes")
        }
        self = key
    }
}
