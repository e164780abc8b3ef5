//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What a hub tells of its way to others; see ``HubConfiguration/onBackplaneEvent``.
@nonexhaustive
public enum BackplaneEvent: Hashable, Sendable {
    /// It has been interrupted, or could not be established, and the hub goes on alone.
    case lost(reason: String)

    /// It has been established, or is so again.
    ///
    /// In so many topics and patterns something of what others have published meanwhile is missing, which keep no messages, or
    /// not enough.
    case restored(gaps: Int)
}
