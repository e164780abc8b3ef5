//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What a node is called in Redis: 16 digits.
struct NodeName: Sendable {
    let id: UInt64
    let text: String

    init(_ id: UInt64) {
        self.id = id
        let digits = String(id, radix: 16)
        self.text = String(repeating: "0", count: 16 - digits.count) + digits
    }
}
