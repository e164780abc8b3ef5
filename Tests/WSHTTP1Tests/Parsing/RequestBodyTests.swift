//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSHTTP
import WSHTTP1

@Suite("Request bodies")
struct RequestBodyTests {
    private static let post = "POST / HTTP/1.1\r\nHost: a\r\n"

    @Test("A body of known length ends after so many bytes", arguments: Feeding.allCases)
    func knownLength(_ feeding: Feeding) {
        let transcript = RequestTranscript.of(Self.post + "Content-Length: 0005\r\n\r\nHello", feeding)
        #expect(transcript.requests.map(\.length) == [.known(5)])
        #expect(transcript.requests.map(\.body) == [Array("Hello".utf8)])
        #expect(transcript.requests.map(\.isComplete) == [true])
        #expect(transcript.violation == nil)
    }

    @Test("A body of no bytes ends at once")
    func emptyBody() {
        let transcript = RequestTranscript.of(Self.post + "Content-Length: 0\r\n\r\n", .byteByByte)
        #expect(transcript.requests.map(\.length) == [.known(0)])
        #expect(transcript.requests.map(\.isComplete) == [true])
    }

    @Test("Requests follow one another on one connection", arguments: Feeding.allCases)
    func pipelining(_ feeding: Feeding) {
        let text =
            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
            + "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
            + "POST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n0\r\nT: x\r\n\r\n"
            + "HEAD /4 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        let transcript = RequestTranscript.of(text, feeding)
        #expect(transcript.requests.map(\.head.target) == ["/1", "/2", "/3", "/4"])
        #expect(transcript.requests.map(\.body) == [[], Array("abc".utf8), Array("de".utf8), []])
        #expect(transcript.requests.map(\.isComplete) == [true, true, true, true])
        #expect(transcript.requests.map(\.keepsAlive) == [true, true, true, false])
    }

    @Test(
        "These chunked bodies are good",
        arguments: [
            ("0\r\n\r\n", ""),
            ("000\r\n\r\n", ""),
            ("5\r\nHello\r\n0\r\n\r\n", "Hello"),
            ("005\r\nHello\r\n6\r\n World\r\n00\r\n\r\n", "Hello World"),
            ("a\r\n0123456789\r\nA\r\nabcdefghij\r\n0\r\n\r\n", "0123456789abcdefghij"),
            ("2;a\r\n\r\n\r\n0;b=c;d=\"e;\\\"\t\"\r\n\r\n", "\r\n"),
            ("1\r\nx\r\n0\r\nTrailer: a b\r\nEmpty:\r\n\r\n", "x"),
            ("0000000000000001\r\nx\r\n0\r\n\r\n", "x"),
        ]
    )
    func goodChunks(_ text: String, _ body: String) {
        for feeding in Feeding.allCases {
            let transcript = RequestTranscript.of(Self.post + "Transfer-Encoding: Chunked\r\n\r\n" + text, feeding)
            #expect(transcript.violation == nil)
            #expect(transcript.requests.map(\.length) == [.chunked])
            #expect(transcript.requests.map(\.body) == [Array(body.utf8)])
            #expect(transcript.requests.map(\.isComplete) == [true])
        }
    }

    private static let badChunks: [BadHead] = [
        BadHead("\r\n", .malformedChunk),
        BadHead(" 1\r\nx\r\n", .malformedChunk),
        BadHead("1 \r\nx\r\n", .malformedChunk),
        BadHead("+1\r\nx\r\n", .malformedChunk),
        BadHead("-1\r\nx\r\n", .malformedChunk),
        BadHead("0x1\r\nx\r\n", .malformedChunk),
        BadHead("g\r\n", .malformedChunk),
        BadHead("1_0\r\n", .malformedChunk),
        BadHead("00000000000000001\r\nx\r\n", .malformedChunk),
        BadHead("FFFFFFFFFFFFFFFF\r\n", .bodyTooLarge),
        BadHead("7FFFFFFFFFFFFFFF\r\n", .bodyTooLarge),
        BadHead("8000000000000000\r\n", .bodyTooLarge),
        BadHead("1\nx\r\n", .malformedChunk),
        BadHead("1\rx\r\n", .malformedChunk),
        BadHead("1\r\nxy\r\n", .malformedChunk),
        BadHead("1\r\nx\n", .malformedChunk),
        BadHead("1\r\nx\rx", .malformedChunk),
        BadHead("1\r\nx0\r\n\r\n", .malformedChunk),
        BadHead("1;\r\n", .malformedChunk),
        BadHead("1;=a\r\n", .malformedChunk),
        BadHead("1;a=\r\n", .malformedChunk),
        BadHead("1; a\r\n", .malformedChunk),
        BadHead("1;a =b\r\n", .malformedChunk),
        BadHead("1 ;a\r\n", .malformedChunk),
        BadHead("1;a=\"b\r\n", .malformedChunk),
        BadHead("1;a=\"b\\\r\n", .malformedChunk),
        BadHead("1;a=\"b\"c\r\n", .malformedChunk),
        BadHead("1;a\nx\r\n", .malformedChunk),
        BadHead("1;a\0\r\n", .malformedChunk),
        BadHead("0\r\n\n", .malformedField),
        BadHead("0\r\n\rx", .bareLineEnd),
        BadHead("0\r\nT\r\n", .malformedField),
        BadHead("0\r\n: x\r\n", .malformedField),
        BadHead("0\r\nT : x\r\n", .malformedField),
        BadHead("0\r\n T: x\r\n", .foldedField),
        BadHead("0\r\nT: x\r\n y\r\n", .foldedField),
        BadHead("0\r\nT: x\ny\r\n", .bareLineEnd),
        BadHead("0\r\nT: x\ry\r\n", .bareLineEnd),
        BadHead("0\r\nT: \0\r\n", .controlCharacter),
    ]

    @Test("These chunked bodies are refused, however they come", arguments: badChunks)
    func aBadChunkIsRefused(_ bad: BadHead) {
        for feeding in Feeding.allCases {
            let text = Self.post + "Transfer-Encoding: chunked\r\n\r\n" + bad.text
            // Data before the fault may arrive in other pieces, so only the verdict is compared.
            for cut in feeding.cuts(of: Array(text.utf8)) {
                let transcript = RequestTranscript(cut)
                #expect(transcript.violation == bad.violation)
                #expect(transcript.requests.map(\.isComplete) == [false])
            }
        }
    }

    private static let badLengths: [BadHead] = [
        BadHead("Content-Length: 5\r\nTransfer-Encoding: chunked", .ambiguousLength),
        BadHead("Transfer-Encoding: chunked\r\nContent-Length: 5", .ambiguousLength),
        BadHead("Transfer-Encoding: x\r\nContent-Length: -", .ambiguousLength),
        BadHead("Content-Length: 5\r\nContent-Length: 5", .invalidContentLength),
        BadHead("Content-Length: 5\r\nContent-Length: 6", .invalidContentLength),
        BadHead("Content-Length: 5, 5", .invalidContentLength),
        BadHead("Content-Length: +5", .invalidContentLength),
        BadHead("Content-Length: -5", .invalidContentLength),
        BadHead("Content-Length: 0x5", .invalidContentLength),
        BadHead("Content-Length: 5 5", .invalidContentLength),
        BadHead("Content-Length: 5.0", .invalidContentLength),
        BadHead("Content-Length:", .invalidContentLength),
        BadHead("Content-Length: ٥", .invalidContentLength),
        BadHead("Content-Length: 99999999999999999999x", .invalidContentLength),
        BadHead("Content-Length: 1048577", .bodyTooLarge),
        BadHead("Content-Length: 9223372036854775807", .bodyTooLarge),
        BadHead("Content-Length: 9223372036854775808", .bodyTooLarge),
        BadHead("Content-Length: 18446744073709551616", .bodyTooLarge),
        BadHead("Content-Length: 99999999999999999999999999", .bodyTooLarge),
        BadHead("Transfer-Encoding: gzip", .unsupportedTransferCoding),
        BadHead("Transfer-Encoding: identity", .unsupportedTransferCoding),
        BadHead("Transfer-Encoding: gzip, chunked", .unsupportedTransferCoding),
        BadHead("Transfer-Encoding: xchunked", .unsupportedTransferCoding),
        BadHead("Transfer-Encoding: chunked;q=1", .unsupportedTransferCoding),
        BadHead("Transfer-Encoding: chunked, gzip", .invalidTransferEncoding),
        BadHead("Transfer-Encoding: chunked, chunked", .invalidTransferEncoding),
        BadHead("Transfer-Encoding: , chunked", .invalidTransferEncoding),
        BadHead("Transfer-Encoding: chunked,", .invalidTransferEncoding),
        BadHead("Transfer-Encoding: \"chunked\"", .invalidTransferEncoding),
        BadHead("Transfer-Encoding:", .invalidTransferEncoding),
        BadHead("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", .invalidTransferEncoding),
        BadHead("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", .invalidTransferEncoding),
        BadHead("Transfer-Encoding : chunked", .malformedField),
        BadHead("Transfer-Encoding: \u{B}chunked", .controlCharacter),
    ]

    @Test("These lengths are refused, however they come", arguments: badLengths)
    func aBadLengthIsRefused(_ bad: BadHead) {
        for feeding in Feeding.allCases {
            let transcript = RequestTranscript.of(Self.post + bad.text + "\r\n\r\nHello", feeding)
            #expect(transcript.violation == bad.violation)
            #expect(transcript.requests.isEmpty)
        }
    }

    @Test("HTTP/1.0 has no chunks", arguments: ["chunked", "gzip"])
    func noChunksInHTTP10(_ coding: String) {
        let text = "POST / HTTP/1.0\r\nTransfer-Encoding: \(coding)\r\n\r\n0\r\n\r\n"
        #expect(RequestTranscript.of(text, .whole).violation == .invalidTransferEncoding)
    }

    @Test("An expectation is reported if a body is to follow, and not in HTTP/1.0")
    func expectations() {
        func expects(_ head: String) -> [Bool] {
            RequestTranscript([Array(head.utf8)]).requests.map(\.expectsContinue)
        }
        #expect(expects(Self.post + "Expect: 100-Continue\r\nContent-Length: 1\r\n\r\n") == [true])
        #expect(expects(Self.post + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n") == [true])
        #expect(expects(Self.post + "Expect: 100-continue\r\nContent-Length: 0\r\n\r\n") == [false])
        #expect(expects(Self.post + "Expect: 100-continue\r\n\r\n") == [false])
        #expect(expects("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n") == [false])
        #expect(expects("POST / HTTP/1.0\r\nExpect: x\r\nContent-Length: 1\r\n\r\n") == [false])
    }
}
