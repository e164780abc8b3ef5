//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSockets

@Suite("Messages")
struct MessageTests {
    @Test("Messages are equal if they are of one kind and have the same bytes")
    func equality() {
        let messages: [WebSocket.Message] = [
            .text("caf\u{E9}"), .text("cafe\u{301}"), .text("K"), .text("\u{212A}"), .text(""), .binary([]),
            .binary([0x4B]),
        ]
        #expect(Set(messages).count == messages.count)
        for (index, message) in messages.enumerated() {
            #expect(messages.firstIndex(of: message) == index)
        }
    }
}
