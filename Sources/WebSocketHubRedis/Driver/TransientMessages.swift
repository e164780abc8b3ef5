//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSocketHub

/// Messages that are not kept, until there is room on the connection to their server.
struct TransientMessages {
    private var queue = FIFO<Entry>()
    private(set) var byteCount = 0

    struct Entry {
        let topic: String
        /// The message as it is sent.
        let bytes: [UInt8]

        /// What it takes, in bytes.
        var size: Int { self.bytes.count + WaitingMessages.entrySize }
    }

    var count: Int { self.queue.count }

    /// Adds a message at the end.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - maxBytes: How many bytes may wait in all.
    /// - Returns: Whether there is room for it.
    mutating func append(_ message: SharedMessage, maxBytes: Int) -> Bool {
        let entry = Entry(topic: message.topic, bytes: message.bytes)
        guard entry.size <= maxBytes - self.byteCount else { return false }
        self.queue.append(entry)
        self.byteCount += entry.size
        return true
    }

    /// Removes the one that has waited longest.
    mutating func popFirst() -> Entry? {
        guard let entry = self.queue.popFirst() else { return nil }
        self.byteCount -= entry.size
        return entry
    }
}
