//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// Who is present in a topic.
struct TopicMembers {
    private var entries: [ExactString: (member: Hub.Member, connectionCount: Int)] = [:]

    /// Counts a connection in.
    ///
    /// - Returns: Whether it is its member's first.
    mutating func enter(_ member: Hub.Member) -> Bool {
        self.entries[ExactString(member.id), default: (member, 0)].connectionCount += 1
        return self.entries[ExactString(member.id)]?.connectionCount == 1
    }

    /// Counts a connection off.
    ///
    /// - Returns: Whether it was its member's last.
    mutating func leave(_ member: Hub.Member) -> Bool {
        let id = ExactString(member.id)
        guard let count = self.entries[id]?.connectionCount, count > 1 else {
            return self.entries.removeValue(forKey: id) != nil
        }
        self.entries[id]?.connectionCount = count - 1
        return false
    }

    var members: [Hub.Member] { self.entries.values.map(\.member) }
}
