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
        // The last 16 words of the schedule, the word of round `t` at `t` modulo 16 (§6.1.3).
        var schedule = [16 of UInt32](repeating: 0)
        for index in schedule.indices {
            let first = index &* 4
            schedule[index] =
                UInt32(block[first]) << 24 | UInt32(block[first &+ 1]) << 16
                | UInt32(block[first &+ 2]) << 8 | UInt32(block[first &+ 3])
        }
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])

        /// The word of a round.
        @inline(__always)
        func word(_ t: Int) -> UInt32 {
            if t >= 16 {
                schedule[t & 15] = rotated(
                    schedule[(t &+ 13) & 15] ^ schedule[(t &+ 8) & 15] ^ schedule[(t &+ 2) & 15] ^ schedule[t & 15],
                    by: 1
                )
            }
            return schedule[t & 15]
        }

        /// Five rounds, after which each variable is in its place again, so that none has to be moved in between.
        @inline(__always)
        func rounds(from t: Int, _ constant: UInt32, _ mixed: (UInt32, UInt32, UInt32) -> UInt32) {
            e &+= rotated(a, by: 5) &+ mixed(b, c, d) &+ constant &+ word(t)
            b = rotated(b, by: 30)
            d &+= rotated(e, by: 5) &+ mixed(a, b, c) &+ constant &+ word(t &+ 1)
            a = rotated(a, by: 30)
            c &+= rotated(d, by: 5) &+ mixed(e, a, b) &+ constant &+ word(t &+ 2)
            e = rotated(e, by: 30)
            b &+= rotated(c, by: 5) &+ mixed(d, e, a) &+ constant &+ word(t &+ 3)
            d = rotated(d, by: 30)
            a &+= rotated(b, by: 5) &+ mixed(c, d, e) &+ constant &+ word(t &+ 4)
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

    private static func rotated(_ word: UInt32, by count: UInt32) -> UInt32 {
        word &<< count | word &>> (32 &- count)
    }
}
