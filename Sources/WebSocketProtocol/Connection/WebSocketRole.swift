//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Which end of the connection an endpoint is.
///
/// The roles differ in who masks (RFC 6455 §5.1) and in who closes the transport first (RFC 6455 §7.1.1).
public enum WebSocketRole: Hashable, Sendable, CaseIterable {
    /// The end that asked for the connection, and masks what it sends.
    case client
    /// The end that accepted it.
    case server
}
