//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketProtocol

@Suite struct HandshakeFieldTests {
    @Test("An ordinary field may be added to both heads")
    func ordinary() throws {
        let request = try HandshakeField(forRequest: "Cookie", value: "a=b; c=\"d\"\té")
        #expect(request.name == "Cookie" && request.value == "a=b; c=\"d\"\té")
        let response = try HandshakeField(forResponse: "Set-Cookie", value: "")
        #expect(response.name == "Set-Cookie" && response.value.isEmpty)
    }

    @Test("A value with a control character is refused", arguments: Array(UInt8.min...0x1F) + [0x7F])
    func controlCharacters(byte: UInt8) {
        let value = "a" + String(Unicode.Scalar(byte)) + "Set-Cookie: b"
        #expect(HandshakeField.isValidValue(value) == (byte == 0x09))
        guard byte != 0x09 else { return }
        #expect(throws: HandshakeArgumentError.self) { try HandshakeField(forRequest: "X-A", value: value) }
        #expect(throws: HandshakeArgumentError.self) { try HandshakeField(forResponse: "X-A", value: value) }
    }

    @Test("A line break hidden in one grapheme is found")
    func lineBreakGrapheme() {
        #expect(!HandshakeField.isValidValue("a\r\nb"))
        #expect(!HandshakeField.isValidValue("a\n\u{301}"))
    }

    @Test("A name that is no token is refused", arguments: ["", " ", "A B", "A:", "A\r\n", "Ä", "A\u{0}", "(A)"])
    func names(name: String) {
        #expect(!HandshakeField.isValidName(name))
        #expect(throws: HandshakeArgumentError.self) { try HandshakeField(forRequest: name, value: "") }
    }

    @Test(
        "The handshake's own fields cannot be set on either side, in any case",
        arguments: [
            "Connection", "UPGRADE", "content-length", "Transfer-Encoding", "Trailer", "Sec-WebSocket-Key",
            "sec-websocket-accept", "SEC-WEBSOCKET-VERSION", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions",
            "Sec-WebSocket-Anything",
        ]
    )
    func reserved(name: String) {
        #expect(throws: HandshakeArgumentError.self) { try HandshakeField(forRequest: name, value: "x") }
        #expect(throws: HandshakeArgumentError.self) { try HandshakeField(forResponse: name, value: "x") }
    }

    @Test("Host cannot be set in a request, and names that look like reserved ones can")
    func nearlyReserved() {
        #expect(HandshakeField.isReservedInRequests("hOST"))
        #expect(!HandshakeField.isReservedInResponses("Host"))
        for name in ["Sec-WebSocket", "Sec-Fetch-Mode", "Upgrade-Insecure-Requests", "Authorization"] {
            #expect(!HandshakeField.isReservedInRequests(name))
        }
    }

    @Test("The error does not repeat a name that is none, which may be a whole line with a secret")
    func message() {
        let error = #expect(throws: HandshakeArgumentError.self) {
            try HandshakeField(forRequest: "Authorization: Bearer a\r\n\u{1B}[31m", value: "")
        }
        #expect(error?.description == "A header field's name is not a token: use letters, digits and hyphens.")
    }
}
