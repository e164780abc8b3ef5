//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// Tells of changes one after the other, in the order in which they have come about, whichever threads they come from.
///
/// Whoever is told may come back with further changes: no lock is held meanwhile.
final class PresenceNotifier: Sendable {
    private let handler: (@Sendable (Hub.PresenceChange, Hub) async -> Void)?
    private let state = Mutex(State())

    private struct State {
        /// Whose changes they are.
        weak var hub: Hub?
        var changes: [Hub.PresenceChange] = []
        /// Whether somebody tells.
        var isTelling = false
    }

    init(_ handler: (@Sendable (Hub.PresenceChange, Hub) async -> Void)?) {
        self.handler = handler
    }

    /// Begins to tell of what happens in a hub.
    func begin(_ hub: Hub) {
        self.state.withLock { $0.hub = hub }
    }

    /// Notes a change, and tells of it soon.
    func append(_ change: Hub.PresenceChange) {
        guard let handler else { return }
        let mustBegin = self.state.withLock { state in
            state.changes.append(change)
            defer { state.isTelling = true }
            return !state.isTelling
        }
        guard mustBegin else { return }
        Task {
            while let (changes, hub) = self.next() {
                for change in changes {
                    await handler(change, hub)
                }
            }
        }
    }

    private func next() -> ([Hub.PresenceChange], Hub)? {
        self.state.withLock { state in
            guard let hub = state.hub, !state.changes.isEmpty else {
                state.isTelling = false
                return nil
            }
            defer { state.changes = [] }
            return (state.changes, hub)
        }
    }
}
