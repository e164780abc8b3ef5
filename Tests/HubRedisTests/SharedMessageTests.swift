//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub
import WebSocketHubRedis
import WebSockets

@Suite("a message between nodes")
struct SharedMessageTests {
    private static let messages = [
        SharedMessage(topic: "a", node: 1, number: 0, message: .text(""), mayCompress: false, key: nil),
        SharedMessage(topic: "a", node: .max, number: .max, message: .text("Grüße"), mayCompress: true, key: "é"),
        SharedMessage(topic: "a", node: 7, number: 5, message: .binary([0, 255]), mayCompress: true, key: ""),
    ]

    @Test("is read as it was written", arguments: messages)
    func roundTrip(message: SharedMessage) {
        #expect(SharedMessage(message.bytes[...], topic: "a") == message)
        #expect(message.bytes.count == message.encodedSize)
    }

    @Test("cannot be read if its head is cut", arguments: messages)
    func cut(message: SharedMessage) {
        for count in 0..<18 {
            #expect(SharedMessage(message.bytes.prefix(count), topic: "a") == nil)
        }
    }

    @Test("cannot be read if it is of another version, its key is longer than all of it, or its text is no UTF-8")
    func wrong() {
        var version = Self.messages[0].bytes
        version[0] = 2
        var key = Self.messages[2].bytes
        key.replaceSubrange(18..<22, with: [255, 255, 255, 255])
        let text = Self.messages[0].bytes + [0xFF]
        for bytes in [version, key, text] {
            #expect(SharedMessage(bytes[...], topic: "a") == nil)
        }
    }
}
