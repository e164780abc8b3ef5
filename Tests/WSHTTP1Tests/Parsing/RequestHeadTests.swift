//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSHTTP
import WSHTTP1

/// A head, in brief, and what it is refused with.
struct BadHead: Sendable, CustomTestStringConvertible {
    let text: String
    let violation: HTTPViolation

    init(_ text: String, _ violation: HTTPViolation) {
        self.text = text
        self.violation = violation
    }

    var testDescription: String { text.debugDescription }
}

@Suite("Request heads")
struct RequestHeadTests {
    @Test("A WebSocket handshake is parsed, and bytes behind it are left alone", arguments: Feeding.allCases)
    func handshake(_ feeding: Feeding) throws {
        let text =
            "GET /chat?room=1 HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\n"
            + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Version:13\r\nX-Empty:\r\nX-Padded: \t a  b \t\r\n\r\n"
        let request = try #require(RequestTranscript.of(text, feeding).requests.first)
        #expect(request.head.method == .get)
        #expect(request.head.target == "/chat?room=1")
        #expect(request.head.version == .http11)
        #expect(request.head.version.major == 1)
        #expect(request.head.version.minor == 1)
        #expect(
            request.head.fields == [
                "Host": "server.example.com",
                "Upgrade": "websocket",
                "Connection": "keep-alive, Upgrade",
                "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version": "13",
                "X-Empty": "",
                "X-Padded": "a  b",
            ]
        )
        #expect(request.length == .none)
        #expect(request.keepsAlive)
        #expect(!request.expectsContinue)
        #expect(request.isComplete)
    }

    @Test("After the head the position stands at the first byte behind it")
    func positionBehindTheHead() {
        let head = Array("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n".utf8)
        let bytes = head + [0x81, 0x80, 0x0D, 0x0A]
        for split in 0..<head.count {
            var parser = RequestParser()
            if split > 0 {
                #expect(parser.next(Array(bytes[..<split])) == (.needsMoreBytes, split))
            }
            let (event, used) = parser.next(Array(bytes[split...]))
            guard case .head = event else {
                Issue.record("no head when split at \(split)")
                return
            }
            #expect(used == head.count - split)
        }
    }

    @Test("A parser starts at the position it is given")
    func startsAtThePosition() {
        let bytes = Array("xxGET / HTTP/1.0\r\n\r\n".utf8)
        var parser = RequestParser()
        var position = 2
        guard case .head(let head, _, _, _) = parser.next(bytes.span, from: &position) else {
            Issue.record("no head")
            return
        }
        #expect(head.target == "/")
        #expect(position == bytes.count)
    }

    @Test(
        "These request lines are good",
        arguments: [
            ("GET /", "/"), ("GET /a/../b//c?d|e[f]\"{}^`\\", "/a/../b//c?d|e[f]\"{}^`\\"), ("PURGE /%zz", "/%zz"),
            ("OPTIONS *", "*"), ("CONNECT a:443", "a:443"), ("GET http://a/b", "http://a/b"),
            ("!#$%&'*+-.^_`|~ /", "/"),
            ("12345678901234567890123456789012 /", "/"),
        ]
    )
    func goodRequestLines(_ line: String, _ target: String) {
        for feeding in Feeding.allCases {
            let transcript = RequestTranscript.of("\(line) HTTP/1.1\r\nHost: a\r\n\r\n", feeding)
            #expect(transcript.violation == nil)
            #expect(transcript.requests.first?.head.target == target)
            #expect(transcript.requests.first?.isComplete == true)
        }
    }

    private static let badHeads: [BadHead] = [
        // The request line.
        BadHead("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        BadHead("GET /  HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        BadHead(" GET / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        BadHead("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .malformedStartLine),
        BadHead("GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        BadHead("GET / x HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        BadHead("GET /\r\n\r\n", .malformedStartLine),
        BadHead("GET\r\n\r\n", .malformedStartLine),
        BadHead("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        BadHead("GÄT / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        BadHead("123456789012345678901234567890123 / HTTP/1.1\r\nHost: a\r\n\r\n", .methodTooLong),
        BadHead("GET / http/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        BadHead("GET / HTTP/1\r\nHost: a\r\n\r\n", .malformedStartLine),
        BadHead("GET / HTTP/1.10\r\nHost: a\r\n\r\n", .malformedStartLine),
        BadHead("GET / HTTP/1,1\r\nHost: a\r\n\r\n", .malformedStartLine),
        BadHead("GET / HTTP/x.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        BadHead("GET / HTTP/1.x\r\nHost: a\r\n\r\n", .malformedStartLine),
        BadHead("GET / XTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        BadHead("GET / HTTP/0.9\r\nHost: a\r\n\r\n", .unsupportedVersion),
        BadHead("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .unsupportedVersion),
        BadHead("GET a HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        BadHead("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        BadHead("GET /ä HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        BadHead("GET /\ta HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        BadHead("GET * HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        BadHead("GET a:443 HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        BadHead("CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        BadHead("CONNECT http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        BadHead("GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        BadHead("GET file:///etc HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
        // Line ends and control characters.
        BadHead("GET / HTTP/1.1\nHost: a\r\n\r\n", .bareLineEnd),
        BadHead("GET / HTTP/1.1\r\nHost: a\n\r\n", .bareLineEnd),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\n\n", .bareLineEnd),
        BadHead("GET / HTTP/1.1\rX\r\nHost: a\r\n\r\n", .bareLineEnd),
        BadHead("GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", .bareLineEnd),
        BadHead("GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", .bareLineEnd),
        BadHead("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", .controlCharacter),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", .controlCharacter),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\nX: a\u{7F}\r\n\r\n", .controlCharacter),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\nX: \u{B}\r\n\r\n", .controlCharacter),
        BadHead("\u{16}\u{3}\u{1}\u{2}", .controlCharacter),
        BadHead("\n", .bareLineEnd),
        BadHead("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        // Field lines.
        BadHead("GET / HTTP/1.1\r\nHost : a\r\n\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\nHost\t: a\r\n\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\nX y: b\r\n\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\nX(: b\r\n\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\nä: b\r\n\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", .foldedField),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\tc\r\n\r\n", .foldedField),
        BadHead("GET / HTTP/1.1\r\n Host: a\r\n\r\n", .foldedField),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\n \r\n\r\n", .foldedField),
        // Host.
        BadHead("GET / HTTP/1.1\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.1\r\nHost:\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.1\r\nHost: a:1:2\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.1\r\nHost: http://a\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.1\r\nHost: a%20b\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.1\r\nHost: a!$&'()*+,;=\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.1\r\nHost: [v1.x:y]\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.1\r\nHost: [1::2::3]\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.1\r\nHost: 0x7f.1\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.1\r\nHost: a..b\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.1\r\nHost: a:0\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.1\r\nHost: ::1\r\n\r\n", .invalidHost),
        BadHead("GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", .invalidHost),
        // Expectations.
        BadHead("GET / HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n", .unknownExpectation),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue, x\r\n\r\n", .unknownExpectation),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\nExpect: x\r\nExpect: 100-continue\r\n\r\n", .unknownExpectation),
    ]

    @Test("These heads are refused, however they come", arguments: badHeads)
    func aBadHeadIsRefused(_ bad: BadHead) {
        for feeding in Feeding.allCases {
            let transcript = RequestTranscript.of(bad.text, feeding)
            #expect(transcript.violation == bad.violation)
            #expect(transcript.requests.isEmpty)
        }
    }

    @Test("A bad request line is refused before the fields have come")
    func earlyRefusal() {
        #expect(RequestTranscript.of("GET a HTTP/1.1\r\n", .byteByByte).violation == .invalidTarget)
        #expect(RequestTranscript.of("GET / HTTP/2.0\r\n", .byteByByte).violation == .unsupportedVersion)
        #expect(RequestTranscript.of("\0", .whole).violation == .controlCharacter)
    }

    @Test(
        "These hosts are good",
        arguments: ["a", "A.b-c_d~e", "127.0.0.1:80", "[::1]", "[::1]:65535", "a:", "a.example."]
    )
    func goodHosts(_ host: String) {
        let transcript = RequestTranscript.of("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n", .whole)
        #expect(transcript.requests.first?.head.fields["Host"] == host)
    }

    @Test("One empty line before a request is tolerated", arguments: Feeding.allCases)
    func oneEmptyLine(_ feeding: Feeding) {
        let transcript = RequestTranscript.of(
            "\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n",
            feeding
        )
        #expect(transcript.requests.map(\.head.target) == ["/a", "/b"])
        #expect(transcript.requests.map(\.head.fields) == [["Host": "a"], ["Host": "a"]])
        #expect(transcript.violation == nil)
    }

    @Test("The host of an absolute target replaces Host", arguments: Feeding.allCases)
    func absoluteTarget(_ feeding: Feeding) {
        let text = "GET http://real:81/x HTTP/1.1\r\nA: b\r\nHost: other\r\n\r\n"
        let head = RequestTranscript.of(text, feeding).requests.first?.head
        #expect(head?.target == "http://real:81/x")
        #expect(head?.fields == ["A": "b", "Host": "real:81"])
    }

    @Test(
        "A connection is kept as version and Connection have it",
        arguments: [
            ("HTTP/1.1\r\nHost: a", true),
            ("HTTP/1.1\r\nHost: a\r\nConnection: close", false),
            ("HTTP/1.1\r\nHost: a\r\nConnection: upgrade, CLOSE", false),
            ("HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nConnection: close", false),
            ("HTTP/1.2\r\nHost: a", true),
            ("HTTP/1.0", false),
            ("HTTP/1.0\r\nConnection: Keep-Alive", true),
            ("HTTP/1.0\r\nConnection: keep-alive, close", false),
        ]
    )
    func keepsAlive(_ head: String, _ keepsAlive: Bool) {
        let transcript = RequestTranscript.of("GET / \(head)\r\n\r\n", .byteByByte)
        #expect(transcript.requests.map(\.keepsAlive) == [keepsAlive])
    }

    @Test("Bytes above ASCII pass in a value and are read as U+FFFD if they are no UTF-8")
    func bytesAboveASCII() {
        let bytes = Array("GET / HTTP/1.0\r\nX: a".utf8) + [0xFF, 0x80] + Array("b\r\nY: ä\r\n\r\n".utf8)
        let head = RequestTranscript([bytes]).requests.first?.head
        #expect(head?.fields["X"] == "a\u{FFFD}\u{FFFD}b")
        #expect(head?.fields["Y"] == "ä")
    }

    @Test("A parser is idle until a byte comes and again after the end")
    func isIdle() {
        var parser = RequestParser()
        var states: [Bool] = []
        states.append(parser.isIdle)
        _ = parser.next(Array("G".utf8))
        states.append(parser.isIdle)
        _ = parser.next(Array("ET / HTTP/1.0\r\n\r\n".utf8))
        states.append(parser.isIdle)
        #expect(parser.next([]).event == .end)
        states.append(parser.isIdle)
        #expect(states == [true, false, false, true])
    }
}
