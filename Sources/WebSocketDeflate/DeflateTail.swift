//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The end of what a sync flush writes: an empty block's lengths, which no message carries (RFC 7692 §7.2.1).
enum DeflateTail {
    static let bytes: [UInt8] = [0x00, 0x00, 0xFF, 0xFF]
}
