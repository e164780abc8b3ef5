//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketProtocol

@Suite struct OpeningRequestAcceptTests {
    private let request: OpeningRequest

    init() throws {
        request = try OpeningRequest(
            method: "GET",
            majorVersion: 1,
            minorVersion: 1,
            fields: OpeningRequestTests.example.adding("Sec-WebSocket-Extensions", "foo; a=1, foo, bar")
        )
    }

    @Test("The RFC's request has the RFC's answer")
    func example() throws {
        #expect(
            try request.acceptFields(subprotocol: "chat") == [
                HandshakeField("Upgrade", "websocket"),
                HandshakeField("Connection", "Upgrade"),
                HandshakeField("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
                HandshakeField("Sec-WebSocket-Protocol", "chat"),
            ]
        )
    }

    @Test("What was not chosen is not mentioned")
    func nothingChosen() throws {
        #expect(try request.acceptFields().map(\.name) == ["Upgrade", "Connection", "Sec-WebSocket-Accept"])
    }

    @Test("Extensions are accepted with parameters of the server's own")
    func extensions() throws {
        let accepted = [ExtensionOffer("bar", [.init("x")]), ExtensionOffer("foo", [.init("a", "2")])]
        let fields = FieldLines(try request.acceptFields(extensions: accepted))
        #expect(fields.values(of: "Sec-WebSocket-Extensions") == ["bar; x, foo; a=2"])
    }

    @Test(
        "A subprotocol that was not offered cannot be chosen",
        arguments: ["", "Chat", "cha", "chat, superchat", "a\r\n"]
    )
    func subprotocols(name: String) {
        #expect(throws: HandshakeArgumentError.self) { try request.acceptFields(subprotocol: name) }
    }

    @Test(
        "Extensions that were not offered, come twice or cannot be written are not accepted",
        arguments: [
            [ExtensionOffer("baz")], [ExtensionOffer("foo"), ExtensionOffer("foo")], [ExtensionOffer("FOO")],
            [ExtensionOffer("foo", [.init("a b")])], [ExtensionOffer("foo", [.init("a", "b\r\nc: d")])],
        ]
    )
    func wrongExtensions(extensions: [ExtensionOffer]) {
        #expect(throws: HandshakeArgumentError.self) { try request.acceptFields(extensions: extensions) }
    }

    @Test(
        "The whole head says what the fields do",
        arguments: [nil, "chat", "superchat"],
        [[], [ExtensionOffer("bar", [.init("x")]), ExtensionOffer("foo", [.init("a", "2")])]]
    )
    func head(subprotocol: String?, extensions: [ExtensionOffer]) throws {
        let fields = try request.acceptFields(subprotocol: subprotocol, extensions: extensions)
        let lines = ["HTTP/1.1 101 Switching Protocols"] + fields.map { "\($0.name): \($0.value)" } + ["", ""]
        let head = try request.acceptHead(subprotocol: subprotocol, extensions: extensions)
        #expect(String(decoding: head, as: UTF8.self) == lines.joined(separator: "\r\n"))
    }

    @Test("The whole head has nothing that was not offered", arguments: ["", "Chat", "chat\r\nX: y"])
    func headNotOffered(name: String) {
        #expect(throws: HandshakeArgumentError.self) { try request.acceptHead(subprotocol: name) }
        #expect(throws: HandshakeArgumentError.self) { try request.acceptHead(extensions: [ExtensionOffer(name)]) }
    }
}
