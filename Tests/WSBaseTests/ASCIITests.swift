//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSBase

@Suite struct ASCIITests {
    @Test("A token byte is exactly one of RFC 9110's tchar", arguments: UInt8.min...UInt8.max)
    func tokenBytes(byte: UInt8) {
        let tchar = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
        #expect(byte.isToken == tchar.utf8.contains(byte))
    }

    @Test("Bytes of a URI are exactly those of RFC 3986", arguments: UInt8.min...UInt8.max)
    func uriBytes(byte: UInt8) {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
        let unreserved = "-._~0123456789" + letters
        #expect(byte.isUnreserved == unreserved.utf8.contains(byte))
        #expect(byte.isPlainInURI == (unreserved + "!$&'()*+,;=").utf8.contains(byte))
        #expect(byte.isLetter == letters.utf8.contains(byte))
        #expect(byte.isDigit == "0123456789".utf8.contains(byte))
        #expect(byte.hexadecimalValue.map(Int.init) == Int(String(UnicodeScalar(byte)), radix: 16))
    }

    @Test("A token is not empty and has token bytes only")
    func tokens() {
        #expect(ASCII.isToken("chat.v2"))
        for text in ["", "a b", "a,b", "a\r", "é", "a\"", "\u{212A}"] { #expect(!ASCII.isToken(text)) }
    }

    @Test("Only letters of ASCII are compared without regard to case")
    func comparison() {
        #expect(ASCII.equalsIgnoringCase("WebSocket", "wEBsOCKET"))
        #expect(!ASCII.equalsIgnoringCase("websocket", "websocke"))
        #expect(!ASCII.equalsIgnoringCase("@[`{", "`{@["))
        // Unicode holds the Kelvin sign to be a K, and String's == agrees.
        #expect("webSoc\u{212A}et" == "webSocKet")
        #expect(!ASCII.equalsIgnoringCase("webSoc\u{212A}et", "webSocKet"))
    }
}
