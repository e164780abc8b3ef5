//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// Something that a server has refused to send, until it does.
struct Refusal {
    /// How often it has been refused in a row.
    var failures = 0
    /// When to ask again; `nil` while the server has not answered.
    var retryTime: UInt64?

    /// What was refused.
    enum Item: Hashable {
        /// The messages of a topic.
        case topic(ExactString)
        /// Those of all channels that one of Redis's patterns matches.
        case glob(ExactString)
    }

    /// How often a topic may be refused by a server that it has just left or not yet reached before the hub is told.
    static let maxMoves = 3
}
