//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketProtocol

@Suite struct Base64Tests {
    @Test(
        "The examples of RFC 4648 §10 come out and are taken",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ]
    )
    func published(plain: String, encoded: String) {
        #expect(Base64.encode(plain.utf8.span) == encoded)
        #expect(Base64.decodedCount(encoded.utf8.span) == plain.utf8.count)
    }

    @Test("Every byte at every place has a text of its own, which is taken", arguments: 0..<6)
    func everyByte(place: Int) {
        for count in place + 1...6 {
            var texts: Set<String> = []
            for byte in UInt8.min...UInt8.max {
                var bytes = [UInt8](repeating: 0xA5, count: count)
                bytes[place] = byte
                let text = Base64.encode(bytes.span)
                #expect(Base64.decodedCount(text.utf8.span) == count)
                texts.insert(text)
            }
            #expect(texts.count == 256)
        }
    }

    @Test(
        "Another spelling of a value is refused",
        arguments: [
            "Zg", "Zg=", "Zg===", "=", "==", "====", "Z===", "Zg=a", "=Zg=", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n", "Zm9-",
            "Zm9_", "Zg==Zg==", "Zm9é", " Zm9v", "Zm9v====",
        ]
    )
    func refused(text: String) {
        #expect(Base64.decodedCount(text.utf8.span) == nil)
    }

    @Test("Of all last digits before padding only the one whose spare bits are zero is taken")
    func spareBits() {
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        #expect(alphabet.filter { Base64.decodedCount("A\($0)==".utf8.span) != nil } == "AQgw")
        #expect(alphabet.filter { Base64.decodedCount("AA\($0)=".utf8.span) != nil } == "AEIMQUYcgkosw048")
    }
}
