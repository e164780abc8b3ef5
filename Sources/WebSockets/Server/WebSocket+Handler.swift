//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension WebSocket {
    /// What is done with a WebSocket: it runs on the connection's loop, isolated to it.
    public typealias Handler = @Sendable (_ socket: isolated WebSocket) async throws -> Void
}
