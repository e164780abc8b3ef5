//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// How many connections of one loop have yet to receive each publication that is under way.
final class Audience {
    private let size: Int
    private var missing: [Int]

    /// - Parameters:
    ///   - size: How many connections there are on the loop.
    ///   - depth: How many publications are under way.
    init(size: Int, depth: Int) {
        self.size = size
        self.missing = [Int](repeating: size, count: depth)
    }

    /// Takes note that one of them has received a publication.
    ///
    /// - Returns: Whether all have; its place is free then.
    func received(_ number: UInt64) -> Bool {
        let place = Int(number % UInt64(self.missing.count))
        self.missing[place] -= 1
        guard self.missing[place] == 0 else { return false }
        self.missing[place] = self.size
        return true
    }
}
