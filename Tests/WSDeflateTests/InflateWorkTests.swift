//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSDeflate

/// What takes time is not what comes of a message: a block may stand for nothing.
@Suite("The work of inflating")
struct InflateWorkTests {
    /// What it took to inflate a message.
    private struct Effort {
        var output: [UInt8] = []
        /// How often there was no work left.
        var stops = 0
        /// What was done in all.
        var units = 0
    }

    /// Inflates a message, whole or in pieces, with so much work at a time.
    private static func inflate(
        _ message: [UInt8],
        by inflater: inout Inflater,
        workAtATime: Int,
        limit: Int
    ) throws -> Effort {
        var effort = Effort()
        var position = 0
        while true {
            var work = InflateWork(workAtATime)
            let isComplete = try inflater.inflate(
                message.span,
                from: &position,
                into: &effort.output,
                limit: limit,
                work: &work
            )
            effort.units += workAtATime - work.units
            // The last step may be one too many, and has a bound itself.
            #expect(work.units > -InflateWork.tables - InflateWork.call - (1 << 16))
            if isComplete { return effort }
            #expect(!work.isLeft)
            effort.stops += 1
        }
    }

    @Test("Blocks that stand for nothing take work, so that others get their turn", arguments: EmptyBlock.allCases)
    func emptyBlocks(kind: EmptyBlock) throws {
        let count = 10_000
        let message = kind.message(of: count)
        var inflater = Inflater(windowBits: 15)
        let effort = try Self.inflate(message, by: &inflater, workAtATime: 10_000, limit: 0)
        #expect(effort.output.isEmpty)
        let expected = count * (InflateWork.call + (kind.hasTables ? InflateWork.tables : 0)) + message.count
        #expect(effort.units >= expected)
        // Nothing is counted twice: the tail is one more block of five bytes.
        #expect(effort.units <= expected + 1000 + 5 + effort.stops * InflateWork.call)
        #expect(effort.stops >= expected / (10_000 + InflateWork.tables + InflateWork.call + 30))
    }

    @Test("They do so behind the bits of a block before, wherever they begin", arguments: 0..<8)
    func tablesAtAnyBit(bits: Int) throws {
        // Each literal of a block with fixed codes from 144 on has nine bits: so many of them shift what follows.
        var writer = DeflateWriter()
        writer.write(0b010, bits: 3)
        for _ in 0..<bits { writer.write(code: 0b1_1001_0000, bits: 9) }
        writer.write(0, bits: 7)
        var message = writer
        EmptyBlock.dynamic.append(to: &message)
        message.endMessage()
        for size in [1, 2, 1000] {
            var inflater = Inflater(windowBits: 15)
            var output: [UInt8] = []
            var work = InflateWork(1 << 20)
            let input = message.bytes + DeflateTail.bytes
            var position = 0
            while position < input.count {
                let end = min(position + size, input.count)
                position += try inflater.inflate(
                    input.span.extracting(position..<end),
                    into: &output,
                    room: 100,
                    work: &work,
                    endsMessage: end == input.count
                )
            }
            #expect(output == [UInt8](repeating: 144, count: bits))
            let done = (1 << 20) - work.units
            #expect(done >= InflateWork.tables && done < 2 * InflateWork.tables)
        }
    }

    @Test("A message is the same however little work is done at a time", arguments: [1, 40, 1000, 100_000])
    func stops(workAtATime: Int) throws {
        var random = SeededGenerator(seed: 5)
        var whole = Inflater(windowBits: 15)
        var stopped = Inflater(windowBits: 15)
        var deflater = Deflater(DeflaterSettings(level: 6, memoryLevel: 1, windowBits: 15))
        var oneShot = OneShotDeflater(level: 6)
        for number in 0..<20 {
            let message = (0..<Int.random(in: 0...20_000, using: &random)).map { _ in
                UInt8.random(in: 97...UInt8(98 + number), using: &random)
            }
            var compressed: [UInt8] = []
            if number % 3 > 0 || !oneShot.deflate(message.span, into: &compressed) {
                deflater.deflate(message.span, into: &compressed)
            } else {
                deflater.reset()
            }
            #expect(try whole.inflate(compressed, limit: message.count) == message)
            let effort = try Self.inflate(
                compressed,
                by: &stopped,
                workAtATime: workAtATime,
                limit: message.count
            )
            #expect(effort.output == message)
        }
    }

    @Test("The work has a bound for each byte of input and of output", arguments: EmptyBlock.allCases)
    func bound(kind: EmptyBlock) throws {
        let message = kind.message(of: 1000)
        var inflater = Inflater(windowBits: 15)
        let effort = try Self.inflate(message, by: &inflater, workAtATime: 1 << 20, limit: 0)
        #expect(effort.units < 200 * message.count)
    }

    @Test("A block marked as the last leaves the whole window to those behind it")
    func window() throws {
        var random = SeededGenerator(seed: 9)
        let first = (0..<1 << 15).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        var deflater = Deflater(DeflaterSettings(level: 6, memoryLevel: 8, windowBits: 15))
        var inflater = Inflater(windowBits: 15)
        #expect(try inflater.inflate(deflater.deflate(first), limit: first.count) == first)
        #expect(try inflater.inflate(EmptyBlock.last.message(of: 1000), limit: 0).isEmpty)
        // Three bytes from 32 KiB before: length code 257, distance code 29 with 13 more bits.
        var writer = DeflateWriter()
        writer.write(0b010, bits: 3)
        writer.write(code: 1, bits: 7)
        writer.write(code: 29, bits: 5)
        writer.write((1 << 13) - 1, bits: 13)
        writer.write(0, bits: 7)
        writer.endMessage()
        #expect(try inflater.inflate(writer.bytes, limit: 3) == Array(first.prefix(3)))
    }
}
