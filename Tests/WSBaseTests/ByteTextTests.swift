//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSBase

@Suite("Text handled by its bytes")
struct ByteTextTests {
    @Test(
        "Spaces and tabs around a text are removed, and nothing else",
        arguments: [
            ("", ""), (" ", ""), ("\t \t", ""), ("a", "a"), (" a", "a"), ("a\t", "a"), (" a b ", "a b"),
            ("\u{A0}a\u{A0}", "\u{A0}a\u{A0}"), ("\u{600} a \u{301}", "\u{600} a \u{301}"), (" \u{301}", "\u{301}"),
            ("\na\r", "\na\r"),
        ]
    )
    func trimming(text: String, expected: String) {
        let trimmed = Substring(text).utf8.trimmingSpaces
        #expect(Array(trimmed) == Array(expected.utf8))
    }
}
