//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub

@Suite("the id of a message")
struct MessageIDTests {
    @Test("reads as it is written")
    func text() throws {
        for id in [
            MessageID(node: 0, number: 0), MessageID(node: .max, number: .max), MessageID(node: 12345, number: 1),
            MessageID(node: 7, number: 3, position: StreamPosition(1_700_000_000_000, 0)),
            MessageID(node: 7, number: 3, position: StreamPosition(.max, .max)),
        ] {
            #expect(MessageID(id.description) == id)
        }
    }

    @Test(
        "is nothing else, whatever a client hands back",
        arguments: [
            "", "-", "1", "1-", "-1", "1-2-3", "1-2-0-0", "1-2-3-", "1-2--3", "1-2-3-4-5", "1-2-A-4", "1-2-3-04",
            "1--2", "Z-1", "z-01", "+1-1", "1-+1", "zzzzzzzzzzzzzz-1",
            "1-18446744073709551616", "é-1",
        ]
    )
    func wrong(text: String) {
        #expect(MessageID(text) == nil)
    }
}
