//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

/// A compressed message of which a part has been inflated, when others on the loop were to get their turn.
final class UnfinishedMessage {
    let kind: MessageKind
    /// The payloads of its frames, joined.
    let payload: [UInt8]
    private var inflation: Inflation?

    init(_ kind: MessageKind, _ payload: [UInt8], _ inflation: consuming Inflation) {
        self.kind = kind
        self.payload = payload
        self.inflation = consume inflation
    }

    /// What it takes, in bytes.
    var size: Int { self.payload.count + (self.inflation?.output.count ?? 0) }

    /// Takes what there is of it, to go on.
    func takeInflation() -> Inflation? { self.inflation.take() }

    func put(_ inflation: consuming Inflation) {
        self.inflation = consume inflation
    }
}
