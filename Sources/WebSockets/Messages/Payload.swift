//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension String {
    /// Creates a string from bytes that the protocol core has checked to be UTF-8.
    init(checked bytes: Span<UInt8>) {
        // The core hands out text only after its validator has accepted it; checking again would double the cost.
        self = String(copying: unsafe UTF8Span(unchecked: bytes))
    }
}
