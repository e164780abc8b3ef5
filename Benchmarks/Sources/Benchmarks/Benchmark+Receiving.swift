//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

extension Benchmark {
    /// Whole frames, received by a server: header, limits, unmasking, and UTF-8 where it is text.
    static var receiving: [Benchmark] {
        [
            receiving("receive/binary/32B", .binary, 32),
            receiving("receive/text/32B", .text, 32),
            receiving("receive/binary/1KiB", .binary, 1 << 10),
            receiving("receive/text/1KiB", .text, 1 << 10),
            receiving("receive/binary/64KiB", .binary, 64 << 10),
            receiving("receive/text/64KiB", .text, 64 << 10),
            receiving("receive/binary/16x32B", .binary, 32, frameCount: 16),
            receivingByteByByte,
        ]
    }

    private static func receiving(
        _ name: String,
        _ opcode: WebSocketOpcode,
        _ size: Int,
        frameCount: Int = 1
    ) -> Benchmark {
        let original = frames(opcode, payloadCount: size, frameCount: frameCount)
        return Benchmark(name, byteCount: original.count) { iterations in
            var bytes = original
            var span = bytes.mutableSpan
            var machine = WebSocketMachine(role: .server)
            var sum = 0
            for _ in 0..<iterations {
                sum &+= receiveAll(&span, by: &machine)
            }
            precondition(sum == iterations * frameCount * size, "every payload is received")
            return sum
        }
    }

    private static var receivingByteByByte: Benchmark {
        let original = frames(.binary, payloadCount: 32, frameCount: 1)
        return Benchmark("receive/binary/32B/byte-by-byte", byteCount: original.count) { iterations in
            var machine = WebSocketMachine(role: .server)
            var sum = 0
            for _ in 0..<iterations {
                for byte in original {
                    var piece: [1 of UInt8] = [byte]
                    var span = piece.mutableSpan
                    sum &+= receiveAll(&span, by: &machine)
                }
            }
            precondition(sum == iterations * 32, "every payload is received")
            return sum
        }
    }

    /// Returns frames as a client sends them.
    ///
    /// The receiver unmasks them where they lie, so the second time it unmasks what is not masked any more. This key
    /// makes other letters of ASCII out of letters, and so leaves text valid.
    private static func frames(_ opcode: WebSocketOpcode, payloadCount: Int, frameCount: Int) -> [UInt8] {
        let payload = [UInt8](repeating: UInt8(ascii: "a"), count: payloadCount)
        let size = frameCount * FrameEncoder.encodedSize(payloadCount: payloadCount, isMasked: true)
        return [UInt8](capacity: size) { output in
            for _ in 0..<frameCount {
                FrameEncoder.append(opcode, payload: payload.span, maskingKey: MaskingKey(0x0302_0102), to: &output)
            }
        }
    }

    /// Receives the bytes and returns how many of them are payload of messages.
    static func receiveAll(_ bytes: inout MutableSpan<UInt8>, by machine: inout WebSocketMachine) -> Int {
        var payloadCount = 0
        var position = 0
        while true {
            switch machine.receive(&bytes, from: &position) {
            case .data(let part): payloadCount &+= part.payload.count
            case .needsMoreBytes: return payloadCount
            case .ping, .pong, .close, .violation: preconditionFailure("only data is received")
            }
        }
    }
}
