//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Containers
import WebSocketHub

/// Messages that are to be kept, until a server says that they are.
struct WaitingMessages {
    private var queue = FIFO<Entry>()
    private(set) var byteCount = 0
    /// How many of them have been sent; they are the first.
    private(set) var sentCount = 0

    struct Entry {
        let message: SharedMessage
        let rule: HistoryRule
        let bytes: [UInt8]

        init(_ message: SharedMessage, _ rule: HistoryRule) {
            self.message = message
            self.rule = rule
            self.bytes = message.bytes
        }
    }

    var count: Int { self.queue.count }

    /// The one that has waited longest.
    var first: Entry? { self.queue.first }

    /// The next to be sent.
    var nextToSend: Entry? { self.sentCount < self.queue.count ? self.queue[self.sentCount] : nil }

    mutating func append(_ entry: Entry) {
        self.queue.append(entry)
        self.byteCount += entry.bytes.count
    }

    /// Notes that the next has been sent.
    mutating func noteSent() { self.sentCount += 1 }

    /// All have to be sent, be it again.
    mutating func rewind() { self.sentCount = 0 }

    /// Removes the one that has waited longest.
    mutating func popFirst() -> Entry? {
        guard let entry = self.queue.popFirst() else { return nil }
        self.byteCount -= entry.bytes.count
        self.sentCount = max(0, self.sentCount - 1)
        return entry
    }
}
