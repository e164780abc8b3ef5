//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv

/// Random numbers from the system's cryptographically secure generator, drawn a block at a time.
///
/// A masking key must be unpredictable (RFC 6455 §10.3); one system call per frame would cost as much as sending it.
struct RandomBlock {
    private static let size = 256

    private var block: [UInt32] = []

    /// Returns 32 fresh bits; each bit is used once.
    mutating func next() -> UInt32 {
        if let number = self.block.popLast() {
            return number
        }
        self.refill()
        guard let number = self.block.popLast() else {
            preconditionFailure("the block was just filled")
        }
        return number
    }

    private mutating func refill() {
        self.block.append(contentsOf: repeatElement(0, count: Self.size))
        let status = unsafe self.block.withUnsafeMutableBytes { bytes in
            // A call without loop and callback is synchronous; the storage is valid during it.
            unsafe uv_random(nil, nil, bytes.baseAddress, bytes.count, 0, nil)
        }
        // A predictable key would be worse than none.
        precondition(status == 0, "the system has no secure random numbers: uv_random failed with \(status)")
    }
}
