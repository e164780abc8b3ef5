//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A block of memory that collects output until it is written.
@safe
final class OutputBuffer {
    /// The number of bytes a buffer can hold: the largest payload that is copied, with its header.
    static let capacity = OutputLimits.copy + 64

    private let storage: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init() {
        unsafe self.storage = .allocate(capacity: Self.capacity)
    }

    deinit {
        unsafe self.storage.deallocate()
    }

    var freeCapacity: Int {
        Self.capacity - self.count
    }

    /// The bytes written so far; valid while the buffer is alive and not reset.
    var bytes: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(self.storage)[..<self.count])
    }

    /// Appends what `fill` writes, at most the free capacity.
    ///
    /// - Returns: How many bytes that was.
    func append(_ fill: (inout OutputSpan<UInt8>) -> Void) -> Int {
        // The span covers the free rest only, and is finalised against the very memory it was made of.
        let free = unsafe UnsafeMutableBufferPointer(rebasing: self.storage[self.count...])
        var span = unsafe OutputSpan(buffer: free, initializedCount: 0)
        fill(&span)
        let added = unsafe span.finalize(for: free)
        self.count += added
        return added
    }

    func reset() {
        self.count = 0
    }
}
