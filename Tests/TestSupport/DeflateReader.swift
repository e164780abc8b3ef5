//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Decodes DEFLATE data (RFC 1951) slowly and plainly, to see what a compressor really wrote.
package struct DeflateReader {
    /// What was read is no DEFLATE data.
    package struct Malformed: Error {}

    /// What the blocks decode to, behind what came before them.
    package private(set) var output: [UInt8]
    /// The greatest distance that was referred to.
    package private(set) var maxDistance = 0

    private let bytes: [UInt8]
    private var position = 0

    /// Reads all blocks.
    ///
    /// - Parameters:
    ///   - bytes: Whole blocks, up to the end or one marked as the last.
    ///   - history: What may be referred to.
    /// - Throws: ``Malformed`` for anything else.
    package init(_ bytes: [UInt8], after history: [UInt8] = []) throws {
        self.bytes = bytes
        self.output = history
        var isLast = false
        while !isLast, self.position + 3 <= bytes.count * 8 {
            isLast = try self.read(bits: 1) == 1
            switch try self.read(bits: 2) {
            case 0: try self.readStored()
            case 1: try self.readCodes(literals: Self.fixedLiterals, distances: Self.fixedDistances)
            case 2: try self.readDynamic()
            default: throw Malformed()
            }
        }
    }

    private mutating func read(bits count: Int) throws -> Int {
        var value = 0
        for offset in 0..<count {
            guard self.position / 8 < self.bytes.count else { throw Malformed() }
            value |= Int(self.bytes[self.position / 8] >> UInt8(self.position % 8) & 1) << offset
            self.position += 1
        }
        return value
    }

    private mutating func readStored() throws {
        self.position = (self.position + 7) / 8 * 8
        let count = try self.read(bits: 16)
        guard try self.read(bits: 16) == count ^ 0xFFFF else { throw Malformed() }
        for _ in 0..<count {
            self.output.append(UInt8(try self.read(bits: 8)))
        }
    }

    private mutating func readDynamic() throws {
        let literalCount = try self.read(bits: 5) + 257
        let distanceCount = try self.read(bits: 5) + 1
        let lengthCount = try self.read(bits: 4) + 4
        var lengths = [Int](repeating: 0, count: 19)
        for index in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15].prefix(lengthCount) {
            lengths[index] = try self.read(bits: 3)
        }
        let code = HuffmanCode(lengths)
        var all: [Int] = []
        while all.count < literalCount + distanceCount {
            switch try self.read(code) {
            case 16:
                guard let last = all.last else { throw Malformed() }
                all += Array(repeating: last, count: try self.read(bits: 2) + 3)
            case 17: all += Array(repeating: 0, count: try self.read(bits: 3) + 3)
            case 18: all += Array(repeating: 0, count: try self.read(bits: 7) + 11)
            case let length: all.append(length)
            }
        }
        try self.readCodes(
            literals: HuffmanCode(Array(all[..<literalCount])),
            distances: HuffmanCode(Array(all[literalCount...]))
        )
    }

    private mutating func readCodes(literals: HuffmanCode, distances: HuffmanCode) throws {
        while true {
            let symbol = try self.read(literals)
            if symbol < 256 {
                self.output.append(UInt8(symbol))
            } else if symbol == 256 {
                return
            } else {
                guard symbol - 257 < Self.lengths.count else { throw Malformed() }
                let (length, lengthBits) = Self.lengths[symbol - 257]
                let count = length + (try self.read(bits: lengthBits))
                let place = try self.read(distances)
                guard place < Self.distances.count else { throw Malformed() }
                let (base, distanceBits) = Self.distances[place]
                let distance = base + (try self.read(bits: distanceBits))
                guard distance <= self.output.count else { throw Malformed() }
                self.maxDistance = max(self.maxDistance, distance)
                for _ in 0..<count {
                    self.output.append(self.output[self.output.count - distance])
                }
            }
        }
    }

    private mutating func read(_ code: HuffmanCode) throws -> Int {
        var bits = 0
        for length in 1...15 {
            bits = bits << 1 | (try self.read(bits: 1))
            if let symbol = code.symbols[HuffmanCode.Key(length: length, bits: bits)] { return symbol }
        }
        throw Malformed()
    }

    /// A canonical code (RFC 1951 §3.2.2).
    private struct HuffmanCode {
        struct Key: Hashable {
            let length: Int
            let bits: Int
        }

        var symbols: [Key: Int] = [:]

        init(_ lengths: [Int]) {
            var bits = 0
            for length in 1...15 {
                bits <<= 1
                for (symbol, own) in lengths.enumerated() where own == length {
                    self.symbols[Key(length: length, bits: bits)] = symbol
                    bits += 1
                }
            }
        }
    }

    private static let fixedLiterals = HuffmanCode(
        (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
    )
    private static let fixedDistances = HuffmanCode(Array(repeating: 5, count: 30))

    /// The lengths that symbols from 257 on stand for, and how many bits are added (RFC 1951 §3.2.5).
    private static let lengths: [(Int, Int)] = {
        var lengths = (0..<8).map { ($0 + 3, 0) }
        var next = 11
        for bits in 1...5 {
            for _ in 0..<4 {
                lengths.append((next, bits))
                next += 1 << bits
            }
        }
        lengths[27] = (227, 5)
        lengths.append((258, 0))
        return lengths
    }()

    /// The same of distances.
    private static let distances: [(Int, Int)] = {
        var distances = (0..<4).map { ($0 + 1, 0) }
        var next = 5
        for bits in 1...13 {
            for _ in 0..<2 {
                distances.append((next, bits))
                next += 1 << bits
            }
        }
        return distances
    }()
}
