//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension OutputSpan where Element == UInt8 {
    /// Appends the bytes of an integer in the order in which they lie in memory.
    @inline(always)
    mutating func append<T: FixedWidthInteger & BitwiseCopyable>(bytesOf value: T) {
        precondition(freeCapacity >= MemoryLayout<T>.size, "no room for the integer")
        // Checked above: behind the initialized bytes there is room for a `T`, all of which gets initialized.
        unsafe withUnsafeMutableBufferPointer { destination, initializedCount in
            unsafe UnsafeMutableRawBufferPointer(destination)
                .storeBytes(of: value, toByteOffset: initializedCount, as: T.self)
            initializedCount &+= MemoryLayout<T>.size
        }
    }

    /// Appends the bytes of a text.
    mutating func append(_ text: StaticString) {
        // A literal lives for ever; its bytes are copied at once.
        text.withUTF8Buffer { bytes in unsafe append(copying: bytes.span) }
    }

    /// Appends a copy of the bytes.
    mutating func append(copying bytes: Span<UInt8>) {
        precondition(bytes.count <= freeCapacity, "no room for the bytes")
        // Checked above: behind the initialized bytes there is room for `bytes`, all of which get initialized.
        unsafe bytes.withUnsafeBytes { source in
            unsafe withUnsafeMutableBufferPointer { destination, initializedCount in
                guard let from = source.baseAddress, let to = destination.baseAddress else { return }
                let end = unsafe UnsafeMutableRawPointer(to + initializedCount)
                unsafe end.copyMemory(from: from, byteCount: source.count)
                initializedCount &+= source.count
            }
        }
    }
}
