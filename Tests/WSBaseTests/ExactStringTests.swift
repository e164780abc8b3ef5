//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSBase

@Suite("Names that are compared by their bytes")
struct ExactStringTests {
    /// Pairs that are equal as `String`.
    static let pairs = [
        ("caf\u{E9}", "cafe\u{301}"), ("\u{212A}", "K"), ("\u{37E}", ";"), ("\u{1FEF}", "`"),
        ("\u{AC00}", "\u{1100}\u{1161}"),
    ]

    @Test("Names that String takes for the same are different", arguments: Self.pairs)
    func lookalikes(one: String, other: String) {
        #expect(one == other)
        #expect(ExactString(one) != ExactString(other))
        #expect(Set([ExactString(one), ExactString(other)]).count == 2)
        #expect(ExactString(one) < ExactString(other) || ExactString(other) < ExactString(one))
    }

    @Test("Names with the same bytes are equal, whatever they are parts of", arguments: 0...20)
    func equal(count: Int) {
        let text = String(repeating: "a", count: count)
        let part = ("(" + text + ")").dropFirst().dropLast()
        #expect(ExactString(text) == ExactString(part))
        #expect(ExactString(text).hashValue == ExactString(part).hashValue)
        #expect(!(ExactString(text) < ExactString(part)))
        #expect(ExactString(text) != ExactString(text + "b"))
    }

    @Test("They are ordered by their bytes")
    func order() {
        let names: [ExactString] = ["\u{E9}", "e\u{301}", "f", "", "e"]
        #expect(names.sorted().map(\.text.utf8.count) == [0, 1, 3, 1, 2])
    }
}
