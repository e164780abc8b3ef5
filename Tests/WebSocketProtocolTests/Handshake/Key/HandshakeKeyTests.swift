//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketProtocol

@Suite struct HandshakeKeyTests {
    @Test("The RFC's own key has the RFC's own answer")
    func example() throws {
        let key = try #require(HandshakeKey("dGhlIHNhbXBsZSBub25jZQ=="))
        #expect(key.accept == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    @Test("A nonce of 16 bytes makes a key that a server takes")
    func nonce() throws {
        let nonce: [16 of UInt8] = [
            0x74, 0x68, 0x65, 0x20, 0x73, 0x61, 0x6D, 0x70, 0x6C, 0x65, 0x20, 0x6E, 0x6F, 0x6E, 0x63, 0x65,
        ]
        #expect(HandshakeKey(nonce: nonce).value == "dGhlIHNhbXBsZSBub25jZQ==")
        #expect(HandshakeKey("dGhlIHNhbXBsZSBub25jZQ==")?.value == "dGhlIHNhbXBsZSBub25jZQ==")
    }

    @Test(
        "A key that is not the base64 of 16 bytes is refused",
        arguments: [
            "", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZR==",
            "dGhlIHNhbXBsZSBub25j", "dGhlIHNhbXBsZSBub25jZWU=", "dGhlIHNhbXBsZSBub25jZWVl", " GhlIHNhbXBsZSBub25jZQ==",
            "dGhlIHNhbXBsZSBub25jZQ== ", "dGhlIHNhbXBsZSBub25jZQ==dGhlIHNhbXBsZSBub25jZQ==",
            "dGhlIHNhbXBsZSBub25jZQ==,",
            "dGhlIHNhbXBsZSBub25é==", "________________________",
        ]
    )
    func refused(value: String) {
        #expect(HandshakeKey(value)?.value == nil)
    }
}
