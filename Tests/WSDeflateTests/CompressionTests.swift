//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSDeflate

@Suite("Compressing messages")
struct CompressionTests {
    private static func messages(seed: UInt64) -> [[UInt8]] {
        var random = SeededGenerator(seed: seed)
        return (0..<30).map { number in
            let count = Int.random(in: 0...5000, using: &random)
            switch number % 3 {
            case 0: return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            case 1: return (0..<count).map { _ in UInt8.random(in: 97...100, using: &random) }
            default: return Array(#"{"kind":"tick","symbol":"ACME","price":\#(count)}"#.utf8)
            }
        }
    }

    @Test("What is compressed inflates to the same, for each window, level and memory level", arguments: 8...15)
    func roundTrip(windowBits: Int) throws {
        for (level, memoryLevel) in [(1, 1), (6, 8), (9, 9)] {
            var deflater = Deflater(DeflaterSettings(level: level, memoryLevel: memoryLevel, windowBits: windowBits))
            var inflater = Inflater(windowBits: windowBits)
            for message in Self.messages(seed: UInt64(windowBits)) {
                let compressed = deflater.deflate(message)
                #expect(try inflater.inflate(compressed, limit: 5000) == message)
            }
        }
    }

    @Test("No distance is greater than the window", arguments: 8...15)
    func window(windowBits: Int) throws {
        var deflater = Deflater(DeflaterSettings(level: 9, memoryLevel: 9, windowBits: windowBits))
        var history: [UInt8] = []
        var greatest = 0
        var random = SeededGenerator(seed: 3)
        // The same words again at all distances up to twice the window.
        let words = (0..<200).map { _ in (0..<8).map { _ in UInt8.random(in: .min ... .max, using: &random) } }
        for _ in 0..<40 {
            let message = (0..<500).flatMap { _ in words[Int.random(in: 0..<words.count, using: &random)] }
            let compressed = deflater.deflate(message)
            let reader = try DeflateReader(compressed + [0x00, 0x00, 0xFF, 0xFF], after: history)
            #expect(Array(reader.output[history.count...]) == message)
            history = reader.output
            greatest = max(greatest, reader.maxDistance)
        }
        #expect(greatest <= 1 << windowBits)
        // It is made use of, up to zlib's 262 bytes of lookahead, and as far as there is something to find.
        #expect(greatest > 1 << (min(windowBits, 10) - 1) - 20)
    }

    @Test("An empty message is one byte, also when another came before")
    func empty() throws {
        var deflater = Deflater(DeflaterSettings(level: 6, memoryLevel: 8, windowBits: 15))
        var inflater = Inflater(windowBits: 15)
        for message in [[], [1, 2, 3], [], [], [1, 2, 3]] as [[UInt8]] {
            let compressed = deflater.deflate(message)
            #expect(!message.isEmpty || compressed == [0])
            #expect(try inflater.inflate(compressed, limit: 3) == message)
        }
    }

    @Test("After a reset nothing refers to what came before")
    func reset() throws {
        var deflater = Deflater(DeflaterSettings(level: 6, memoryLevel: 8, windowBits: 15))
        let message = Array("the same message again".utf8)
        let first = deflater.deflate(message)
        let second = deflater.deflate(message)
        deflater.reset()
        #expect(second.count < first.count)
        #expect(deflater.deflate(message) == first)
    }
}
