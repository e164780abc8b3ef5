//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What a message to players is: its first byte.
enum Frame: UInt8 {
    /// Where everybody is: its number, then for each player the id, x and y, which have two bytes, the higher first.
    case whole = 0

    /// Who is elsewhere than in the whole one of that number, and by how much: for each the id, and x and y of one byte.
    ///
    /// As it refers to that one alone, not to the others since, each may be lost that is followed by another.
    case moves = 1

    /// Which player the receiver is: the id.
    case you = 2
}
