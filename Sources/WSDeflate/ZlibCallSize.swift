//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// How many bytes one call of zlib takes, and how many it makes, at most.
///
/// zlib counts both in 32 bits. What is larger is cut into several calls, and the counts of each are those that zlib was told:
/// a count that was clamped for zlib alone made 4 GiB and more come out with memory that was never written.
package struct ZlibCallSize: Hashable, Sendable {
    /// What its counters hold.
    package static let largest = ZlibCallSize(Int(UInt32.max))

    private let bytes: Int

    /// Creates a size, which is positive and at most that of ``largest``.
    package init(_ bytes: Int) {
        precondition((1...Int(UInt32.max)).contains(bytes), "a call of zlib takes from 1 to 4,294,967,295 bytes")
        self.bytes = bytes
    }

    /// What of so many bytes, which is no negative number, the next call is given.
    func portion(of count: Int) -> Int { min(count, self.bytes) }

    /// A portion as zlib counts it.
    static func count(_ portion: Int) -> UInt32 { UInt32(clamping: portion) }
}
