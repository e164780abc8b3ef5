//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

extension Benchmark {
    /// Whole frames, written to a buffer that has room.
    static var sending: [Benchmark] {
        [
            sending("send/unmasked/32B", 32, maskingKey: nil),
            sending("send/masked/32B", 32, maskingKey: MaskingKey(0x1234_5678)),
            sending("send/unmasked/1KiB", 1 << 10, maskingKey: nil),
            sending("send/masked/1KiB", 1 << 10, maskingKey: MaskingKey(0x1234_5678)),
        ]
    }

    private static func sending(_ name: String, _ size: Int, maskingKey: MaskingKey?) -> Benchmark {
        let payload = [UInt8](repeating: 0x55, count: size)
        let frameSize = FrameEncoder.encodedSize(payloadCount: size, isMasked: maskingKey != nil)
        return Benchmark(name, byteCount: frameSize) { iterations in
            var sum = 0
            _ = [UInt8](capacity: frameSize) { output in
                for _ in 0..<iterations {
                    FrameEncoder.append(.binary, payload: payload.span, maskingKey: maskingKey, to: &output)
                    sum &+= output.count
                    output.removeAll()
                }
            }
            precondition(sum == iterations * frameSize, "every frame is written")
            return sum
        }
    }
}
