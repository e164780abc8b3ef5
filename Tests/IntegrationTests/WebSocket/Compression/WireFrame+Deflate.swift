//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import WSDeflate

extension WireFrame {
    /// The frame as the first or only one of a compressed message.
    var compressed: WireFrame {
        var frame = self
        frame.reservedBits = 4
        return frame
    }

    /// What the frame's payload, which may refer to `history`, inflates to, by nothing of what is under test.
    func inflated(after history: [UInt8] = []) throws -> [UInt8] {
        let reader = try DeflateReader(self.payload + [0x00, 0x00, 0xFF, 0xFF], after: history)
        return Array(reader.output[history.count...])
    }
}

extension [UInt8] {
    /// “Hello”, compressed (RFC 7692 §7.2.3.1).
    static let compressedHello: [UInt8] = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]

    /// “Hello”, behind a “Hello” that it refers to (RFC 7692 §7.2.3.2).
    static let compressedHelloAgain: [UInt8] = [0xF2, 0x00, 0x11, 0x00, 0x00]

    /// The bytes as a compressed message that refers to no other.
    var compressed: [UInt8] {
        var deflater = Deflater(DeflaterSettings(level: 9, memoryLevel: 8, windowBits: 15))
        var output: [UInt8] = []
        deflater.deflate(self.span, into: &output)
        return output
    }
}

/// How a connection's messages are received or sent.
enum Lane: CaseIterable {
    case async
    case fast
}
