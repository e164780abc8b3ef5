//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// What went wrong, from any thread: how often, and the first few messages.
final class ErrorLog: Sendable {
    private static let kept = 5

    private struct State {
        var count = 0
        var messages: [String] = []
    }

    private let state = Mutex(State())

    /// Adds an error.
    func add(_ message: String) {
        self.state.withLock { state in
            state.count += 1
            // A thousand connections that break for one reason leave room for the next reason.
            if state.messages.count < Self.kept, !state.messages.contains(message) {
                state.messages.append(message)
            }
        }
    }

    /// How many errors there were.
    var count: Int { self.state.withLock(\.count) }

    /// The first different messages, a few.
    var messages: [String] { self.state.withLock(\.messages) }
}
