//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSBase

@Suite struct AuthorityTests {
    @Test(
        "A host with or without a port is taken apart, and the host folded to lower case",
        arguments: [
            ("example.com", "example.com", nil),
            ("EXAMPLE.com:8080", "example.com", 8080),
            ("example.com.", "example.com.", nil),
            ("localhost:1", "localhost", 1),
            ("a_b-c~d.e:65535", "a_b-c~d.e", 65535),
            ("xn--mnchen-3ya.de", "xn--mnchen-3ya.de", nil),
            ("127.0.0.1:80", "127.0.0.1", 80),
            ("255.255.255.255", "255.255.255.255", nil),
            ("1.example", "1.example", nil),
            ("0x.example", "0x.example", nil),
            ("example.com:", "example.com", nil),
            ("example.com:0080", "example.com", 80),
        ] as [(String, String, UInt16?)]
    )
    func names(text: String, host: String, port: UInt16?) throws {
        let authority = try Authority(text)
        #expect(authority.host == host)
        #expect(authority.bracketedHost == host)
        #expect(authority.port == port)
        #expect(!authority.isIPv6)
    }

    @Test(
        "An IPv6 address is read in every spelling and written in one",
        arguments: [
            ("[::]", "::"),
            ("[::1]", "::1"),
            ("[0:0:0:0:0:0:0:1]", "::1"),
            ("[0000:0000:0000:0000:0000:0000:0000:0001]", "::1"),
            ("[1::]", "1::"),
            ("[2001:DB8::A]", "2001:db8::a"),
            ("[2001:db8:0:1:0:0:0:1]", "2001:db8:0:1::1"),
            ("[2001:0:0:1:0:0:1:1]", "2001::1:0:0:1:1"),
            ("[1:0:2:3:4:5:6:7]", "1:0:2:3:4:5:6:7"),
            ("[1::2:3:4:5:6:7]", "1:0:2:3:4:5:6:7"),
            ("[1:2:3:4:5:6:7::]", "1:2:3:4:5:6:7:0"),
            ("[::2:3:4:5:6:7:8]", "0:2:3:4:5:6:7:8"),
            ("[::ffff:1.2.3.4]", "::ffff:102:304"),
            ("[1:2:3:4:5:6:255.255.0.1]", "1:2:3:4:5:6:ffff:1"),
        ]
    )
    func addresses(text: String, host: String) throws {
        for (suffix, port) in [("", nil), (":443", 443)] as [(String, UInt16?)] {
            let authority = try Authority(text + suffix)
            #expect(authority.host == host)
            #expect(authority.bracketedHost == "[\(host)]")
            #expect(authority.port == port)
            #expect(authority.isIPv6)
            #expect(try Authority(authority.bracketedHost).host == host)
        }
    }

    @Test("A missing host is called that", arguments: ["", ":", ":80"])
    func missing(text: String) {
        #expect(throws: Authority.Problem.missingHost) { try Authority(text) }
    }

    @Test(
        "What is neither a name nor an address is refused",
        arguments: [
            ".", "..", ".com", "a..b", "a.b..", "a b", "a/b", "a@b", "a,b", "a%41", "é.com", "a\u{0}",
            "a\r\n", "a?b", "a#b", "a\\b", "a[", "a]", "\u{212A}.com",
            "1", "127.1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.04", "1.2.3.4.", "0x7f.0.0.1",
            "0x7f000001",
            "0x", "a.0X1", "foo.1", "+1.2.3.4", "1..2.3",
            "[", "]", "[]", "[::1", "::1", "[::1]x", "[::1]]", "[:]", "[:::]", "[1]", "[1:2:3:4:5:6:7]",
            "[1:2:3:4:5:6:7:8:9]",
            "[1:2:3:4:5:6:7:8::]", "[::1:2:3:4:5:6:7:8]", "[1::2::3]", "[12345::]", "[g::]", "[::1%25eth0]",
            "[::1%eth0]",
            "[v1.a]", "[1.2.3.4]", "[::1.2.3]", "[::1.2.3.4:5]", "[1:2:3:4:5:6:7:1.2.3.4]", "[:1:2:3:4:5:6:7]",
            "[1:2:3:4:5:6:7:]",
            "[::01.2.3.4]", "[::1 ]", "[ ::1]", "[1:2:3:4:5:6::1.2.3.4]",
            String(repeating: "a", count: 256),
        ]
    )
    func refused(text: String) {
        // "::1" without brackets has no host before its first colon.
        let problem: Authority.Problem = text == "::1" ? .missingHost : .invalidHost
        #expect(throws: problem) { try Authority(text) }
    }

    @Test(
        "A port is a number from 1 to 65535",
        arguments: [
            "0", "00", "65536", "99999999999999999999999999", "-1", "+1", "1a", "a", " 1", "1 ", "1:2", "pass@host",
            "é", "0x1",
        ]
    )
    func ports(port: String) {
        #expect(throws: Authority.Problem.invalidPort) { try Authority("example.com:" + port) }
        #expect(throws: Authority.Problem.invalidPort) { try Authority("[::1]:" + port) }
    }

    @Test("A long text is refused in linear time", .timeLimit(.minutes(1)))
    func long() {
        for unit in ["a", "a.", ".", ":", "[", "1.", "::", "0"] {
            for prefix in ["", "[", "a:"] {
                let text = prefix + String(repeating: unit, count: 1 << 20)
                #expect(throws: Authority.Problem.self) { try Authority(text) }
            }
        }
    }
}
