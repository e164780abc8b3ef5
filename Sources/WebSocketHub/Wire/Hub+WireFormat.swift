//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Hub {
    /// How subscribers get what is published.
    public enum WireFormat: Hashable, Sendable {
        /// As it was published.
        case plain

        /// Each message as a text message of JSON, which says of which topic it is, and where messages are kept, which one it is:
        /// an ``Hub/Envelope``.
        case envelopes
    }
}
