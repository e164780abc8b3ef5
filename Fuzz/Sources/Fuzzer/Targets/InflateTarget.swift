//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketDeflate

/// Compressed messages: whole and in pieces they must come to the same, and no more than the limit must come of them.
enum InflateTarget: FuzzTarget {
    static let name = "inflate"

    static func run(_ input: FuzzInput) {
        let limit = input.choice & 1 == 0 ? 100_000 : 50
        let windowBits = input.choice & 2 == 0 ? 15 : 9 + Int(input.choice >> 2) % 6
        let whole = Self.whole(input.bytes, limit, windowBits)
        if case .success(let bytes) = whole {
            check(bytes.count <= limit, "more than the limit")
        }
        let cut = Self.cut(input.pieces, limit, windowBits)
        // zlib sees that a distance is greater than a smaller window only where what it leads to is not at hand any more.
        guard windowBits == 15 else { return }
        switch (whole, cut) {
        case (.success(let one), .success(let other)): check(one == other, "cut, it came to something else")
        case (.failure, .failure): break
        case (.success, .failure(let error)): fatalError("cut, it failed: \(error)")
        case (.failure(let error), .success): fatalError("whole, it failed: \(error)")
        }
    }

    private static func whole(_ bytes: [UInt8], _ limit: Int, _ windowBits: Int) -> Result<[UInt8], InflateProblem> {
        var inflater = Inflater(windowBits: windowBits)
        return Result { () throws(InflateProblem) in
            var output: [UInt8] = []
            try inflater.inflate(bytes.span, into: &output, limit: limit)
            return output
        }
    }

    private static func cut(_ pieces: [[UInt8]], _ limit: Int, _ windowBits: Int) -> Result<[UInt8], InflateProblem> {
        var inflater = Inflater(windowBits: windowBits)
        return Result { () throws(InflateProblem) in
            var output: [UInt8] = []
            for (index, piece) in (pieces + [DeflateTail.bytes]).enumerated() {
                var position = 0
                var isFull = true
                while isFull || position < piece.count {
                    let end = output.count + 1000
                    let rest = piece.span.extracting(droppingFirst: position)
                    position += try inflater.inflate(
                        rest,
                        into: &output,
                        room: 1000,
                        endsMessage: index == pieces.count
                    )
                    guard output.count <= limit else { throw .tooBig }
                    isFull = output.count == end
                }
            }
            return output
        }
    }
}
