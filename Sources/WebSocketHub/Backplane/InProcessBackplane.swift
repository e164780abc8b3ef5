//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A backplane that connects to nobody: the hub is alone.
public struct InProcessBackplane: Backplane {
    /// Creates a backplane.
    public init() {}

    /// Always `false`.
    public var isShared: Bool { false }

    /// Does nothing.
    public func begin(_ hub: any BackplaneListener, as node: UInt64) {}

    /// Does nothing.
    public func publish(_ message: SharedMessage, keeping rule: Hub.HistoryRule?) {}

    /// Does nothing.
    public func attach(_ filter: Hub.TopicFilter, keeping rule: Hub.HistoryRule?) {}

    /// Does nothing.
    public func detach(_ filter: Hub.TopicFilter) {}

    /// Does nothing.
    public func enter(_ member: Hub.Member, _ topic: String) {}

    /// Does nothing.
    public func leave(_ member: Hub.Member, _ topic: String) {}

    /// Returns `nil`.
    public func members(of topic: String) async -> [Hub.Member]? { nil }

    /// Does nothing.
    public func shutdown() async {}
}
