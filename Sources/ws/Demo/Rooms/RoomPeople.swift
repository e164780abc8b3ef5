//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Who is in a room.
struct RoomPeople: Codable {
    /// Some of the names, in order.
    let people: [String]
    /// How many there are.
    let count: Int

    init(_ names: some Collection<String>) {
        self.people = Array(names.sorted().prefix(100))
        self.count = names.count
    }
}
