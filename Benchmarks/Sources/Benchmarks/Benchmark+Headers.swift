//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

extension Benchmark {
    /// Frame headers alone; an operation is three of them, one for each size that a length can have.
    static var headers: [Benchmark] {
        [decodingHeaders, encodingHeaders]
    }

    private static let lengths: [UInt64] = [32, 1000, 100_000]

    private static var decodingHeaders: Benchmark {
        let key = MaskingKey(0x1234_5678)
        let headers = lengths.map { length in
            let header = FrameHeader(opcode: .binary, payloadLength: length, maskingKey: key)
            return [UInt8](capacity: header.encodedSize) { header.append(to: &$0) }
        }
        return Benchmark("header/decode") { iterations in
            var sum = 0
            for _ in 0..<iterations {
                for header in headers {
                    guard let header = FrameHeader(decoding: header.span), header.maskingKey == key else { continue }
                    sum &+= Int(header.payloadLength)
                }
            }
            return sum
        }
    }

    private static var encodingHeaders: Benchmark {
        let lengths = lengths
        return Benchmark("header/encode") { iterations in
            var sum = 0
            _ = [UInt8](capacity: 14) { output in
                for iteration in 0..<iterations {
                    let key = MaskingKey(UInt32(truncatingIfNeeded: iteration))
                    for length in lengths {
                        FrameHeader(opcode: .binary, payloadLength: length, maskingKey: key).append(to: &output)
                        sum &+= Int(output[output.count - 1])
                        output.removeAll()
                    }
                }
            }
            return sum
        }
    }
}
