//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WSBase
import WebSocketHub
import WebSockets

/// A backplane that tells a hub what a test says.
final class ScriptedBackplane: BackplaneConnection {
    private let state = Mutex(State())

    private struct State {
        weak var listener: (any BackplaneListener)?
        var snapshot: StreamSnapshot?
        var detachedCount = 0
    }

    /// The topic that the tests use.
    static let topic = "kept/a"

    var isShared: Bool { true }

    /// How many topics and patterns the hub has detached.
    var detachedCount: Int { self.state.withLock { $0.detachedCount } }

    private var listener: (any BackplaneListener)? { self.state.withLock { $0.listener } }

    // MARK: What a test says

    /// A message of another node in the stream.
    static func entry(_ text: String, _ node: UInt64, _ number: UInt64, at place: UInt64) -> StreamEntry {
        .text(text, in: Self.topic, node, number, at: place)
    }

    /// Attaches from now on each topic, with what the stream keeps of it; none if that is `nil`.
    func setStream(_ entries: [StreamEntry]?, through place: UInt64 = 1) {
        let snapshot = entries.map { StreamSnapshot($0, since: .beginning, through: StreamPosition(place, 0)) }
        self.state.withLock { $0.snapshot = snapshot }
    }

    /// Loses the way to other nodes.
    func lose() { self.listener?.lost("a test says so") }

    /// Establishes it again.
    func restore() {
        self.listener?.attached(
            Hub.TopicFilter(knownTopic: ExactString(Self.topic)),
            self.state.withLock { $0.snapshot }
        )
        self.listener?.restored()
    }

    /// Lets a message arrive.
    func receive(_ entry: StreamEntry) { self.listener?.received(entry.message, at: entry.position) }

    // MARK: Backplane

    func begin(_ hub: any BackplaneListener, as node: UInt64) { self.state.withLock { $0.listener = hub } }

    func attach(_ filter: Hub.TopicFilter, keeping rule: Hub.HistoryRule?) {
        guard let snapshot = self.state.withLock({ $0.snapshot }) else { return }
        // The topic is locked.
        Task { self.listener?.attached(filter, snapshot) }
    }

    func detach(_ filter: Hub.TopicFilter) { self.state.withLock { $0.detachedCount += 1 } }

    func publish(_ message: SharedMessage, keeping rule: Hub.HistoryRule?) {}

    func enter(_ member: Hub.Member, _ topic: String) {}

    func leave(_ member: Hub.Member, _ topic: String) {}

    func members(of topic: String) async -> [Hub.Member]? { nil }

    func shutdown() async {}
}
