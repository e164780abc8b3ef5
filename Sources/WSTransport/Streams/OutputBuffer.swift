//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A block of memory that collects output until it is written.
@safe
final class OutputBuffer {
    /// The sizes there are.
    enum Size {
        /// For what most connections have to say in a turn: ten thousand may have something at once.
        case small
        /// For the largest payload that is copied, with its header, and for connections that have much to say.
        case large

        /// The number of bytes.
        var capacity: Int {
            switch self {
            case .small: 2048
            case .large: OutputLimits.copy + 64
            }
        }
    }

    let size: Size
    private let storage: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ size: Size) {
        self.size = size
        unsafe self.storage = .allocate(capacity: size.capacity)
    }

    deinit {
        unsafe self.storage.deallocate()
    }

    var freeCapacity: Int {
        self.size.capacity - self.count
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
