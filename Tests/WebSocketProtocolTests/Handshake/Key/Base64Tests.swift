//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketProtocol

@Suite struct Base64Tests {
    @Test(
        "The examples of RFC 4648 §10 come out in both directions",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ]
    )
    func published(plain: String, encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(plain.utf8))
    }

    @Test("Every byte at every place survives the way there and back", arguments: 0..<6)
    func roundTrip(place: Int) {
        for byte in UInt8.min...UInt8.max {
            var bytes = [UInt8](repeating: 0xA5, count: 6)
            bytes[place] = byte
            for count in place + 1...6 {
                #expect(Base64.decode(Base64.encode(Array(bytes[..<count]))) == Array(bytes[..<count]))
            }
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
        #expect(Base64.decode(text) == nil)
    }

    @Test("Of all last digits before padding only the one whose spare bits are zero is taken")
    func spareBits() {
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        #expect(alphabet.filter { Base64.decode("A\($0)==") != nil } == "AQgw")
        #expect(alphabet.filter { Base64.decode("AA\($0)=") != nil } == "AEIMQUYcgkosw048")
    }
}
