//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Hub {
    /// What a hub has counted since it was made, as ``Hub/metrics`` takes it at one moment.
    public struct Metrics: Hashable, Sendable {
        /// How many topics there are: those that somebody has subscribed to, and those that keep messages.
        public internal(set) var topics = 0

        /// How many subscriptions there are, to topics and patterns.
        public internal(set) var subscriptions = 0

        /// How many subscriptions there have been.
        public internal(set) var subscriptionsTotal: UInt64 = 0

        /// How many messages have been published.
        public internal(set) var publications: UInt64 = 0

        /// How many messages have been sent to subscribers.
        public internal(set) var deliveries: UInt64 = 0

        /// How many messages had to wait for a subscriber that is slow: see ``Hub/DeliveryPolicy``.
        public internal(set) var delayed: UInt64 = 0

        /// How many messages were dropped for later ones, by ``Hub/DeliveryPolicy/dropOldest(keeping:)`` or of too many keys.
        public internal(set) var dropped: UInt64 = 0

        /// How many messages were replaced by later ones, by ``Hub/DeliveryPolicy/latest(keys:)``.
        public internal(set) var replaced: UInt64 = 0

        /// How many subscribers were closed with 1008 because they were too slow.
        public internal(set) var slowClosed: UInt64 = 0

        /// How many bytes of messages all topics keep, as ``Hub/Configuration/maxKeptBytes`` counts them.
        public internal(set) var keptBytes = 0

        /// How many messages topics have dropped before their time because they took too many bytes: those of their topic
        /// (``Hub/HistoryRule/maxBytes``) or of all (``Hub/Configuration/maxKeptBytes``).
        public internal(set) var keptDropped: UInt64 = 0

        /// Whether the way to other nodes is interrupted; never where there are none.
        public internal(set) var isAlone = false

        /// How often it has been interrupted, or could not be established.
        public internal(set) var backplaneLosses: UInt64 = 0

        /// In how many topics and patterns, each time counted anew, messages of other nodes were missed by that, or messages that the
        /// backplane kept were lost.
        public internal(set) var backplaneGaps: UInt64 = 0

        /// How many messages have come from other nodes.
        public internal(set) var received: UInt64 = 0

        /// How many messages other nodes will not get: the backplane was not connected, refused them, or had too many or too large
        /// messages waiting.
        public internal(set) var unsent: UInt64 = 0

        /// How many requests the server of the backplane has refused: see ``Hub/BackplaneEvent/refused(_:_:reason:)``.
        public internal(set) var refused: UInt64 = 0

        mutating func takeHistory(_ kept: KeptBytes) {
            self.keptBytes = kept.total
            self.keptDropped = kept.dropped
        }

        mutating func takeBackplane(_ receiver: BackplaneReceiver) {
            let counts = receiver.counts
            self.isAlone = receiver.isLost
            self.backplaneLosses = counts.losses
            self.backplaneGaps = counts.gaps
            self.received = counts.received
            self.unsent = counts.unsent
            self.refused = counts.refused
        }
    }
}
