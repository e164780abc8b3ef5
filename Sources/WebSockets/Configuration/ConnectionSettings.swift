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

    init(_ values: WebSocket.Configuration) {
        precondition(values.maxMessageSize > 0, "maxMessageSize must be positive")
        precondition(values.maxFragments > 0, "maxFragments must be positive")
        precondition(values.maxPendingInput > 0, "maxPendingInput must be positive")
        precondition(values.highWaterMark > 0, "highWaterMark must be positive")
        precondition(values.maxPendingOutput >= values.highWaterMark, "maxPendingOutput must be at least highWaterMark")
        precondition(values.pingInterval.map { $0 > .zero } ?? true, "pingInterval must be positive, or nil")
        precondition(values.pongTimeout > .zero, "pongTimeout must be positive")
        precondition(values.closeTimeout > .zero, "closeTimeout must be positive")
        precondition(values.maxLifetime.map { $0 > .zero } ?? true, "maxLifetime must be positive, or nil")
        precondition(values.maxFrameSize.map { $0 >= 125 } ?? true, "maxFrameSize must be at least 125, or nil")
        self.values = values
        self.maxFrameSize = values.maxFrameSize ?? .max
        self.pingInterval = values.pingInterval.map(\.wholeMilliseconds)
        self.pongTimeout = values.pongTimeout.wholeMilliseconds
        self.closeTimeout = values.closeTimeout.wholeMilliseconds
        self.maxLifetime = values.maxLifetime.map(\.wholeMilliseconds)
    }
}
