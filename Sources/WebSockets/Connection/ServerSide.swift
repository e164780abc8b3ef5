//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What a WebSocket has to do with the server that has accepted it.
struct ServerSide {
    let id: ConnectionID
    let ledger: LoopLedger
    /// Whose it is counted as, if it is.
    let network: ClientNetwork?

    init(_ arrival: Arrival, _ ledger: LoopLedger) {
        self.id = arrival.id
        self.ledger = ledger
        self.network = arrival.network
    }
}
