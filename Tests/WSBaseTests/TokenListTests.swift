//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSBase

@Suite struct TokenListTests {
    @Test(
        "A list gives its tokens in order, whatever the white space and empty elements",
        arguments: [
            (["a"], ["a"]),
            (["a,b"], ["a", "b"]),
            ([" a ,\tb\t, c"], ["a", "b", "c"]),
            ([",,a,, ,b,"], ["a", "b"]),
            (["a, b", "", "c"], ["a", "b", "c"]),
            (["a", "a"], ["a", "a"]),
        ]
    )
    func wellFormed(lines: [String], tokens: [String]) throws {
        #expect(try TokenList.parse(lines, limit: 3) == tokens)
    }

    @Test(
        "What is no list of tokens is malformed",
        arguments: ["", " ", ",", "a b", "a;b", "a,b c", "\"a\"", "a/1", "a\u{0}", "a\r\nb: c", "é", "a, (b)"]
    )
    func malformed(line: String) {
        #expect(throws: FieldListProblem.malformed) { try TokenList.parse([line], limit: 9) }
    }

    @Test("One token more than the limit is refused")
    func limit() {
        #expect(throws: FieldListProblem.tooLong) { try TokenList.parse(["a,b", "c"], limit: 2) }
    }

    @Test(
        "A list holds its tokens in any case and on any line",
        arguments: [
            ["upgrade"], ["UPGRADE"], ["keep-alive, Upgrade"], ["keep-alive", "x,,uPgrade ,y"], ["h2c/1.0, upgrade"],
        ]
    )
    func contains(lines: [String]) {
        #expect(TokenList.contains("upgrade", in: lines))
    }

    @Test(
        "A list holds neither parts of its tokens, nor a token with a version, nor anything if it is malformed",
        arguments: [
            [], [""], ["upgrades"], ["up grade"], ["upgrade/1"], ["upgrade/"], ["\"upgrade\""], ["upgrade; x"],
            ["upgrade", "a b"], ["(", "upgrade"], ["x=upgrade"], ["upgr\u{E0}de"],
        ]
    )
    func containsNot(lines: [String]) {
        #expect(!TokenList.contains("upgrade", in: lines))
    }

    @Test("A long list takes linear time, be it of tokens, of commas or of spaces", .timeLimit(.minutes(1)))
    func long() {
        for unit in ["a,", ",", " ", "a ", "b" + String(repeating: " ", count: 64), "a/"] {
            for length in [64 << 10, 1 << 20] {
                let line = String(repeating: unit, count: length / unit.utf8.count) + "x"
                #expect(!TokenList.contains("upgrade", in: [line]))
                #expect((try? TokenList.parse([line], limit: 64))?.count ?? 1 == 1)
            }
        }
    }
}
