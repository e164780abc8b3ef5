//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSDeflate

extension Deflater {
    /// Compresses a whole message.
    mutating func deflate(_ message: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        self.deflate(message.span, into: &output)
        return output
    }
}

extension Inflater {
    /// Inflates a whole message.
    mutating func inflate(_ message: [UInt8], limit: Int) throws(InflateProblem) -> [UInt8] {
        var output: [UInt8] = []
        try self.inflate(message, into: &output, limit: limit)
        return output
    }

    /// Inflates a whole message into a buffer.
    mutating func inflate(_ message: [UInt8], into output: inout [UInt8], limit: Int) throws(InflateProblem) {
        var position = 0
        var work = InflateWork.unlimited
        _ = try self.inflate(message.span, from: &position, into: &output, limit: limit, work: &work)
    }
}
