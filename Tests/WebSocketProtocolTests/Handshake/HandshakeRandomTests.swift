//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSBase
import WebSocketProtocol

@Suite struct HandshakeRandomTests {
    /// What random values are put together of: bytes that mean something somewhere, and some that do nowhere.
    private static let pieces =
        [
            "websocket", "upgrade", "Upgrade", "13", "dGhlIHNhbXBsZSBub25jZQ==", "ws://", "wss://", "http://",
            "example.com",
            "[::1]", "127.0.0.1", ":80", ":65536", "%41", "%", "@", "/", "?", "#", "[", "]", "::", ":", ".", ",", ";",
            "=",
            "\"", "\\", " ", "\t", "\r\n", "\u{0}", "\u{7F}", "é", "\u{212A}", "\u{301}", "🙂", "0x", "0", "9", "a", "f",
        ]

    private func text(_ random: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            if Bool.random(using: &random) {
                text += Self.pieces.randomElement(using: &random) ?? ""
            } else {
                let bytes = (0..<3).map { _ in UInt8.random(in: .min ... .max, using: &random) }
                text += String(decoding: bytes, as: UTF8.self)
            }
        }
        return text
    }

    @Test("No parser traps on random text, and what is read comes out the same when it is written and read again")
    func parsers() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed of the handshake's random test: \(seed)")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20_000 {
            let one = text(&random)
            let other = text(&random)
            // A description hides the query.
            if let url = try? WebSocketURL(one), !url.resource.utf8.contains(UInt8(ascii: "?")) {
                #expect(try WebSocketURL(url.description).resource == url.resource)
            }
            if let url = try? WebSocketURL("ws://" + one) { #expect(url.port > 0 && url.port <= 65535) }
            if let origin = WebOrigin(one) { #expect(WebOrigin(origin.description) == origin) }
            if let origin = WebOrigin("http://" + one) { _ = origin.isSameOrigin(asScheme: other, host: other) }
            if let authority = try? Authority(one) {
                #expect(try Authority(authority.bracketedHost).host == authority.host)
            }
            if let count = Base64.decodedCount(one.utf8.span) { #expect(one.utf8.count == (count + 2) / 3 * 4) }
            if let extensions = try? ExtensionHeader.parse([one, other]) {
                let written = try #require(try ExtensionHeader.serialize(extensions))
                #expect(try ExtensionHeader.parse([written]) == extensions)
            }
            if let tokens = try? TokenList.parse([one, other], limit: 64) { #expect(tokens.allSatisfy(ASCII.isToken)) }
            _ = TokenList.contains("upgrade", in: [one, other])
            _ = try? HandshakeField(forRequest: one, value: other)
        }
    }

    @Test("Neither side traps on a head with random values")
    func heads() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed of the handshake's random heads: \(seed)")
        var random = SeededGenerator(seed: seed)
        let client = try ClientHandshake(nonce: [16 of UInt8](repeating: 7), subprotocols: ["a"])
        for _ in 0..<5_000 {
            var fields = OpeningRequestTests.example
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                guard let name = fields.lines.randomElement(using: &random)?.name else { continue }
                let values = (0..<Int.random(in: 0...2, using: &random)).map { _ in text(&random) }
                fields = fields.replacing(name, with: values)
            }
            if let request = try? OpeningRequest(method: "GET", majorVersion: 1, minorVersion: 1, fields: fields) {
                let response = FieldLines(try request.acceptFields(subprotocol: request.subprotocols.first))
                #expect(response.lines.allSatisfy { HandshakeField.isValidValue($0.value) })
            }
            _ = try? client.validate(status: 101, fields: fields)
        }
    }
}
