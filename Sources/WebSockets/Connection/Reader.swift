//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The task that waits for messages.
struct Reader: Sendable {
    /// What it waits for.
    enum Wish: Sendable {
        /// The next message; `nil` if the messages have ended.
        case message(Resumption<WebSocket.Message?>)
        /// The next piece of a message.
        case piece(Resumption<Void>)
        /// The end, while the fast lane takes every message in place.
        case end(Resumption<Void>)
    }

    /// The ``id`` of the handler's task; others count from 1.
    static let handlerID: UInt32 = 0

    let wish: Wish
    let id: UInt32
    /// The loop's time at which it gives up.
    let deadline: UInt64

    init(_ wish: Wish, id: UInt32, deadline: UInt64 = .max) {
        self.wish = wish
        self.id = id
        self.deadline = deadline
    }

    /// Ends the wait, as the messages have ended.
    func end(_ end: Ending.Outcome) {
        switch (end, self.wish) {
        case (.failed(let error), _): self.fail(error)
        case (.closed, .message(let resumption)): resumption.resume(returning: nil)
        case (.closed, .piece(let resumption)), (.closed, .end(let resumption)): resumption.resume(returning: ())
        }
    }

    /// Ends the wait.
    func fail(_ error: any Error) {
        switch self.wish {
        case .message(let resumption): resumption.resume(throwing: error)
        case .piece(let resumption), .end(let resumption): resumption.resume(throwing: error)
        }
    }
}
