//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSocketProtocol

@Suite("Frame headers")
struct FrameHeaderTests {
    private func encode(_ header: FrameHeader) -> [UInt8] {
        [UInt8](capacity: header.encodedSize) { header.append(to: &$0) }
    }

    private func decode(_ bytes: [UInt8]) -> FrameHeader? {
        FrameHeader(decoding: bytes.span)
    }

    @Test(
        "Takes as few bytes for the length as it fits in",
        arguments: [
            (0, [0x82, 0x00]),
            (125, [0x82, 0x7D]),
            (126, [0x82, 0x7E, 0x00, 0x7E]),
            (65535, [0x82, 0x7E, 0xFF, 0xFF]),
            (65536, [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0]),
            (1 << 63 - 1, [0x82, 0x7F, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
        ] as [(UInt64, [UInt8])]
    )
    func minimalLength(length: UInt64, expected: [UInt8]) {
        #expect(encode(FrameHeader(opcode: .binary, payloadLength: length)) == expected)
    }

    @Test("Decodes what it encodes, and says so only when all of it is there")
    func roundTrip() throws {
        let lengths: [UInt64] = [0, 1, 125, 126, 127, 65535, 65536, 1 << 62]
        for length in lengths {
            for (isFinal, rsv1) in [(true, true), (true, false), (false, true), (false, false)] {
                for key in [nil, MaskingKey(0), MaskingKey(0xDEAD_BEEF)] {
                    let header = FrameHeader(
                        opcode: .text,
                        payloadLength: length,
                        isFinal: isFinal,
                        rsv1: rsv1,
                        maskingKey: key
                    )
                    let bytes = encode(header)
                    #expect(bytes.count == header.encodedSize)
                    let decoded = try #require(decode(bytes + [0xEE]))
                    #expect(decoded == header)
                    #expect(decoded.isFinal == isFinal && decoded.rsv1 == rsv1 && !decoded.rsv2 && !decoded.rsv3)
                    #expect(decoded.opcode == .text && decoded.payloadLength == length && decoded.maskingKey == key)
                    for count in bytes.indices {
                        #expect(decode(Array(bytes[..<count])) == nil)
                    }
                }
            }
        }
    }

    @Test("Reads every bit of the first byte", arguments: [UInt8](0...255))
    func firstByte(byte: UInt8) throws {
        let header = try #require(decode([byte, 0]))
        #expect(header.isFinal == (byte & 0x80 != 0))
        #expect(header.rsv1 == (byte & 0x40 != 0))
        #expect(header.rsv2 == (byte & 0x20 != 0))
        #expect(header.rsv3 == (byte & 0x10 != 0))
        #expect(header.opcode.rawValue == byte & 0x0F)
    }

    @Test("A control frame that is too long, not final, or compressed is the caller's mistake")
    func controlFrameRules() async {
        await #expect(processExitsWith: .failure) { _ = FrameHeader(opcode: .ping, payloadLength: 126) }
        await #expect(processExitsWith: .failure) { _ = FrameHeader(opcode: .ping, payloadLength: 0, isFinal: false) }
        await #expect(processExitsWith: .failure) { _ = FrameHeader(opcode: .close, payloadLength: 0, rsv1: true) }
    }

    @Test("A length of 64 bits is the caller's mistake")
    func lengthRule() async {
        await #expect(processExitsWith: .failure) { _ = FrameHeader(opcode: .binary, payloadLength: 1 << 63) }
    }
}
