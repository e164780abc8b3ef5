//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSDeflate

/// What is larger than zlib's counters hold, as it is with counters that hold less.
@Suite("Messages larger than one call of zlib takes")
struct ZlibCallSizeTests {
    private static let messages: [[UInt8]] = {
        var random = SeededGenerator(seed: 4)
        return [
            [], [1], [UInt8](repeating: 0, count: 100_000),
            (0..<50_000).map { _ in UInt8.random(in: .min ... .max, using: &random) },
            (0..<50_000).map { _ in UInt8.random(in: 97...100, using: &random) },
        ]
    }()

    @Test("They are compressed and inflated to the same", arguments: [7, 100, 4096, 70_000])
    func roundTrip(size: Int) throws {
        let callSize = ZlibCallSize(size)
        var deflater = Deflater(DeflaterSettings(level: 1, memoryLevel: 8, windowBits: 15), callSize: callSize)
        var inflater = Inflater(windowBits: 15, callSize: callSize)
        var other = Inflater(windowBits: 15)
        for message in Self.messages {
            let compressed = deflater.deflate(message)
            #expect(try inflater.inflate(compressed, limit: message.count) == message)
            #expect(try other.inflate(compressed, limit: message.count) == message)
        }
    }

    @Test("They are inflated by calls of one byte")
    func oneByte() throws {
        var deflater = Deflater(DeflaterSettings(level: 1, memoryLevel: 8, windowBits: 15))
        var inflater = Inflater(windowBits: 15, callSize: ZlibCallSize(1))
        for message in Self.messages {
            #expect(try inflater.inflate(deflater.deflate(message), limit: message.count) == message)
        }
    }

    @Test("One above the limit is refused, and has not been made")
    func limit() throws {
        var deflater = Deflater(DeflaterSettings(level: 1, memoryLevel: 8, windowBits: 15))
        let compressed = deflater.deflate([UInt8](repeating: 0, count: 100_000))
        var inflater = Inflater(windowBits: 15, callSize: ZlibCallSize(7))
        var output: [UInt8] = []
        #expect(throws: InflateProblem.tooBig) {
            try inflater.inflate(compressed, into: &output, limit: 99_999)
        }
        #expect(output == [UInt8](repeating: 0, count: 100_000))
    }

    @Test("Pieces have as many bytes as there is room for", arguments: [1, 7, 100])
    func pieces(size: Int) throws {
        var deflater = Deflater(DeflaterSettings(level: 1, memoryLevel: 8, windowBits: 15))
        let message = Self.messages[4]
        let input = deflater.deflate(message) + DeflateTail.bytes
        var inflater = Inflater(windowBits: 15, callSize: ZlibCallSize(size))
        var output: [UInt8] = []
        var work = InflateWork.unlimited
        var position = 0
        for _ in 0..<50 {
            let count = output.count
            position += try inflater.inflate(
                input.span.extracting(droppingFirst: position),
                into: &output,
                room: 1000,
                work: &work,
                endsMessage: true
            )
            #expect(output.count == count + 1000)
        }
        #expect(output == message)
    }
}
