//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSDeflate

/// How far a message has been inflated.
///
/// ``MessageDeflate/beginInflating()`` makes one, and ``MessageDeflate/giveBack(_:)`` ends it.
struct Inflation: ~Copyable {
    /// How much of the message's payload, and of ``DeflateTail/bytes`` behind it, is not needed any more.
    var position = 0
    /// What has come of it.
    var output: [UInt8]
    /// What inflates it, if it refers to no other.
    var inflater: Inflater?
}
