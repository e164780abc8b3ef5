//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Who is in a room.
struct RoomPeople: Codable {
    /// Some of the names, in order.
    let people: [String]
    /// How many there are.
    let count: Int
    /// When that was so, in milliseconds: of two processes that tell at once either may be heard last.
    let time: Int

    init(_ names: Set<ExactString>, at date: Date) {
        self.time = Int(date.timeIntervalSince1970 * 1000)
        self.people = names.sorted().prefix(100).map(\.text)
        self.count = names.count
    }
}
