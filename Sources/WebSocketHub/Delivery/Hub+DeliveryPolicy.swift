//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Hub {
    /// What becomes of a subscription's messages while its peer does not take what it is sent.
    ///
    /// That is so while more than `WebSocket.Configuration.highWaterMark` bytes wait on its connection, or a message is
    /// being sent piece by piece. Whatever the policy, no other subscriber waits for it. What waits has a limit in bytes, too:
    /// ``Hub/Configuration/maxWaitingBytes``.
    @nonexhaustive
    public enum DeliveryPolicy: Hashable, Sendable {
        /// They are sent all the same, until more than `WebSocket.Configuration.maxPendingOutput` bytes wait: then the
        /// connection is closed with 1008.
        case close

        /// They wait in order, and leave as soon as there is room. If more wait than that, the connection is closed with 1008.
        case wait(upTo: Int)

        /// They wait in order; of more than that the oldest are dropped.
        case dropOldest(keeping: Int)

        /// Of those with the same key the latest waits, where the first of them would have been: what matters of prices or
        /// positions. Of more keys than that the oldest are dropped.
        ///
        /// Messages without a key have the topic for one.
        case latest(keys: Int)

        /// Whether at least one message can wait.
        var isValid: Bool {
            switch self {
            case .close: true
            case .wait(let limit), .dropOldest(let limit), .latest(let limit): limit > 0
            }
        }
    }
}
