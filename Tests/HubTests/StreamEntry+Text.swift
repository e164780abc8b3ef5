//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketHub
import WebSockets

extension StreamEntry {
    /// A text of a node, at a place of an epoch.
    static func text(
        _ text: String,
        in topic: String = "a",
        _ node: UInt64,
        _ number: UInt64,
        at place: UInt64,
        _ epoch: UInt32 = 0
    ) -> StreamEntry {
        let message = SharedMessage(
            topic: topic,
            node: node,
            number: number,
            message: .text(text),
            mayCompress: true,
            key: nil
        )
        return StreamEntry(message, at: StreamPosition(place, 0, epoch: epoch))
    }
}
