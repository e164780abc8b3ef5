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
            Hub.MessageID(node: 0, number: 0), Hub.MessageID(node: .max, number: .max),
            Hub.MessageID(node: 12345, number: 1),
            Hub.MessageID(node: 7, number: 3, position: StreamPosition(1_700_000_000_000, 0)),
            Hub.MessageID(node: 7, number: 3, position: StreamPosition(.max, .max)),
            Hub.MessageID(node: 7, number: 3, position: StreamPosition(9, 0, epoch: 1)),
            Hub.MessageID(node: 7, number: 3, position: StreamPosition(0, 0, epoch: .max)),
        ] {
            #expect(Hub.MessageID(id.description) == id)
        }
    }

    @Test("has an epoch at its end, if there is one")
    func epoch() {
        let position = StreamPosition(1_700_000_000_000, 2, epoch: 35)
        #expect(Hub.MessageID(node: 36, number: 3, position: position).description == "10-3-loyw3v28-2-z")
        #expect(Hub.MessageID("10-3-loyw3v28-2")?.position.epoch == 0)
    }

    @Test(
        "is nothing else, whatever a client hands back",
        arguments: [
            "", "-", "1", "1-", "-1", "1-2-3", "1-2-0-0", "1-2-3-", "1-2--3", "1-2-3-4-5-6", "1-2-3-4-", "1-2-3-4-0",
            "1-2-3-4-05",
            "1-2-3-4-A", "1-2-3-4-1z141z4", "1-2-A-4", "1-2-3-04",
            "1--2", "Z-1", "z-01", "+1-1", "1-+1", "zzzzzzzzzzzzzz-1",
            "1-18446744073709551616", "é-1",
        ]
    )
    func wrong(text: String) {
        #expect(Hub.MessageID(text) == nil)
    }
}
