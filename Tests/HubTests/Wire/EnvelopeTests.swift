//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSBase
import WebSocketHub
import WebSockets

@Suite("an envelope")
struct EnvelopeTests {
    @Test(
        "is what it was, whatever is in it",
        arguments: [
            WebSocket.Message.text(""), .text("Grüße \"\\ \u{0}\n\u{2028} 👋"), .binary([]), .binary([0, 255, 7]),
        ]
    )
    func roundTrip(message: WebSocket.Message) throws {
        for id in [nil, Hub.MessageID(node: 77, number: 3)] {
            let wire = try EnvelopeText(message, topic: ExactString("a/\"b\"")).message(id)
            let envelope = try wire.decodeJSON(as: Hub.Envelope.self)
            #expect(envelope.message == message)
            #expect(envelope.topic == "a/\"b\"")
            #expect(envelope.id == id?.description)
            #expect(envelope == Hub.Envelope(message, topic: "a/\"b\"", id: id))
        }
    }
    @Test("is the same with another id")
    func replacingID() throws {
        for message in [WebSocket.Message.text("\"id\":\"x\" \u{301}"), .binary([0, 255])] {
            let text = try EnvelopeText(message, topic: ExactString("a/\"b\""))
            let other = Hub.MessageID(node: 9, number: 1, position: StreamPosition(1 << 40, 2))
            let envelope = text.message(Hub.MessageID(node: 77, number: 3))
            #expect(EnvelopeText.replacingID(of: envelope, with: other) == text.message(other))
            #expect(EnvelopeText.replacingID(of: text.message(nil), with: other) == text.message(nil))
        }
    }
}
