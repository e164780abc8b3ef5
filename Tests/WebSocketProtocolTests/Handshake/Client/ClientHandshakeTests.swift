//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketProtocol

@Suite struct ClientHandshakeTests {
    private static let nonce: [16 of UInt8] = [
        0x74, 0x68, 0x65, 0x20, 0x73, 0x61, 0x6D, 0x70, 0x6C, 0x65, 0x20, 0x6E, 0x6F, 0x6E, 0x63, 0x65,
    ]

    private static let answer = FieldLines([
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
    ])

    private let plain: ClientHandshake
    private let offering: ClientHandshake

    init() throws {
        plain = try ClientHandshake(nonce: Self.nonce)
        offering = try ClientHandshake(
            nonce: Self.nonce,
            subprotocols: ["chat", "superchat"],
            extensions: [ExtensionOffer("foo", [.init("a", "1")]), ExtensionOffer("foo"), ExtensionOffer("bar")]
        )
    }

    @Test("The request's fields are those of the RFC's example")
    func fields() {
        #expect(
            plain.fields == [
                HandshakeField("Upgrade", "websocket"),
                HandshakeField("Connection", "Upgrade"),
                HandshakeField("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                HandshakeField("Sec-WebSocket-Version", "13"),
            ]
        )
        #expect(
            offering.fields == plain.fields + [
                HandshakeField("Sec-WebSocket-Protocol", "chat, superchat"),
                HandshakeField("Sec-WebSocket-Extensions", "foo; a=1, foo, bar"),
            ]
        )
    }

    @Test("What cannot be offered is refused")
    func arguments() {
        for subprotocols in [["a b"], [""], ["a", "a"], ["a,b"], ["a\r\nb"], ["é"]] {
            #expect(throws: HandshakeArgumentError.self) {
                try ClientHandshake(nonce: Self.nonce, subprotocols: subprotocols)
            }
        }
        #expect(throws: HandshakeArgumentError.self) {
            try ClientHandshake(nonce: Self.nonce, extensions: [ExtensionOffer("a;b")])
        }
    }

    @Test("An answer in odd case, with a list in Connection, is accepted")
    func accepted() throws {
        let nothing = try plain.validate(status: 101, fields: Self.answer)
        #expect(nothing.subprotocol == nil && nothing.extensions.isEmpty)
        let odd = FieldLines([
            ("uPGRADE", "WebSocket"),
            ("CONNECTION", "keep-alive"),
            ("connection", "x, UPGRADE"),
            ("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
            ("sec-websocket-protocol", "superchat"),
            ("sec-websocket-extensions", "bar; x=\"y\", foo"),
        ])
        let all = try offering.validate(status: 101, fields: odd)
        #expect(all.subprotocol == "superchat")
        #expect(all.extensions == [ExtensionOffer("bar", [.init("x", "y")]), ExtensionOffer("foo")])
    }

    /// An answer with a line of every field that is read.
    private static let everyField = Self.answer.adding("Sec-WebSocket-Protocol", "chat")
        .adding("Sec-WebSocket-Extensions", "foo; a=1")

    @Test("Spaces and tabs around a value are ignored", arguments: Self.everyField.lines.map(\.name))
    func surroundingSpaces(name: String) throws {
        let value = Self.everyField.values(of: name)[0]
        for around in [(" ", ""), ("", " "), ("\t", ""), ("", "\t"), (" \t ", "\t \t")] {
            let fields = Self.everyField.replacing(name, with: [around.0 + value + around.1])
            let accepted = try offering.validate(status: 101, fields: fields)
            #expect(accepted.subprotocol == "chat")
            #expect(accepted.extensions == [ExtensionOffer("foo", [.init("a", "1")])])
        }
    }

    @Test(
        "Only spaces and tabs are ignored around a value",
        arguments: Self.everyField.lines.map(\.name),
        ["\u{A0}", "\u{85}", "\r", "\n", "\r\n", "\u{B}", "\u{C}", "\u{0}", "\u{3000}"]
    )
    func otherSpaces(name: String, space: String) {
        let value = Self.everyField.values(of: name)[0]
        for spaced in [space + value, value + space, " " + space + value, value + space + " "] {
            let fields = Self.everyField.replacing(name, with: [spaced])
            #expect(throws: OpeningResponseViolation.self) { try offering.validate(status: 101, fields: fields) }
        }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let name: String
        let values: [String]
        let violation: OpeningResponseViolation

        init(_ name: String, _ values: [String], _ violation: OpeningResponseViolation) {
            self.name = name
            self.values = values
            self.violation = violation
        }

        var testDescription: String { "\(name): \(values)" }

        static let all = [
            Refusal("Upgrade", [], .upgrade),
            Refusal("Upgrade", [""], .upgrade),
            Refusal("Upgrade", ["h2c"], .upgrade),
            Refusal("Upgrade", ["websocket, h2c"], .upgrade),
            Refusal("Upgrade", ["websocket", "websocket"], .upgrade),
            Refusal("Upgrade", ["webSoc\u{212A}et"], .upgrade),
            Refusal("Connection", [], .connection),
            Refusal("Connection", ["keep-alive"], .connection),
            Refusal("Connection", ["upgrade; x"], .connection),
            Refusal("Sec-WebSocket-Accept", [], .acceptMissing),
            Refusal(
                "Sec-WebSocket-Accept",
                ["s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="],
                .acceptRepeated
            ),
            Refusal("Sec-WebSocket-Accept", [""], .acceptMismatch),
            Refusal("Sec-WebSocket-Accept", ["S3pPLMBiTxaQ9kYGzzhZRbK+xOo="], .acceptMismatch),
            Refusal("Sec-WebSocket-Accept", ["s3pPLMBiTxaQ9kYGzzhZRbK+xOo"], .acceptMismatch),
            Refusal("Sec-WebSocket-Accept", ["s3pPLMBiTxaQ9kYGzzhZRb\u{212A}+xOo="], .acceptMismatch),
            Refusal("Sec-WebSocket-Accept", ["dGhlIHNhbXBsZSBub25jZQ=="], .acceptMismatch),
            Refusal("Sec-WebSocket-Protocol", ["chat", "chat"], .subprotocolRepeated),
            Refusal("Sec-WebSocket-Protocol", ["other"], .subprotocolNotOffered("other")),
            Refusal("Sec-WebSocket-Protocol", ["Chat"], .subprotocolNotOffered("Chat")),
            Refusal("Sec-WebSocket-Protocol", [""], .subprotocolNotOffered("")),
            Refusal("Sec-WebSocket-Protocol", ["chat, superchat"], .subprotocolNotOffered("chat, superchat")),
            Refusal("Sec-WebSocket-Extensions", ["foo", "bar"], .extensionsRepeated),
            Refusal("Sec-WebSocket-Extensions", [""], .extensionsMalformed),
            Refusal("Sec-WebSocket-Extensions", ["foo; a=\""], .extensionsMalformed),
            Refusal("Sec-WebSocket-Extensions", ["foo, baz"], .extensionNotOffered("baz")),
            Refusal("Sec-WebSocket-Extensions", ["Foo"], .extensionNotOffered("Foo")),
            Refusal("Sec-WebSocket-Extensions", ["foo, bar, foo"], .extensionRepeated("foo")),
        ]
    }

    @Test("A field that is missing, doubled, wrong or answers nothing offered is refused", arguments: Refusal.all)
    func refusals(refusal: Refusal) {
        let fields = Self.answer.replacing(refusal.name, with: refusal.values)
        #expect(throws: refusal.violation) { try offering.validate(status: 101, fields: fields) }
        let message = refusal.violation.description
        #expect(message.hasSuffix(".") && message.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    }

    @Test("A client that offers nothing accepts nothing")
    func nothingOffered() {
        #expect(throws: OpeningResponseViolation.subprotocolNotOffered("chat")) {
            try plain.validate(status: 101, fields: Self.answer.adding("Sec-WebSocket-Protocol", "chat"))
        }
        #expect(throws: OpeningResponseViolation.extensionNotOffered("permessage-deflate")) {
            try plain.validate(
                status: 101,
                fields: Self.answer.adding("Sec-WebSocket-Extensions", "permessage-deflate")
            )
        }
    }

    @Test("Any status but 101 is refused", arguments: [100, 200, 301, 400, 426, 500, 0, -1])
    func statuses(status: Int) {
        #expect(throws: OpeningResponseViolation.status(status)) {
            try plain.validate(status: status, fields: Self.answer)
        }
    }

    @Test("What the server sent is escaped and shortened in messages")
    func messages() {
        let name = "\u{1B}[2J\r\n" + String(repeating: "x", count: 100)
        let message = OpeningResponseViolation.subprotocolNotOffered(name).description
        #expect(message.contains(#""\x1b[2J\x0d\x0axxx"#))
        #expect(message.count < 160)
    }

    @Test("A server's answer to a client's request is accepted")
    func bothSides() throws {
        let head = FieldLines(offering.fields).adding("Host", "a")
        let request = try OpeningRequest(method: "GET", majorVersion: 1, minorVersion: 1, fields: head)
        let response = try request.acceptFields(subprotocol: "superchat", extensions: [ExtensionOffer("bar")])
        let accepted = try offering.validate(status: 101, fields: FieldLines(response))
        #expect(accepted.subprotocol == "superchat")
        #expect(accepted.extensions == [ExtensionOffer("bar")])
    }
}
