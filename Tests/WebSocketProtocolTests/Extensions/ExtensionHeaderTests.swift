//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSBase
import WebSocketProtocol

@Suite struct ExtensionHeaderTests {
    private static let deflate = ExtensionOffer(
        "permessage-deflate",
        [.init("client_max_window_bits"), .init("server_max_window_bits", "10")]
    )

    @Test(
        "A header gives its extensions in order, with values unquoted",
        arguments: [
            (["foo"], [ExtensionOffer("foo")]),
            (["foo, bar; baz=2"], [ExtensionOffer("foo"), ExtensionOffer("bar", [.init("baz", "2")])]),
            (["foo", "", "bar"], [ExtensionOffer("foo"), ExtensionOffer("bar")]),
            ([",, foo ,,"], [ExtensionOffer("foo")]),
            (["permessage-deflate; client_max_window_bits; server_max_window_bits=10"], [deflate]),
            (["permessage-deflate;client_max_window_bits;server_max_window_bits=\"10\""], [deflate]),
            ([" permessage-deflate ;\tclient_max_window_bits ; server_max_window_bits = \"1\\0\" "], [deflate]),
            (["a; b; b=c, a"], [ExtensionOffer("a", [.init("b"), .init("b", "c")]), ExtensionOffer("a")]),
            (["a; b=\"\\c\\\\\\\\\""], nil),
        ] as [([String], [ExtensionOffer]?)]
    )
    func table(lines: [String], extensions: [ExtensionOffer]?) {
        #expect((try? ExtensionHeader.parse(lines)) == extensions)
    }

    @Test(
        "What does not follow the grammar is malformed",
        arguments: [
            "", ",", ";", "a;", "a;;b", "a; b=", "a; =b", "a; b=\"", "a; b=\"\"", "a; b=\"c d\"", "a; b=\"c,d\"",
            "a; b=\"c", "a; b=\"c\\", "a; b=\"c\\\"", "a; b=\"c\\\"\"", "a; b=c d", "a b", "a/1", "\"a\"", "a; \"b\"",
            "a; b=\"c\"d", "a=b", "a; b==c", "é", "a; b=é", "a; b=\"\u{0}\"", "a\r\nb: c", "a; b=\"c\r\n\"", "a,b c",
        ]
    )
    func malformed(line: String) {
        #expect(throws: FieldListProblem.malformed) { try ExtensionHeader.parse([line]) }
    }

    @Test("What is malformed alone is malformed among good ones")
    func malformedAmongGood() {
        #expect(throws: FieldListProblem.malformed) { try ExtensionHeader.parse(["a, b; c=\"", "d"]) }
        #expect(throws: FieldListProblem.malformed) { try ExtensionHeader.parse(["a", "b;"]) }
    }

    @Test("An extension more than the cap is refused, over one line or many")
    func extensionCap() throws {
        let many = [String](repeating: "a", count: ExtensionHeader.maxExtensions)
        #expect(try ExtensionHeader.parse(many).count == many.count)
        #expect(try ExtensionHeader.parse([many.joined(separator: ",")]).count == many.count)
        #expect(throws: FieldListProblem.tooLong) { try ExtensionHeader.parse(many + ["a"]) }
        #expect(throws: FieldListProblem.tooLong) { try ExtensionHeader.parse([many.joined(separator: ",") + ",a"]) }
    }

    @Test("A parameter more than the cap is refused")
    func parameterCap() throws {
        let full = "a" + String(repeating: "; b=c", count: ExtensionHeader.maxParameters)
        #expect(try ExtensionHeader.parse([full])[0].parameters.count == ExtensionHeader.maxParameters)
        #expect(throws: FieldListProblem.tooLong) { try ExtensionHeader.parse([full + ";b"]) }
    }

    @Test(
        "Headers that made other parsers backtrack are read in linear time",
        .timeLimit(.minutes(1)),
        arguments: ["\\c", "\\", "c", "\\\"", " ", "c c", ";b", ",", "\"", "a;b=\"c\","]
    )
    func hostile(unit: String) {
        for prefix in ["", "a; b=\"", "a; b=", "a;", "a"] {
            for length in [64 << 10, 1 << 20] {
                let line = prefix + String(repeating: unit, count: length / unit.utf8.count)
                let extensions = (try? ExtensionHeader.parse([line])) ?? []
                #expect(extensions.count <= 1)
                #expect(extensions.allSatisfy { $0.parameters.count <= 1 })
            }
        }
    }

    @Test("Extensions are written as they are read")
    func serialization() throws {
        let extensions = [Self.deflate, ExtensionOffer("foo"), ExtensionOffer("bar", [.init("baz", "2")])]
        let value = try #require(try ExtensionHeader.serialize(extensions))
        #expect(
            value == "permessage-deflate; client_max_window_bits; server_max_window_bits=10, foo, bar; baz=2"
        )
        #expect(try ExtensionHeader.parse([value]) == extensions)
        #expect(try ExtensionHeader.serialize([]) == nil)
    }

    @Test(
        "What is no token is not written",
        arguments: [
            ExtensionOffer(""), ExtensionOffer("a b"), ExtensionOffer("a\r\nb"), ExtensionOffer("a", [.init("")]),
            ExtensionOffer("a", [.init("b", "")]), ExtensionOffer("a", [.init("b", "c d")]),
            ExtensionOffer("a", [.init("b;c")]), ExtensionOffer("a", [.init("b", "é")]),
        ]
    )
    func unwritable(offer: ExtensionOffer) {
        #expect(throws: HandshakeArgumentError.self) { try ExtensionHeader.serialize([ExtensionOffer("a"), offer]) }
    }
}
