//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// How a hub behaves.
public struct HubConfiguration: Sendable {
    /// Which topics keep messages; none by default.
    ///
    /// The first rule that is for a topic counts.
    public var history: [HistoryRule] = []

    /// The most topics that keep messages at a time; 100,000 by default.
    ///
    /// Of more than these, those that nobody has subscribed to are given up before their time, the oldest first.
    public var maxKeptTopics = 100_000

    /// What becomes of messages for subscribers that are slow, unless a subscription says otherwise; ``DeliveryPolicy/close`` by
    /// default.
    public var deliveryPolicy: DeliveryPolicy = .close

    /// How subscribers get what is published; ``WireFormat/plain`` by default.
    public var wireFormat = WireFormat.plain

    /// The most topics and patterns that one socket can subscribe to; 1000 by default.
    public var maxSubscriptionsPerSocket = 1000

    /// Is told of members who join a topic or leave it; nobody is by default.
    ///
    /// It is called for one change after the other. Where several nodes are connected each change is told to one of them only, so
    /// that it can be published; while the way between them is interrupted changes wait.
    public var onPresenceChange: (@Sendable (_ change: PresenceChange, _ hub: Hub) async -> Void)?

    /// What connects the hub with those of other processes; nothing by default.
    public var backplane: any Backplane = InProcessBackplane()

    /// Is told when the way to other nodes is interrupted and established again; nobody is by default.
    ///
    /// It must not block.
    public var onBackplaneEvent: (@Sendable (_ event: BackplaneEvent) -> Void)?

    /// Creates a configuration with the defaults.
    public init() {}
}
