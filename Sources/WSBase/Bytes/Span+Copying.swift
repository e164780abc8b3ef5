//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension [UInt8] {
    /// Appends a copy of the bytes.
    package mutating func append(copying bytes: Span<UInt8>) {
        // The pointer does not leave the closure, and the array copies what it points to.
        unsafe bytes.withUnsafeBufferPointer { buffer in unsafe self.append(contentsOf: buffer) }
    }

    /// Creates an array with a copy of the bytes and no room to spare.
    package init(copying bytes: Span<UInt8>) {
        // The pointer does not leave the closure, and the array copies what it points to.
        self = unsafe bytes.withUnsafeBufferPointer { buffer in unsafe [UInt8](buffer) }
    }
}

extension String {
    /// Creates a string from UTF-8, with U+FFFD in place of what is not.
    package init(repairing bytes: Span<UInt8>) {
        // The pointer does not leave the closure, and the string copies what it points to.
        self = unsafe bytes.withUnsafeBufferPointer { buffer in unsafe String(decoding: buffer, as: UTF8.self) }
    }

    /// Creates a string of ASCII, at most `capacity` bytes, that `fill` writes.
    package init(capacity: Int, _ fill: (inout OutputSpan<UInt8>) -> Void) {
        // The output covers exactly the memory that is lent, and says how much of it was written.
        unsafe self.init(unsafeUninitializedCapacity: capacity) { memory in
            let memory = unsafe UnsafeMutableBufferPointer(rebasing: memory.prefix(capacity))
            var output = unsafe OutputSpan(buffer: memory, initializedCount: 0)
            fill(&output)
            return unsafe output.finalize(for: memory)
        }
    }
}
