//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// The messages that wait for the application.
///
/// Apart from the connection, as most applications keep up; once made it is kept.
final class Inbox {
    /// Unchecked, as the hot properties of ``WebSocket``: what is called while it is changed cannot come back here.
    @safe @exclusivity(unchecked)
    private var messages = FIFO<WaitingMessage>()

    /// What those that wait take, in bytes: 0 if there are none, and never otherwise.
    private(set) var size = 0

    /// The message that is received piece by piece, which comes before those that wait.
    var incoming: IncomingMessage?

    func append(_ message: WaitingMessage) {
        self.messages.append(message)
        self.size += message.size
    }

    /// Lets a message wait before all others that has been taken.
    func putBack(_ message: WaitingMessage) {
        self.messages.prepend(message)
        self.size += message.size
    }

    /// What waits of both, in bytes.
    var pendingSize: Int { self.size + (self.incoming?.pendingSize ?? 0) }

    /// Whether neither has anything.
    var isEmpty: Bool { self.size == 0 && self.incoming == nil }

    func popFirst() -> WaitingMessage? {
        guard let message = self.messages.popFirst() else { return nil }
        self.size -= message.size
        return message
    }
}
