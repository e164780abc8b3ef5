//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSDeflate

/// Compresses messages that refer to no other, each in one call, which libdeflate does in less time than zlib.
@safe
package struct OneShotDeflater: ~Copyable {
    private let compressor: OpaquePointer

    /// The size from which on it takes less time than zlib.
    private static let minimumSize = 256

    /// Creates a compressor.
    ///
    /// - Parameter level: From 1, fast, to 12, small.
    package init(level: Int) {
        // It fails without memory, or for another level.
        guard let compressor = unsafe libdeflate_alloc_compressor(CInt(truncatingIfNeeded: level)) else {
            preconditionFailure("libdeflate cannot be initialised")
        }
        unsafe self.compressor = compressor
    }

    deinit {
        // Made in init, and no longer in use.
        unsafe libdeflate_free_compressor(self.compressor)
    }

    /// Whether it compresses messages of a size, and does so faster.
    ///
    /// - Parameters:
    ///   - size: The message's size in bytes.
    ///   - windowBits: The base-2 logarithm of the peer's window. libdeflate's cannot be limited, but no distance is greater
    ///     than the message is long.
    /// - Returns: Whether to use it.
    package static func suits(_ size: Int, windowBits: Int) -> Bool {
        size >= self.minimumSize && (windowBits == 15 || size <= 1 << windowBits)
    }

    /// Compresses a whole message.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - output: Where the payload for its frames is appended.
    /// - Returns: Whether it became smaller; if not, nothing has been appended.
    package mutating func deflate(_ message: Span<UInt8>, into output: inout [UInt8]) -> Bool {
        var size = 0
        output.append(addingCapacity: message.count) { span in
            unsafe message.withUnsafeBufferPointer { bytes in
                unsafe span.withUnsafeMutableBufferPointer { buffer, count in
                    // It reads the span, and writes to the output's free rest at most as much as it is told: two less than
                    // the message has, as one byte follows. 0 says that this is not enough.
                    let start = unsafe buffer.baseAddress.map { unsafe $0 + count }
                    let room = max(0, message.count - 2)
                    size = unsafe libdeflate_deflate_compress(
                        self.compressor,
                        bytes.baseAddress,
                        bytes.count,
                        start,
                        room
                    )
                    count += size
                }
            }
        }
        guard size > 0 else { return false }
        // The block is marked as the last; an empty one behind it ends as the peer expects it (RFC 7692 §7.2.3.4).
        output.append(0x00)
        return true
    }
}
