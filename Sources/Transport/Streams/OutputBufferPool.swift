//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The output buffers of a loop that no connection uses at the moment.
struct OutputBufferPool {
    /// How many are kept (4 MiB in all), so that memory returns after a storm.
    private static let limit = 256

    private var free: [OutputBuffer] = []

    mutating func take() -> OutputBuffer {
        self.free.popLast() ?? OutputBuffer()
    }

    mutating func giveBack(_ buffer: OutputBuffer) {
        guard self.free.count < Self.limit else { return }
        buffer.reset()
        self.free.append(buffer)
    }
}
