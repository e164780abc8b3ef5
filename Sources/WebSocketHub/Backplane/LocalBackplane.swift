//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The backplane of a hub that is alone: it connects to no other.
package struct LocalBackplane: BackplaneConnection {
    /// Creates a backplane.
    package init() {}

    /// Always `false`.
    package var isShared: Bool { false }

    /// Does nothing.
    package func begin(_ hub: any BackplaneListener, as node: UInt64) {}

    /// Does nothing.
    package func publish(_ message: SharedMessage, keeping rule: Hub.HistoryRule?) {}

    /// Does nothing.
    package func attach(_ filter: Hub.TopicFilter, keeping rule: Hub.HistoryRule?) {}

    /// Does nothing.
    package func detach(_ filter: Hub.TopicFilter) {}

    /// Does nothing.
    package func enter(_ member: Hub.Member, _ topic: String) {}

    /// Does nothing.
    package func leave(_ member: Hub.Member, _ topic: String) {}

    /// Returns `nil`.
    package func members(of topic: String) async -> [Hub.Member]? { nil }

    /// Does nothing.
    package func shutdown() async {}
}
