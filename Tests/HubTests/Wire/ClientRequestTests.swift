//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub
import WebSockets

@Suite("a client's request")
struct ClientRequestTests {
    @Test(
        "reads as it is written",
        arguments: [
            Hub.ClientRequest.subscribe("a", .now), .subscribe("a", .last(20)), .match("a/#"),
            .subscribe("a", .after(Hub.MessageID(node: 5, number: 7))), .unsubscribe("a"),
            .publish("a", .text("Hello")),
            .publish("a", .binary([1, 2])),
        ]
    )
    func roundTrip(request: Hub.ClientRequest) throws {
        #expect(try WebSocket.Message(json: request).decodeJSON(as: Hub.ClientRequest.self) == request)
    }

    @Test("after a message that nobody knows, all is to be told and some is missing")
    func unknownID() throws {
        let request = try WebSocket.Message.text(#"{"subscribe":"a","after":"what?"}"#).decodeJSON(
            as: Hub.ClientRequest.self
        )
        guard case .subscribe("a", .after) = request else {
            Issue.record("it is another request: \(request)")
            return
        }
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "1", "[]", "{}", #"{"subscribe":1}"#, #"{"subscribe":"a","unsubscribe":"a"}"#,
            #"{"subscribe":"a","match":"a"}"#, #"{"publish":"a"}"#,
            #"{"publish":"a","text":"b","bytes":"AA=="}"#, #"{"publish":"a","bytes":"!"}"#,
            #"{"subscribe":"a","after":"1-1","last":1}"#, #"{"subscribe":"a","last":1e99}"#, #"{"subscribe":"a""#,
        ]
    )
    func wrong(json: String) {
        #expect(throws: (any Error).self) { try WebSocket.Message.text(json).decodeJSON(as: Hub.ClientRequest.self) }
    }
}
