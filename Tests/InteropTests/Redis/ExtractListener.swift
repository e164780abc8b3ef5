//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketHub

/// Hears of what is kept, in place of a hub.
final class ExtractListener: BackplaneListener {
    private let extracts = AsyncStream<StreamSnapshot?>.makeStream()
    private let messages = AsyncStream<SharedMessage>.makeStream()
    private let drops = AsyncStream<Int>.makeStream()
    private let kept = AsyncStream<StreamPosition>.makeStream()

    /// The first snapshot that comes.
    func snapshot() async -> StreamSnapshot? {
        for await snapshot in self.extracts.stream { return snapshot }
        return nil
    }

    /// The first message that comes.
    func received() async -> SharedMessage? {
        for await message in self.messages.stream { return message }
        return nil
    }

    /// How many messages did not get to others when that is told next.
    func dropped() async -> Int {
        for await count in self.drops.stream { return count }
        return 0
    }

    /// The places of the next messages that are kept.
    func positions(_ count: Int) async -> [StreamPosition] {
        var positions: [StreamPosition] = []
        for await position in self.kept.stream.prefix(count) { positions.append(position) }
        return positions
    }

    func attached(_ filter: Hub.TopicFilter, _ snapshot: StreamSnapshot?) { self.extracts.continuation.yield(snapshot) }
    func received(_ message: SharedMessage, at position: StreamPosition?) { self.messages.continuation.yield(message) }
    func kept(_ topic: String, _ number: UInt64, at position: StreamPosition) { self.kept.continuation.yield(position) }
    func presenceChanged(_ change: Hub.PresenceChange) {}
    func lost(_ reason: String) {}
    func restored() {}
    func refused(_ request: Hub.BackplaneRequest, _ filter: Hub.TopicFilter, _ reason: String?) {}
    func dropped(_ count: Int) { self.drops.continuation.yield(count) }
}
