//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The output buffers of a loop that no connection uses at the moment.
struct OutputBufferPool {
    /// How many bytes of each size are kept, so that memory returns after a storm.
    private static let limit = 1 << 20

    private var small: [OutputBuffer] = []
    private var large: [OutputBuffer] = []

    mutating func take(_ size: OutputBuffer.Size) -> OutputBuffer {
        switch size {
        case .small: self.small.popLast() ?? OutputBuffer(.small)
        case .large: self.large.popLast() ?? OutputBuffer(.large)
        }
    }

    mutating func giveBack(_ buffer: OutputBuffer) {
        buffer.reset()
        switch buffer.size {
        case .small: Self.keep(buffer, in: &self.small)
        case .large: Self.keep(buffer, in: &self.large)
        }
    }

    private static func keep(_ buffer: OutputBuffer, in buffers: inout [OutputBuffer]) {
        if buffers.count < Self.limit / buffer.size.capacity {
            buffers.append(buffer)
        }
    }
}
