//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Hub {
    /// Which of a topic's messages a subscription begins with.
    @nonexhaustive
    public enum StartingPoint: Hashable, Sendable {
        /// With what is published from now on.
        case now

        /// With what has come after a message that the client has seen.
        case after(Hub.MessageID)

        /// With the last messages, at most as many.
        case last(Int)
    }
}
