//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

/// The header fields of a request that was parsed elsewhere.
struct RequestFields: HeaderFields {
    let lines: [(name: String, value: String)]

    func values(of name: String) -> [String] {
        // Names here have the spelling that is asked for.
        lines.filter { $0.name == name }.map(\.value)
    }
}
