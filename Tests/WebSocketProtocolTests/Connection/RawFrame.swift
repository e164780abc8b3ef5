//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

/// A frame put together byte by byte, right or wrong, with nothing of the encoder that is under test.
struct RawFrame {
    var opcode: UInt8
    var payload: [UInt8] = []
    var isFinal = true
    /// RSV1 to RSV3, as the three low bits.
    var reservedBits: UInt8 = 0
    /// How many bytes the extended length takes, 0, 2, or 8, or `nil` for as few as the length fits in.
    var lengthSize: Int?
    /// The length to announce, if it is not the payload's.
    var announcedLength: UInt64?
    var maskingKey: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]

    /// Returns the frame as this endpoint sends it: masked if it is a client.
    func bytes(from sender: WebSocketRole) -> [UInt8] {
        let length = announcedLength ?? UInt64(payload.count)
        let lengthSize = self.lengthSize ?? (length < 126 ? 0 : length < 65536 ? 2 : 8)
        let mask: UInt8 = sender == .client ? 0x80 : 0
        var bytes = [(isFinal ? 0x80 : 0) | reservedBits << 4 | opcode]
        switch lengthSize {
        case 0: bytes.append(mask | UInt8(length))
        case 2: bytes.append(mask | 126)
        default: bytes.append(mask | 127)
        }
        for index in (0..<lengthSize).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: length >> (UInt64(index) * 8)))
        }
        guard sender == .client else { return bytes + payload }
        return bytes + maskingKey + payload.enumerated().map { $1 ^ maskingKey[$0 % 4] }
    }
}

extension WebSocketRole {
    /// The role at the other end.
    var peer: WebSocketRole {
        switch self {
        case .client: .server
        case .server: .client
        }
    }
}
