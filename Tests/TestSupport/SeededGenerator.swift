//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A random number generator that repeats itself: the same seed gives the same numbers (SplitMix64).
///
/// Tests that use one tell its seed when they fail, so that the failure can be repeated.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Creates a generator.
    package init(seed: UInt64) {
        state = seed
    }

    /// Returns the next number.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Returns random bytes.
    package mutating func bytes(count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }

    /// Returns the bytes cut into pieces at random points, some of them empty.
    package mutating func cut(_ bytes: [UInt8], pieces: Int) -> [[UInt8]] {
        let points = (1..<max(pieces, 2)).map { _ in Int.random(in: 0...bytes.count, using: &self) }.sorted()
        return zip([0] + points, points + [bytes.count]).map { Array(bytes[$0..<$1]) }
    }
}
