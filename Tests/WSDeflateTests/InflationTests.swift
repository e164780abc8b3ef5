//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSDeflate

@Suite("Inflating messages")
struct InflationTests {
    /// The RFC's examples of “Hello” (RFC 7692 §7.2.3).
    private static let hello = Array("Hello".utf8)

    @Test(
        "The RFC's examples come out",
        arguments: [
            [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00],
            [0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00],
            [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00],
            [0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00],
        ] as [[UInt8]]
    )
    func examples(message: [UInt8]) throws {
        var inflater = Inflater(windowBits: 15)
        #expect(try inflater.inflate(message, limit: 5) == Self.hello)
    }

    @Test("A message may refer to the one before, also behind a block marked as the last")
    func takeover() throws {
        for first in [
            [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00], [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00],
        ] as [[UInt8]] {
            var inflater = Inflater(windowBits: 15)
            #expect(try inflater.inflate(first, limit: 5) == Self.hello)
            let second: [UInt8] = [0xF2, 0x00, 0x11, 0x00, 0x00]
            #expect(try inflater.inflate(second, limit: 5) == Self.hello)
        }
    }

    @Test("A message at the limit is taken, one above it is not, and no more than the limit is made of a bomb")
    func limit() throws {
        let message = [UInt8](repeating: 0, count: 10_000_000)
        var deflater = Deflater(DeflaterSettings(level: 9, memoryLevel: 8, windowBits: 15))
        let bomb = deflater.deflate(message)
        #expect(bomb.count < message.count / 900)
        var inflater = Inflater(windowBits: 15)
        #expect(try inflater.inflate(bomb, limit: message.count).count == message.count)
        inflater.reset()
        for limit in [0, 1, 1023, 1024, 1025, 100_000, message.count - 1] {
            #expect(throws: InflateProblem.tooBig) { try inflater.inflate(bomb, limit: limit) }
            inflater.reset()
        }
        #expect(try inflater.inflate([0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00], limit: 5) == Self.hello)
    }

    @Test("A bomb takes no more memory than twice the limit", arguments: [1000, 100_000, 1_000_000])
    func memory(limit: Int) {
        var deflater = Deflater(DeflaterSettings(level: 9, memoryLevel: 8, windowBits: 15))
        let bomb = deflater.deflate([UInt8](repeating: 0, count: 100 * limit))
        var inflater = Inflater(windowBits: 15)
        var output: [UInt8] = []
        #expect(throws: InflateProblem.tooBig) { try inflater.inflate(bomb, into: &output, limit: limit) }
        #expect(output.count <= limit + 1)
        #expect(output.capacity <= 2 * limit + 1024)
    }

    @Test(
        "What is no DEFLATE data, or a part of it, is refused, and after a reset all is well",
        arguments: [
            [], [0x05], [0x07], [0xFF, 0xFF], [0x00, 0x05, 0x00, 0xFA, 0xFE, 0x48],
            [0x00, 0x06, 0x00, 0xF9, 0xFF, 0x48],
            [0xF2, 0x48, 0xCD], [0xF2, 0x00, 0x11, 0x00, 0x00], [0x00, 0x12],
        ] as [[UInt8]]
    )
    func corrupt(message: [UInt8]) throws {
        var inflater = Inflater(windowBits: 15)
        #expect(throws: InflateProblem.corrupt) { try inflater.inflate(message, limit: 1000) }
        inflater.reset()
        #expect(try inflater.inflate([0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00], limit: 5) == Self.hello)
    }

    @Test("A message cut off anywhere is refused or shorter, and never more than was there")
    func truncation() throws {
        var deflater = Deflater(DeflaterSettings(level: 6, memoryLevel: 8, windowBits: 15))
        let message = (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
        let compressed = deflater.deflate(message)
        for count in 0..<compressed.count {
            var inflater = Inflater(windowBits: 15)
            if let output = try? inflater.inflate(Array(compressed[..<count]), limit: 2000) {
                #expect(message.starts(with: output))
            }
        }
    }

    @Test(
        "A message inflates piece by piece to the same, whatever comes at a time and whatever is taken",
        arguments: [1, 7, 1000, .max >> 1],
        [1, 100, 1000, 3000, 100_000]
    )
    func pieces(inputSize: Int, room: Int) throws {
        var deflater = Deflater(DeflaterSettings(level: 1, memoryLevel: 8, windowBits: 15))
        var inflater = Inflater(windowBits: 15)
        for size in [0, 1, 1000, 3000, 6000] {
            let message = (0..<size).map { UInt8(truncatingIfNeeded: $0 / 7) }
            let input = deflater.deflate(message) + DeflateTail.bytes
            var output: [UInt8] = []
            var position = 0
            var isFull = false
            var work = InflateWork.unlimited
            while position < input.count || isFull {
                let end = min(input.count - position, inputSize) + position
                let before = output.count
                position += try inflater.inflate(
                    input.span.extracting(position..<end),
                    into: &output,
                    room: room,
                    work: &work,
                    endsMessage: end == input.count
                )
                isFull = output.count - before == room
            }
            #expect(output == message)
        }
    }

    @Test("Random bytes never trap and never pass the limit")
    func random() {
        var random = SeededGenerator(seed: 11)
        var inflater = Inflater(windowBits: 15)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                UInt8.random(in: .min ... .max, using: &random)
            }
            if let output = try? inflater.inflate(bytes, limit: 500) {
                #expect(output.count <= 500)
            } else {
                inflater.reset()
            }
        }
    }
}
