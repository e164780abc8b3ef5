//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSDeflate

@Suite("Compressing messages one by one")
struct OneShotCompressionTests {
    @Test(
        "What is compressed inflates to the same at each level, and the inflater may go on behind it",
        arguments: 1...9
    )
    func roundTrip(level: Int) throws {
        var deflater = OneShotDeflater(level: level)
        var inflater = Inflater(windowBits: 15)
        for size in [100, 256, 257, 5000, 70_000] {
            let message = Array(String(repeating: #"{"kind":"tick","price":\#(size)},"#, count: size / 24).utf8)
            var compressed: [UInt8] = [7]
            #expect(deflater.deflate(message.span, into: &compressed))
            #expect(compressed.count <= message.count)
            #expect(compressed.removeFirst() == 7)
            #expect(try inflater.inflate(compressed, limit: message.count) == message)
        }
    }

    @Test("What does not become smaller is left alone", arguments: [0, 1, 2, 3, 1000])
    func incompressible(size: Int) {
        var random = SeededGenerator(seed: 1)
        let message = random.bytes(count: size)
        var deflater = OneShotDeflater(level: 1)
        var output: [UInt8] = [7]
        #expect(!deflater.deflate(message.span, into: &output))
        #expect(output == [7])
    }

    @Test("It is not used where a distance could be greater than the window")
    func suits() {
        for windowBits in 8...14 {
            #expect(OneShotDeflater.suits(1 << windowBits, windowBits: windowBits))
            #expect(!OneShotDeflater.suits(1 << windowBits + 1, windowBits: windowBits))
        }
        #expect(OneShotDeflater.suits(1 << 20, windowBits: 15))
        #expect(!OneShotDeflater.suits(255, windowBits: 15))
    }
}
