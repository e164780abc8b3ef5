//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension OutputSpan<UInt8> {
    /// Appends a copy of the bytes, for which there must be room.
    mutating func append(copying bytes: Span<UInt8>) {
        precondition(bytes.count <= self.freeCapacity, "no room for the bytes")
        // Checked above: behind the initialised bytes there is room for these, all of which get initialised.
        unsafe bytes.withUnsafeBytes { source in
            unsafe self.withUnsafeMutableBufferPointer { destination, initializedCount in
                let rest = unsafe UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(destination)[initializedCount...]
                )
                unsafe rest.copyMemory(from: source)
                initializedCount += source.count
            }
        }
    }
}
