//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Hub {
    /// How a hub behaves.
    ///
    /// A value out of range stops the program where it is set.
    public struct Configuration: Sendable {
        /// Which topics keep messages; none by default.
        ///
        /// The first rule that is for a topic counts.
        public var history: [Hub.HistoryRule] = []

        /// The most topics that keep messages at a time; 100,000 by default.
        ///
        /// Of more than these, those that nobody has subscribed to are given up before their time, the oldest first.
        public var maxKeptTopics = 100_000 {
            didSet { precondition(self.maxKeptTopics > 0, "maxKeptTopics must be positive") }
        }

        /// The most bytes that all topics keep together; 256 MiB by default.
        ///
        /// Beyond that the topic that keeps the most bytes, to within a factor of two, drops its oldest message, and so on until the
        /// rest is within the limit. So topics that keep little lose nothing to others that are flooded. Clients that come back behind
        /// what was dropped are told that their catch-up is not complete, as they are of what ``Hub/HistoryRule/maxBytes`` drops.
        ///
        /// What counts is what a topic holds for each message: what subscribers get, its key, and 256 bytes. Where connections have
        /// compression, the compressed message comes on top, once for each size of window that was agreed on.
        public var maxKeptBytes = 256 << 20 {
            didSet { precondition(self.maxKeptBytes > 0, "maxKeptBytes must be positive") }
        }

        /// What becomes of messages for subscribers that are slow, unless a subscription says otherwise; ``Hub/DeliveryPolicy/close`` by
        /// default.
        public var deliveryPolicy: Hub.DeliveryPolicy = .close {
            didSet { precondition(self.deliveryPolicy.isValid, "deliveryPolicy must let at least one message wait") }
        }

        /// The most bytes that wait for one subscription that is slow, as ``maxKeptBytes`` counts them; 4 MiB by default.
        ///
        /// Beyond that happens what its ``Hub/DeliveryPolicy`` says of too many messages. A message that is larger by itself waits alone,
        /// and what a client has missed, which is at most what its topic keeps (``Hub/HistoryRule/maxBytes``), comes on top.
        public var maxWaitingBytes = 4 << 20 {
            didSet { precondition(self.maxWaitingBytes > 0, "maxWaitingBytes must be positive") }
        }

        /// How subscribers get what is published; ``Hub/WireFormat/plain`` by default.
        public var wireFormat = Hub.WireFormat.plain

        /// The most topics and patterns that one socket can subscribe to; 1000 by default.
        public var maxSubscriptionsPerSocket = 1000 {
            didSet { precondition(self.maxSubscriptionsPerSocket > 0, "maxSubscriptionsPerSocket must be positive") }
        }

        /// Is told of members who join a topic or leave it; nobody is by default.
        ///
        /// It is called for one change after the other. Where several nodes are connected each change is told to one of them only, so
        /// that it can be published; while the way between them is interrupted changes wait.
        public var onPresenceChange: (@Sendable (_ change: Hub.PresenceChange, _ hub: Hub) async -> Void)?

        /// How the hub is connected with those of other processes; not at all by default.
        public var backplane = Hub.Backplane.local

        /// How long subscribing, and ``Hub/history(of:last:)``, wait for messages of other nodes to arrive; 5 seconds by default.
        ///
        /// That is until the backplane has attached the topic, and for a client that comes back from another node, until this one
        /// has what the client has seen there. Afterwards they go on with what this node has: see ``Hub/Replay/isComplete``. The
        /// members of a topic come from the backplane, which has a timeout of its own.
        public var backplaneTimeout = Duration.seconds(5) {
            didSet { precondition(self.backplaneTimeout > .zero, "backplaneTimeout must be positive") }
        }

        /// Is told when the way to other nodes is interrupted and established again, and what the server refuses; `nil` by default.
        ///
        /// It must not block.
        public var onBackplaneEvent: (@Sendable (_ event: Hub.BackplaneEvent) -> Void)?

        /// Creates a configuration with the defaults.
        public init() {}
    }
}
