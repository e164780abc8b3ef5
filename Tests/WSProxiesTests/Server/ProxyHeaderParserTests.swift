//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSProxies

@Suite("The PROXY protocol")
struct ProxyHeaderParserTests {
    /// What comes of bytes in pieces, and how many are left behind the header.
    private func parse(_ pieces: [[UInt8]]) -> (event: ProxyHeaderParser.Event, rest: Int) {
        var parser = ProxyHeaderParser()
        var event = ProxyHeaderParser.Event.needsMoreBytes
        var rest = 0
        for piece in pieces {
            var position = 0
            if event == .needsMoreBytes {
                event = parser.next(piece.span, from: &position)
            }
            rest += piece.count - position
        }
        return (event, rest)
    }

    private static let signature: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A, 0, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A]

    private static func binary(_ command: UInt8, _ family: UInt8, _ content: [UInt8]) -> [UInt8] {
        Self.signature + [command, family, UInt8(content.count >> 8), UInt8(content.count & 255)] + content
    }

    private static func client(_ address: String, _ port: UInt16) throws -> ProxyHeaderParser.Event {
        .header(.client(try #require(IPAddress(address)), port: port))
    }

    @Test(
        "version 1 is a line",
        arguments: [
            ("PROXY TCP4 192.0.2.1 192.0.2.2 4711 443\r\n", "192.0.2.1", 4711),
            ("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n", "255.255.255.255", 65535),
            ("PROXY TCP6 2001:db8::1 ::1 0 1\r\n", "2001:db8::1", 0),
        ] as [(String, String, UInt16)]
    )
    func line(line: String, address: String, port: UInt16) throws {
        for feeding in Feeding.allCases {
            for pieces in feeding.cuts(of: Array(line.utf8) + Array("GET".utf8)) {
                let result = self.parse(pieces)
                #expect(result.event == (try Self.client(address, port)))
                #expect(result.rest == 3)
            }
        }
    }

    @Test("a client that the proxy does not know", arguments: ["PROXY UNKNOWN\r\n", "PROXY UNKNOWN ff:: a 1 2\r\n"])
    func unknown(line: String) {
        #expect(self.parse([Array(line.utf8)]).event == .header(.unknownClient))
    }

    @Test(
        "any other line is none",
        arguments: [
            "GET / HTTP/1.1\r\n", "PROXZ", "PROXY\r\n", "PROXY \r\n", "PROXY  TCP4 1.2.3.4 1.2.3.4 1 1\r\n",
            "PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 1 1 1\r\n",
            "PROXY TCP4 1.2.3.4 1.2.3.4 1 1\n",
            "PROXY TCP4 ::1 ::1 1 1\r\n", "PROXY TCP6 1.2.3.4 1.2.3.4 1 1\r\n",
            "PROXY TCP4 1.2.3.4 1.2.3.4 65536 1\r\n",
            "PROXY TCP4 1.2.3.4 1.2.3.4 -1 1\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 01 1\r\n",
            "PROXY TCP4 1.2.3 1.2.3.4 1 1\r\n",
            "PROXY TCP4 1.2.3.4 1.2.3.4  1\r\n", "PROXY UDP4 1.2.3.4 1.2.3.4 1 1\r\n",
            "proxy TCP4 1.2.3.4 1.2.3.4 1 1\r\n",
            "PROXY UNKNOWN " + String(repeating: "x", count: 92) + "\r\n",
            // A mark or a prepended character beside a space does not hide it.
            "PROXY \u{301}\r\n", "PROXY \u{600}UNKNOWN\r\n", "PROXY UNKNOWN\u{301}\r\n", "PROXY \u{301}UNKNOWN \r\n",
            "PROXY TCP4\u{600} 1.2.3.4 1.2.3.4 1 1\r\n", "PROXY TCP4 \u{301}1.2.3.4 1.2.3.4 1 1\r\n",
            "PROXY TCP4 1.2.3.4 1.2.3.4 1 1\u{301}\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 1\u{600} 1\r\n", "PROXY TCP4\r\n",
            "PROXY TCP\u{664} 1.2.3.4 1.2.3.4 1 1\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 \u{661} 1\r\n",
        ]
    )
    func badLines(line: String) {
        for feeding in [Feeding.whole, .byteByByte] {
            for pieces in feeding.cuts(of: Array(line.utf8)) {
                #expect(self.parse(pieces).event == .failed)
            }
        }
    }

    @Test(
        "a line of bytes that are not UTF-8 is none",
        arguments: [[0xFF], [0xCC], [0x20], [0xCC, 0x81, 0x20], []] as [[UInt8]]
    )
    func badText(bytes: [UInt8]) {
        for pieces in Feeding.splitAtEveryPoint.cuts(of: Array("PROXY ".utf8) + bytes + [0x0D, 0x0A]) {
            #expect(self.parse(pieces).event == .failed)
        }
    }

    @Test("a line of 107 bytes is the longest")
    func longestLine() {
        let line = "PROXY UNKNOWN " + String(repeating: "x", count: 107 - 16) + "\r\n"
        #expect(self.parse([Array(line.utf8)]).event == .header(.unknownClient))
    }

    @Test("version 2 is binary, and what else it says is passed over")
    func binary() throws {
        let ipv4: [UInt8] = [192, 0, 2, 1, 192, 0, 2, 2, 0x12, 0x67, 1, 0xBB]
        let ipv6 = [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [1]
        let examples: [([UInt8], ProxyHeaderParser.Event)] = [
            (Self.binary(0x21, 0x11, ipv4), try Self.client("192.0.2.1", 4711)),
            (Self.binary(0x21, 0x11, ipv4 + [4, 0, 1, 0]), try Self.client("192.0.2.1", 4711)),
            (Self.binary(0x21, 0x21, ipv6 + ipv6 + [0, 80, 0, 80]), try Self.client("2001:db8::1", 80)),
            (Self.binary(0x20, 0x11, ipv4), .header(.proxyItself)),
            (Self.binary(0x20, 0x00, []), .header(.proxyItself)),
            (Self.binary(0x21, 0x00, []), .header(.unknownClient)),
            (Self.binary(0x21, 0x31, [UInt8](repeating: 1, count: 216)), .header(.unknownClient)),
            (Self.binary(0x21, 0x00, [UInt8](repeating: 1, count: 4096)), .header(.unknownClient)),
        ]
        for (bytes, event) in examples {
            for pieces in (bytes.count < 300 ? Feeding.splitAtEveryPoint : .byteByByte).cuts(of: bytes + [1, 2]) {
                let result = self.parse(pieces)
                #expect(result.event == event)
                #expect(result.rest == 2)
            }
        }
    }

    @Test("anything else is none")
    func badBinary() {
        let examples: [[UInt8]] = [
            [0x0D, 0x0A, 0x0D, 0x0B], Self.signature.dropLast() + [0],
            Self.binary(0x11, 0x11, [UInt8](repeating: 0, count: 12)),
            Self.binary(0x22, 0x11, [UInt8](repeating: 0, count: 12)),
            Self.binary(0x21, 0x11, [UInt8](repeating: 0, count: 11)),
            Self.binary(0x21, 0x21, [UInt8](repeating: 0, count: 35)), Self.binary(0x21, 0x41, []),
            Self.signature + [0x21, 0x11, 0x10, 0x01], [0x16, 3, 1], [0],
        ]
        for bytes in examples {
            for pieces in Feeding.splitAtEveryPoint.cuts(of: bytes) {
                #expect(self.parse(pieces).event == .failed, "\(bytes)")
            }
        }
    }

    @Test("the beginning of one is not the whole")
    func incomplete() {
        let binary = Self.binary(0x21, 0x11, [192, 0, 2, 1, 192, 0, 2, 2, 0x12, 0x67, 1, 0xBB])
        for bytes in [binary, Array("PROXY TCP4 192.0.2.1 192.0.2.2 4711 443\r\n".utf8)] {
            for count in 0..<bytes.count {
                #expect(self.parse([Array(bytes.prefix(count))]).event == .needsMoreBytes)
            }
        }
    }
}
