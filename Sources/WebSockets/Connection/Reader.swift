//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The task that waits for messages.
struct Reader {
    /// What it waits for.
    enum Wish {
        /// The next message; `nil` if the messages have ended.
        case message(Resumption<Message?>)
        /// Every message, given to a closure in place, and then the end.
        case everyMessage(MessageBody, Resumption<Void>)
    }

    /// What is called with each message.
    typealias MessageBody = (borrowing MessageView, isolated WebSocket) throws -> Void

    let id: UInt64
    let wish: Wish
    /// The loop's time at which it gives up.
    let deadline: UInt64?

    /// Ends the wait.
    func fail(_ error: any Error) {
        switch self.wish {
        case .message(let resumption): resumption.resume(throwing: error)
        case .everyMessage(_, let resumption): resumption.resume(throwing: error)
        }
    }
}
