//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A block of DEFLATE data that stands for nothing (RFC 1951 §3.2).
package enum EmptyBlock: String, CaseIterable, Sendable {
    /// Five bytes, as a flush writes them.
    case stored
    /// Ten bits.
    case fixed
    /// The same, marked as the last, and padded: what follows begins anew but for the window.
    case last
    /// Thirty bytes, which build tables for as many codes as there can be.
    case dynamic

    /// Whether it has tables of its own.
    package var hasTables: Bool { self == .dynamic }

    /// Returns a message of many such blocks, as it is on the wire.
    package func message(of count: Int) -> [UInt8] {
        var writer = DeflateWriter()
        for _ in 0..<count { self.append(to: &writer) }
        writer.endMessage()
        return writer.bytes
    }

    /// Appends one.
    package func append(to writer: inout DeflateWriter) {
        switch self {
        case .stored:
            writer.write(0, bits: 3)
            writer.pad()
            writer.write(0xFFFF_0000, bits: 32)
        case .fixed:
            writer.write(0b010, bits: 3)
            writer.write(0, bits: 7)
        case .last:
            writer.write(0b011, bits: 3)
            writer.write(0, bits: 7)
            writer.pad()
        case .dynamic:
            self.writeDynamic(to: &writer)
        }
    }

    private func writeDynamic(to writer: inout DeflateWriter) {
        writer.write(0b100, bits: 3)
        // 286 codes for literals and lengths, 30 for distances, 12 for the lengths of codes.
        writer.write(29, bits: 5)
        writer.write(29, bits: 5)
        writer.write(8, bits: 4)
        // The lengths of the codes for 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11 and 4.
        for length in [1, 0, 0, 0, 3, 0, 3, 0, 0, 3, 0, 3] { writer.write(length, bits: 3) }
        // 226 codes of 8 bits, 60 of 9; 2 of 4, 28 of 5: both are complete.
        for (length, count) in [(8, 226), (9, 60), (4, 2), (5, 28)] {
            let code = [4: 0b100, 5: 0b101, 8: 0b110, 9: 0b111][length] ?? 0
            var left = count
            while left > 0 {
                writer.write(code: code, bits: 3)
                left -= 1
                while left >= 3 {
                    // The last length again, three to six times.
                    let repeats = min(left, 6)
                    writer.write(code: 0, bits: 1)
                    writer.write(repeats - 3, bits: 2)
                    left -= repeats
                }
            }
        }
        // The end of the block: symbol 256, the 31st of nine bits.
        writer.write(code: 482, bits: 9)
    }
}
