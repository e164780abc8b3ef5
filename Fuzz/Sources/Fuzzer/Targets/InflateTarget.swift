//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSDeflate

/// Compressed messages: whole and in pieces they must come to the same, no more than the limit must come of them, and no more
/// work than a bound for each byte.
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
        var effort = Effort()
        return Result { () throws(InflateProblem) in
            var output: [UInt8] = []
            var position = 0
            var isWhole = false
            while !isWhole {
                var work = InflateWork(Effort.atATime)
                isWhole = try inflater.inflate(bytes.span, from: &position, into: &output, limit: limit, work: &work)
                check(isWhole || !work.isLeft, "it has stopped before its turn was over")
                effort.add(work)
                effort.checkBound(input: bytes.count, output: output.count)
            }
            return output
        }
    }

    private static func cut(_ pieces: [[UInt8]], _ limit: Int, _ windowBits: Int) -> Result<[UInt8], InflateProblem> {
        var inflater = Inflater(windowBits: windowBits)
        var effort = Effort()
        return Result { () throws(InflateProblem) in
            var output: [UInt8] = []
            var count = 0
            for (index, piece) in (pieces + [DeflateTail.bytes]).enumerated() {
                var position = 0
                var mayHaveMore = true
                count += piece.count
                while mayHaveMore || position < piece.count {
                    let end = output.count + 1000
                    let rest = piece.span.extracting(droppingFirst: position)
                    var work = InflateWork(Effort.atATime)
                    position += try inflater.inflate(
                        rest,
                        into: &output,
                        room: 1000,
                        work: &work,
                        endsMessage: index == pieces.count
                    )
                    guard output.count <= limit else { throw .tooBig }
                    mayHaveMore = output.count == end || !work.isLeft
                    effort.add(work)
                    effort.checkBound(input: count, output: output.count)
                }
            }
            return output
        }
    }

    /// What inflating a message has taken.
    private struct Effort {
        /// What may be done before others are to get their turn.
        static let atATime = 5000

        private var units = 0
        private var calls = 0

        mutating func add(_ work: InflateWork) {
            let done = Self.atATime - work.units
            check(
                done <= Self.atATime + InflateWork.tables + InflateWork.call + (1 << 16),
                "it has not stopped in time"
            )
            self.units += done
            self.calls += 1
        }

        /// Checks that the work is that of the blocks that there can be: one of ten bits, one with tables of ten bytes.
        func checkBound(input: Int, output: Int) {
            let bytes = input + DeflateTail.bytes.count
            let blocks = bytes * InflateWork.call + (bytes / 10 + 1) * InflateWork.tables
            let bound = bytes + output + blocks + 2 * self.calls * InflateWork.call
            check(self.units <= bound, "\(self.units) of work for \(bytes) bytes")
        }
    }
}
