//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A configuration as a connection uses it: checked, and shared by all connections that were given it.
final class ConnectionSettings: Sendable {
    let values: WebSocket.Configuration
    let pingInterval: UInt64?
    let pongTimeout: UInt64
    let closeTimeout: UInt64
    let maxLifetime: UInt64?
    let maxFrameSize: Int

    /// Those of connections for which nothing else is configured.
    static let `default` = ConnectionSettings(WebSocket.Configuration())

    init(_ values: WebSocket.Configuration) {
        precondition(values.maxPendingOutput >= values.highWaterMark, "maxPendingOutput must be at least highWaterMark")
        self.values = values
        self.maxFrameSize = values.maxFrameSize ?? .max
        self.pingInterval = values.pingInterval.map(\.wholeMilliseconds)
        self.pongTimeout = values.pongTimeout.wholeMilliseconds
        self.closeTimeout = values.closeTimeout.wholeMilliseconds
        self.maxLifetime = values.maxLifetime.map(\.wholeMilliseconds)
    }
}
