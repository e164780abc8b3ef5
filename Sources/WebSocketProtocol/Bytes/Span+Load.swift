//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Span where Element == UInt8 {
    /// Loads an integer from the bytes at an offset, in the order in which they lie in memory.
    @inline(always)
    func load<T: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: T.Type) -> T {
        precondition(offset >= 0 && offset <= count &- MemoryLayout<T>.size, "load out of bounds")
        // Checked above: the bytes from `offset` on are enough for a `T`, and every bit pattern is a valid integer.
        return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: T.self)
    }
}
