//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// Tells of changes one after the other, in the order in which they have come about, whichever threads they come from.
///
/// Whoever is told may come back with further changes: no lock is held meanwhile.
final class PresenceReports: Sendable {
    private let handler: (@Sendable (PresenceChange, Hub) -> Void)?
    private let state = Mutex(State())

    private struct State {
        /// Whose changes they are.
        weak var hub: Hub?
        var changes: [PresenceChange] = []
        /// Whether somebody tells.
        var isTelling = false
    }

    init(_ handler: (@Sendable (PresenceChange, Hub) -> Void)?) {
        self.handler = handler
    }

    /// Begins to tell of what happens in a hub.
    func begin(_ hub: Hub) {
        self.state.withLock { $0.hub = hub }
    }

    /// Notes a change, which ``tell()`` tells of.
    func append(_ change: PresenceChange) {
        guard self.handler != nil else { return }
        self.state.withLock { $0.changes.append(change) }
    }

    /// Tells of what has been noted, unless somebody else does.
    func tell() {
        guard let handler, let hub = self.state.withLock({ $0.hub }) else { return }
        var isTelling = false
        while let changes = self.nextChanges(isTelling: isTelling) {
            isTelling = true
            for change in changes {
                handler(change, hub)
            }
        }
    }

    private func nextChanges(isTelling: Bool) -> [PresenceChange]? {
        self.state.withLock { state in
            guard isTelling || !state.isTelling else { return nil }
            state.isTelling = !state.changes.isEmpty
            guard state.isTelling else { return nil }
            defer { state.changes = [] }
            return state.changes
        }
    }
}
