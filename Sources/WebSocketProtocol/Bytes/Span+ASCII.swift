//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Span where Element == UInt8 {
    /// Returns the offset of the first byte from `start` on that is not ASCII, or `count` if there is none.
    @inline(always)
    func firstNonASCII(from start: Int) -> Int {
        precondition(start >= 0 && start <= count, "start out of bounds")
        // Every load below lies between `start` and `count`, as the condition on the line above each says.
        return unsafe withUnsafeBytes { bytes in
            var offset = start
            let end = bytes.count
            while offset <= end - 32 {
                let block = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
                guard (block[0] | block[1] | block[2] | block[3]) & highBits == 0 else { break }
                offset &+= 32
            }
            while offset <= end - 8 {
                let word = UInt64(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                guard word & highBits == 0 else {
                    return offset &+ (word & highBits).trailingZeroBitCount / 8
                }
                offset &+= 8
            }
            while offset < end {
                guard unsafe bytes[offset] < 0x80 else { break }
                offset &+= 1
            }
            return offset
        }
    }
}

/// The bit of each byte of a word that ASCII leaves clear.
private let highBits: UInt64 = 0x8080_8080_8080_8080
