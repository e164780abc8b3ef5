//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Which part of a cluster a key belongs to (Redis Cluster specification, “Key distribution model”).
package enum HashSlot {
    package static let count = 16_384

    /// The slot of all keys with a hash tag.
    package static func of(_ tag: String) -> Int {
        // CRC-16/XMODEM.
        var crc: UInt16 = 0
        for byte in tag.utf8 {
            crc ^= UInt16(byte) << 8
            for _ in 0..<8 {
                crc = crc & 0x8000 == 0 ? crc << 1 : crc << 1 ^ 0x1021
            }
        }
        return Int(crc) % self.count
    }
}
