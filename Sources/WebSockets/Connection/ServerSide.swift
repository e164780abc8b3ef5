//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What a WebSocket has to do with the server that has accepted it.
struct ServerSide {
    let id: HTTP.ConnectionID
    let counters: LoopCounters
    /// Whose it is counted as, if it is.
    let network: ClientNetwork?

    init(_ context: ConnectionContext, _ counters: LoopCounters) {
        self.id = context.id
        self.counters = counters
        self.network = context.network
    }
}
