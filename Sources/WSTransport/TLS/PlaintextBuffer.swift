//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Where the sessions of a loop decrypt to: reads of a loop follow one another, so they share it.
final class PlaintextBuffer {
    private var bytes: [UInt8] = []

    /// Calls `body` with the buffer, which nobody else uses meanwhile.
    func withSpan<Failure: Error>(_ body: (inout MutableSpan<UInt8>) throws(Failure) -> Void) throws(Failure) {
        // Out of the object meanwhile, so that nothing is checked or copied.
        var bytes = exchange(&self.bytes, with: [])
        if bytes.isEmpty {
            bytes = [UInt8](repeating: 0, count: 128 * 1024)
        }
        defer { self.bytes = bytes }
        var span = bytes.mutableSpan
        try body(&span)
    }
}
