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
    /// Returns the digest, 20 bytes, of the message.
    package static func digest(of message: [UInt8]) -> [UInt8] {
        var state: [5 of UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        let padded = padded(message)
        for start in stride(from: 0, to: padded.count, by: blockSize) {
            absorb(padded[start..<start + blockSize], into: &state)
        }
        var digest: [UInt8] = []
        digest.reserveCapacity(20)
        for index in state.indices { appendBigEndian(state[index], to: &digest) }
        return digest
    }

    private static let blockSize = 64

    /// Appends a 1 bit, zeros and the length in bits, so that whole blocks result (§5.1.1).
    private static func padded(_ message: [UInt8]) -> [UInt8] {
        var padded = message
        padded.append(0x80)
        while padded.count % blockSize != blockSize - 8 { padded.append(0) }
        let bitCount = UInt64(message.count) &* 8
        appendBigEndian(UInt32(truncatingIfNeeded: bitCount >> 32), to: &padded)
        appendBigEndian(UInt32(truncatingIfNeeded: bitCount), to: &padded)
        return padded
    }

    private static func appendBigEndian(_ word: UInt32, to bytes: inout [UInt8]) {
        for shift in stride(from: 24, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(shift)))
        }
    }

    /// Hashes one block of 64 bytes (§6.1.2).
    private static func absorb(_ block: ArraySlice<UInt8>, into state: inout [5 of UInt32]) {
        var schedule = [80 of UInt32](repeating: 0)
        for (offset, byte) in block.enumerated() {
            schedule[offset / 4] = schedule[offset / 4] << 8 | UInt32(byte)
        }
        for t in 16..<80 {
            schedule[t] = rotated(schedule[t - 3] ^ schedule[t - 8] ^ schedule[t - 14] ^ schedule[t - 16], by: 1)
        }

        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for t in 0..<80 {
            let (mixed, constant) = round(t, b, c, d)
            let next = rotated(a, by: 5) &+ mixed &+ e &+ constant &+ schedule[t]
            (a, b, c, d, e) = (next, a, rotated(b, by: 30), c, d)
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
    }

    /// The function and the constant of round `t` (§4.1.1, §4.2.1).
    private static func round(_ t: Int, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> (mixed: UInt32, constant: UInt32) {
        switch t {
        case ..<20: ((b & c) | (~b & d), 0x5A82_7999)
        case ..<40: (b ^ c ^ d, 0x6ED9_EBA1)
        case ..<60: ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC)
        default: (b ^ c ^ d, 0xCA62_C1D6)
        }
    }

    private static func rotated(_ word: UInt32, by count: UInt32) -> UInt32 {
        word << count | word >> (32 - count)
    }
}
