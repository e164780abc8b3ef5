//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The end of what a sync flush writes: an empty block's lengths, which no message carries (RFC 7692 §7.2.1).
package enum DeflateTail {
    package static let bytes: [UInt8] = [0x00, 0x00, 0xFF, 0xFF]

    /// What comes before them if the block is the whole message, or begins where one was flushed (RFC 7692 §7.2.3.6).
    package static let firstByte: UInt8 = 0x00
}
