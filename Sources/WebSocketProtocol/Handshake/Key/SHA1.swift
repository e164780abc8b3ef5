//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The hash the opening handshake is built on (FIPS 180-4 §6.1).
///
/// SHA-1 is broken as a signature. Here it only proves that the server speaks WebSocket (RFC 6455 §10.8), for which it
/// is fixed by the protocol; use it for nothing else.
package enum SHA1 {
    /// Returns the digest of the message.
    package static func digest(of message: Span<UInt8>) -> [20 of UInt8] {
        var state: [5 of UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        let wholeSize = message.count / blockSize * blockSize
        for start in stride(from: 0, to: wholeSize, by: blockSize) {
            absorb(message.extracting(start..<start + blockSize), into: &state)
        }
        absorbEnd(of: message, from: wholeSize, into: &state)
        return [20 of UInt8] { UInt8(truncatingIfNeeded: state[$0 / 4] >> UInt32(24 - 8 * ($0 % 4))) }
    }

    private static let blockSize = 64

    /// Hashes what is left behind the whole blocks, with a 1 bit, zeros and the length in bits, so that one or two blocks
    /// result (§5.1.1).
    private static func absorbEnd(of message: Span<UInt8>, from start: Int, into state: inout [5 of UInt32]) {
        let rest = message.extracting(droppingFirst: start)
        var padded = [128 of UInt8](repeating: 0)
        for offset in rest.indices { padded[offset] = rest[offset] }
        padded[rest.count] = 0x80
        let paddedSize = rest.count + 9 <= blockSize ? blockSize : 2 * blockSize
        let bitCount = UInt64(message.count) &* 8
        for offset in 0..<8 {
            padded[paddedSize - 1 - offset] = UInt8(truncatingIfNeeded: bitCount >> UInt64(8 * offset))
        }
        for start in stride(from: 0, to: paddedSize, by: blockSize) {
            absorb(padded.span.extracting(start..<start + blockSize), into: &state)
        }
    }

    /// Hashes one block of 64 bytes (§6.1.2).
    private static func absorb(_ block: Span<UInt8>, into state: inout [5 of UInt32]) {
        let schedule = schedule(block)
        let words = schedule.span
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])

        /// Five rounds, after which each variable is in its place again, so that none has to be moved in between.
        @inline(__always)
        func rounds(from t: Int, _ constant: UInt32, _ mixed: (UInt32, UInt32, UInt32) -> UInt32) {
            e &+= rotated(a, by: 5) &+ mixed(b, c, d) &+ constant &+ words[t]
            b = rotated(b, by: 30)
            d &+= rotated(e, by: 5) &+ mixed(a, b, c) &+ constant &+ words[t &+ 1]
            a = rotated(a, by: 30)
            c &+= rotated(d, by: 5) &+ mixed(e, a, b) &+ constant &+ words[t &+ 2]
            e = rotated(e, by: 30)
            b &+= rotated(c, by: 5) &+ mixed(d, e, a) &+ constant &+ words[t &+ 3]
            d = rotated(d, by: 30)
            a &+= rotated(b, by: 5) &+ mixed(c, d, e) &+ constant &+ words[t &+ 4]
            c = rotated(c, by: 30)
        }
        // The functions and the constants of the rounds (§4.1.1, §4.2.1).
        for t in stride(from: 0, to: 20, by: 5) { rounds(from: t, 0x5A82_7999) { $2 ^ ($0 & ($1 ^ $2)) } }
        for t in stride(from: 20, to: 40, by: 5) { rounds(from: t, 0x6ED9_EBA1) { $0 ^ $1 ^ $2 } }
        for t in stride(from: 40, to: 60, by: 5) { rounds(from: t, 0x8F1B_BCDC) { ($0 & $1) | ($2 & ($0 | $1)) } }
        for t in stride(from: 60, to: 80, by: 5) { rounds(from: t, 0xCA62_C1D6) { $0 ^ $1 ^ $2 } }

        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
    }

    /// The word of each round (§6.1.2, step 1).
    private static func schedule(_ block: Span<UInt8>) -> [80 of UInt32] {
        var words = [80 of UInt32](repeating: 0)
        for t in 0..<16 { words[t] = UInt32(bigEndian: block.load(at: t &* 4, as: UInt32.self)) }
        for t in 16..<80 {
            words[t] = rotated(words[t &- 3] ^ words[t &- 8] ^ words[t &- 14] ^ words[t &- 16], by: 1)
        }
        return words
    }

    private static func rotated(_ word: UInt32, by count: UInt32) -> UInt32 {
        word &<< count | word &>> (32 &- count)
    }
}
