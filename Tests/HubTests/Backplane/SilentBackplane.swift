//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WebSocketHub

/// A backplane that answers only when a test says so.
final class SilentBackplane: BackplaneConnection {
    private let state = Mutex(State())

    private struct State {
        weak var listener: (any BackplaneListener)?
        var attached: [Hub.TopicFilter] = []
        var detachedCount = 0
    }

    /// What the hub has asked for, in order.
    var attached: [Hub.TopicFilter] { self.state.withLock { $0.attached } }

    var detachedCount: Int { self.state.withLock { $0.detachedCount } }

    /// Tells the hub that a topic or a pattern is attached.
    func confirm(_ filter: Hub.TopicFilter, _ snapshot: StreamSnapshot? = nil) {
        self.state.withLock { $0.listener }?.attached(filter, snapshot)
    }

    /// Tells the hub of a message of another node.
    func deliver(_ message: SharedMessage, at position: StreamPosition) {
        self.state.withLock { $0.listener }?.received(message, at: position)
    }

    var isShared: Bool { true }

    func begin(_ hub: any BackplaneListener, as node: UInt64) { self.state.withLock { $0.listener = hub } }

    func publish(_ message: SharedMessage, keeping rule: Hub.HistoryRule?) {}

    func attach(_ filter: Hub.TopicFilter, keeping rule: Hub.HistoryRule?) {
        self.state.withLock { $0.attached.append(filter) }
    }

    func detach(_ filter: Hub.TopicFilter) { self.state.withLock { $0.detachedCount += 1 } }

    func enter(_ member: Hub.Member, _ topic: String) {}

    func leave(_ member: Hub.Member, _ topic: String) {}

    func members(of topic: String) async -> [Hub.Member]? { nil }

    func shutdown() async {}
}
