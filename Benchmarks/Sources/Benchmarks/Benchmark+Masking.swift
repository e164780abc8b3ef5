//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

extension Benchmark {
    private static let sizes = [16, 64, 256, 1 << 10, 4 << 10, 64 << 10, 1 << 20]

    /// Unmasking in place.
    ///
    /// Masking is not public by itself. What comes closest is payload that continues a frame: there is no header, and it
    /// is not checked to be UTF-8. The machine's part of it is what the smallest size takes.
    static var masking: [Benchmark] {
        sizes.map { size in
            Benchmark("mask/\(label(size))", byteCount: size) { iterations in
                // One frame of more payload than will ever come.
                let header = FrameHeader(opcode: .binary, payloadLength: 1 << 62, maskingKey: MaskingKey(0x1234_5678))
                var start = [UInt8](capacity: header.encodedSize) { header.append(to: &$0) }
                var startSpan = start.mutableSpan
                var machine = WebSocketMachine(role: .server, limits: .init(maxMessageSize: .max))
                var sum = receiveAll(&startSpan, by: &machine)
                var bytes = [UInt8](repeating: 0x55, count: size)
                var span = bytes.mutableSpan
                for _ in 0..<iterations {
                    sum &+= receiveAll(&span, by: &machine)
                }
                return sum &+ Int(span[size - 1])
            }
        }
    }

    /// The same bytes copied by the C library, to compare times with.
    ///
    /// Not counted: which of its many ways the C library takes depends on the processor.
    static var copying: [Benchmark] {
        sizes.map { size in
            Benchmark("memcpy/\(label(size))", byteCount: size, isCounted: false) { iterations in
                let source = [UInt8](repeating: 0x55, count: size)
                var destination = [UInt8](repeating: 0, count: size)
                for iteration in 0..<iterations {
                    copy(source.span, to: destination.mutableSpan)
                    destination[iteration % size] &+= 1
                }
                return Int(destination[size - 1])
            }
        }
    }

    // Not inlined, so that a copy that the next one overwrites is made all the same.
    @inline(never)
    private static func copy(_ source: Span<UInt8>, to destination: consuming MutableSpan<UInt8>) {
        precondition(source.count == destination.count)
        // Checked above: the places have the same size. One is read and the other written, so they do not overlap.
        unsafe source.withUnsafeBytes { source in
            unsafe destination.withUnsafeMutableBytes { destination in
                unsafe destination.copyMemory(from: source)
            }
        }
    }
}
