//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSHTTP
import WSHTTP1

@Suite("Responses")
struct ResponseParserTests {
    @Test("A switch of protocols ends at its head, and what follows is left", arguments: Feeding.allCases)
    func switchingProtocols(_ feeding: Feeding) {
        let text =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\nframes"
        let transcript = ResponseTranscript.of(text, feeding)
        #expect(transcript.head?.status == .switchingProtocols)
        #expect(transcript.head?.reason == "Switching Protocols")
        #expect(transcript.head?.version == .http11)
        #expect(transcript.head?.fields["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        #expect(transcript.length == BodyLength.none)
        #expect(transcript.isComplete)
        #expect(transcript.rest == Array("frames".utf8))
    }

    @Test("Interim responses are skipped", arguments: Feeding.allCases)
    func interimResponses(_ feeding: Feeding) {
        let text =
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
            + "HTTP/1.1 204 No Content\r\nContent-Length: 7\r\n\r\n"
        let transcript = ResponseTranscript.of(text, feeding)
        #expect(transcript.head?.status == .noContent)
        #expect(transcript.isComplete)
    }

    @Test("Eight interim responses are waited through, and a ninth is refused")
    func tooManyInterimResponses() {
        let interim = "HTTP/1.1 102 Processing\r\n\r\n"
        let final = "HTTP/1.1 204 No Content\r\n\r\n"
        let eight = String(repeating: interim, count: 8)
        #expect(ResponseTranscript.of(eight + final, .byteByByte).isComplete)
        #expect(ResponseTranscript.of(eight + interim + final, .byteByByte).violation == .tooManyInterimResponses)
    }

    @Test("A body is delimited by its length, its chunks, or the connection's end", arguments: Feeding.allCases)
    func bodies(_ feeding: Feeding) {
        let known = ResponseTranscript.of("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nnoX", feeding)
        #expect(known.body == Array("no".utf8))
        #expect(known.isComplete)
        #expect(known.rest == Array("X".utf8))

        let chunked = ResponseTranscript.of(
            "HTTP/1.1 500 Internal Server Error\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nsad\r\n0\r\n\r\n",
            feeding
        )
        #expect(chunked.body == Array("sad".utf8))
        #expect(chunked.isComplete)

        let untilClose = ResponseTranscript.of("HTTP/1.0 200 OK\r\n\r\nbye", feeding, closes: true)
        #expect(untilClose.length == .untilClose)
        #expect(untilClose.body == Array("bye".utf8))
        #expect(untilClose.isComplete)
    }

    @Test(
        "A body larger than the limit is cut there",
        arguments: [
            "Content-Length: 11\r\n\r\n0123456789x",
            "Content-Length: 99999999999999999999999\r\n\r\n0123456789x",
            "Transfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n7fffffff\r\n456789x",
            "A: b\r\n\r\n0123456789x",
        ]
    )
    func cutBodies(_ text: String) {
        for feeding in Feeding.allCases {
            let bytes = Array("HTTP/1.1 400 Bad Request\r\n\(text)".utf8)
            for cut in feeding.cuts(of: bytes) {
                let transcript = ResponseTranscript(cut, limits: HTTPLimits(maxBodySize: 10), closes: false)
                #expect(transcript.body == Array("0123456789".utf8))
                #expect(transcript.isBodyCut)
                #expect(transcript.isComplete)
            }
        }
    }

    @Test("A body of exactly the limit is not cut", arguments: Feeding.allCases)
    func exactBodies(_ feeding: Feeding) {
        let text = "HTTP/1.1 400 Bad Request\r\nContent-Length: 10\r\n\r\n0123456789"
        let transcript = ResponseTranscript.of(text, feeding, limits: HTTPLimits(maxBodySize: 10))
        #expect(transcript.isComplete)
        #expect(!transcript.isBodyCut)
    }

    @Test(
        "A connection that ends within a response fails it",
        arguments: [
            "", "HTTP/1.1 2", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
        ]
    )
    func unexpectedEnd(_ text: String) {
        #expect(ResponseTranscript.of(text, .byteByByte, closes: true).violation == .unexpectedEnd)
    }

    @Test("The phrase may be empty, or missing with its space, or no UTF-8")
    func phrases() {
        #expect(ResponseTranscript.of("HTTP/1.1 204 \r\n\r\n", .byteByByte).head?.reason == "")
        #expect(ResponseTranscript.of("HTTP/1.1 204\r\n\r\n", .byteByByte).head?.reason == "")
        let bytes = Array("HTTP/1.1 204 a".utf8) + [0xFF] + Array("\r\n\r\n".utf8)
        let transcript = ResponseTranscript([bytes], limits: HTTPLimits(), closes: false)
        #expect(transcript.head?.reason == "a\u{FFFD}")
    }

    private static let badResponses: [BadHead] = [
        BadHead("HTTP/1.1\r\n\r\n", .malformedStartLine),
        BadHead("HTTP/1.1 \r\n\r\n", .malformedStartLine),
        BadHead("HTTP/1.1 20\r\n\r\n", .malformedStartLine),
        BadHead("HTTP/1.1 2000 OK\r\n\r\n", .malformedStartLine),
        BadHead("HTTP/1.1 +20 OK\r\n\r\n", .malformedStartLine),
        BadHead("HTTP/1.1 099 OK\r\n\r\n", .malformedStartLine),
        BadHead("HTTP/1.1  200 OK\r\n\r\n", .malformedStartLine),
        BadHead("HTTP/1.1\t200 OK\r\n\r\n", .malformedStartLine),
        BadHead("http/1.1 200 OK\r\n\r\n", .malformedStartLine),
        BadHead("SSH-2.0-OpenSSH_9.6\r\n", .malformedStartLine),
        BadHead("HTTP/2.0 200 OK\r\n\r\n", .unsupportedVersion),
        BadHead("HTTP/1.1 200 OK\n\n", .bareLineEnd),
        BadHead("HTTP/1.1 200 O\rK\r\n\r\n", .bareLineEnd),
        BadHead("HTTP/1.1 200 O\0K\r\n\r\n", .controlCharacter),
        BadHead("HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", .foldedField),
        BadHead("HTTP/1.1 200 OK\r\nA : b\r\n\r\n", .malformedField),
        BadHead("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", .ambiguousLength),
        BadHead("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", .invalidContentLength),
        BadHead("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", .unsupportedTransferCoding),
        BadHead("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", .invalidTransferEncoding),
        BadHead("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .invalidTransferEncoding),
        BadHead("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1 \r\n", .malformedChunk),
    ]

    @Test("These responses are refused, however they come", arguments: badResponses)
    func aBadResponseIsRefused(_ bad: BadHead) {
        for feeding in Feeding.allCases {
            #expect(ResponseTranscript.of(bad.text, feeding).violation == bad.violation)
        }
    }

    @Test("A head beyond the limits is refused")
    func limits() {
        let endless = [UInt8]("HTTP/1.1 200 ".utf8) + [UInt8](repeating: 0x78, count: 20_000)
        #expect(ResponseTranscript([endless], limits: HTTPLimits(), closes: false).violation == .headTooLarge)
        let fields = "HTTP/1.1 200 OK\r\n" + String(repeating: "a:\r\n", count: 101) + "\r\n"
        #expect(ResponseTranscript.of(fields, .whole).violation == .tooManyFields)
    }

    @Test("A failure is final")
    func failureIsFinal() {
        var parser = ResponseParser()
        #expect(parser.next([0x0A]).event == .failed(.bareLineEnd))
        #expect(parser.next(Array("HTTP/1.1 200 OK\r\n\r\n".utf8)) == (.failed(.bareLineEnd), 0))
        #expect(parser.nextAtEndOfStream() == .failed(.bareLineEnd))
    }
}
