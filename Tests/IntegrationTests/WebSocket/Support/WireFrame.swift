//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// A frame as it is on the wire, right or wrong, made with nothing of the encoder that is under test.
struct WireFrame: Hashable, Sendable {
    var opcode: UInt8
    var payload: [UInt8] = []
    var isFinal = true
    /// RSV1 to RSV3, as the three low bits.
    var reservedBits: UInt8 = 0
    /// The length to announce, if it is not the payload's.
    var announcedLength: UInt64?
    /// How many bytes the extended length takes: 0, 2, 8, or as few as possible.
    var lengthSize: Int?

    static func text(_ text: String) -> WireFrame {
        WireFrame(opcode: 1, payload: Array(text.utf8))
    }

    static func binary(_ payload: [UInt8]) -> WireFrame {
        WireFrame(opcode: 2, payload: payload)
    }

    static func continuation(_ payload: [UInt8] = []) -> WireFrame {
        WireFrame(opcode: 0, payload: payload)
    }

    static func ping(_ payload: [UInt8] = []) -> WireFrame {
        WireFrame(opcode: 9, payload: payload)
    }

    static func pong(_ payload: [UInt8] = []) -> WireFrame {
        WireFrame(opcode: 10, payload: payload)
    }

    static let close = WireFrame(opcode: 8)

    static func close(_ code: UInt16, _ reason: String = "") -> WireFrame {
        WireFrame(opcode: 8, payload: [UInt8(code >> 8), UInt8(code & 0xFF)] + Array(reason.utf8))
    }

    /// The frame as the first or a middle fragment of a message.
    var notFinal: WireFrame {
        var frame = self
        frame.isFinal = false
        return frame
    }

    /// Returns the frame's bytes, masked if a client sends it.
    func bytes(from sender: WebSocketRole) -> [UInt8] {
        let length = self.announcedLength ?? UInt64(self.payload.count)
        let lengthSize = self.lengthSize ?? (length < 126 ? 0 : length < 65_536 ? 2 : 8)
        let maskBit: UInt8 = sender == .client ? 0x80 : 0
        var bytes = [(self.isFinal ? 0x80 : 0) | self.reservedBits << 4 | self.opcode]
        switch lengthSize {
        case 0: bytes.append(maskBit | UInt8(length))
        case 2: bytes.append(maskBit | 126)
        default: bytes.append(maskBit | 127)
        }
        for index in (0..<lengthSize).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: length >> (UInt64(index) * 8)))
        }
        guard sender == .client else { return bytes + self.payload }
        // Masking with zeros, which is right as well, spares large payloads the time.
        guard self.payload.count < 4096 else { return bytes + [0, 0, 0, 0] + self.payload }
        let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
        return bytes + key + self.payload.enumerated().map { $1 ^ key[$0 % 4] }
    }

    /// Takes a frame from the front of what an endpoint sent, or returns `nil` if it is not complete.
    ///
    /// - Throws: ``Malformed`` if the frame is masked and must not be, or the other way round.
    static func take(from bytes: [UInt8], at position: inout Int, sentBy sender: WebSocketRole) throws -> WireFrame? {
        var next = position
        func number(_ count: Int) -> UInt64? {
            guard bytes.count - next >= count else { return nil }
            defer { next += count }
            return bytes[next..<next + count].reduce(0) { $0 << 8 | UInt64($1) }
        }
        guard let first = number(1), let second = number(1) else { return nil }
        let isMasked = second & 0x80 != 0
        guard isMasked == (sender == .client) else { throw Malformed() }
        var length = second & 0x7F
        if length >= 126 {
            guard let extended = number(length == 126 ? 2 : 8) else { return nil }
            length = extended
        }
        var key: [UInt8] = []
        if isMasked {
            guard let bits = number(4) else { return nil }
            key = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bits >> $0) }
        }
        guard bytes.count - next >= length else { return nil }
        var payload = Array(bytes[next..<next + Int(length)])
        if isMasked, key != [0, 0, 0, 0] {
            for index in payload.indices { payload[index] ^= key[index & 3] }
        }
        position = next + payload.count
        return WireFrame(
            opcode: UInt8(first & 0x0F),
            payload: payload,
            isFinal: first & 0x80 != 0,
            reservedBits: UInt8(first >> 4 & 7)
        )
    }

    /// The endpoint under test sent a frame that no endpoint of its role may send.
    struct Malformed: Error {}
}

extension [WireFrame] {
    /// Returns the bytes of the frames, one after another.
    func bytes(from sender: WebSocketRole) -> [UInt8] {
        self.flatMap { $0.bytes(from: sender) }
    }
}
