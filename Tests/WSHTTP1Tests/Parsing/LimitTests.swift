//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSHTTP1

@Suite("Limits")
struct LimitTests {
    /// A head of exactly `size` bytes.
    private func head(size: Int) -> [UInt8] {
        let frame = "GET / HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n"
        return Array("GET / HTTP/1.1\r\nHost: a\r\nX: ".utf8)
            + [UInt8](repeating: 0x78, count: size - frame.utf8.count)
            + Array("\r\n\r\n".utf8)
    }

    @Test("A head of exactly the limit passes, and one byte more is refused", arguments: Feeding.allCases)
    func headSize(_ feeding: Feeding) {
        let limits = HTTPLimits(maxHeadSize: 100)
        for cut in feeding.cuts(of: head(size: 100)) {
            let transcript = RequestTranscript(cut, limits: limits)
            #expect(transcript.violation == nil)
            #expect(transcript.requests.map(\.isComplete) == [true])
        }
        for cut in feeding.cuts(of: head(size: 101)) {
            #expect(RequestTranscript(cut, limits: limits).violation == .headTooLarge)
        }
    }

    @Test("The default head limit is 16 KiB")
    func defaultHeadSize() {
        #expect(RequestTranscript([head(size: 16 * 1024)]).violation == nil)
        #expect(RequestTranscript([head(size: 16 * 1024 + 1)]).violation == .headTooLarge)
    }

    @Test("A target of exactly the limit passes, and one byte more is refused", arguments: Feeding.allCases)
    func targetLength(_ feeding: Feeding) {
        let limits = HTTPLimits(maxTargetLength: 10)
        func transcript(_ target: String) -> RequestTranscript {
            .of("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n", feeding, limits: limits)
        }
        #expect(transcript("/234567890").violation == nil)
        #expect(transcript("/2345678901").violation == .targetTooLong)
    }

    @Test("A request line that cannot become valid any more is refused without its end")
    func endlessRequestLine() {
        let limits = HTTPLimits(maxTargetLength: 10)
        let endless = Array("GET /".utf8) + [UInt8](repeating: 0x78, count: 47)
        #expect(RequestTranscript([endless], limits: limits).violation == nil)
        #expect(RequestTranscript([endless + [0x78]], limits: limits).violation == .targetTooLong)
        let longerThanHead = [UInt8](repeating: 0x78, count: 50)
        let small = HTTPLimits(maxHeadSize: 50)
        #expect(RequestTranscript([longerThanHead], limits: small).violation == .targetTooLong)
    }

    @Test("As many fields as the limit pass, and one more is refused", arguments: Feeding.allCases)
    func fieldCount(_ feeding: Feeding) {
        let limits = HTTPLimits(maxFieldCount: 3)
        let start = "GET / HTTP/1.1\r\nHost: a\r\nb:\r\nc:\r\n"
        #expect(RequestTranscript.of(start + "\r\n", feeding, limits: limits).violation == nil)
        #expect(RequestTranscript.of(start + "d:\r\n\r\n", feeding, limits: limits).violation == .tooManyFields)
    }

    @Test("Ten thousand fields are refused at the hundred and first")
    func tenThousandFields() {
        let text = "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "a:\r\n", count: 10_000) + "\r\n"
        #expect(RequestTranscript([Array(text.utf8)]).violation == .tooManyFields)
        #expect(RequestTranscript(Feeding.byteByByte.cuts(of: Array(text.utf8))[0]).violation == .tooManyFields)
    }

    @Test("A head of 20 MB, byte by byte, is cut at the limit")
    func immenseHead() {
        var parser = RequestParser()
        var taken = parser.next(Array("GET / HTTP/1.1\r\nHost: a\r\nX: ".utf8)).used
        let piece: [UInt8] = [0x78]
        for _ in 0..<20_000_000 {
            let (event, used) = parser.next(piece)
            taken += used
            guard event == .needsMoreBytes else {
                #expect(event == .failed(.headTooLarge))
                break
            }
        }
        #expect(taken == 16 * 1024 - 1)
    }

    @Test("A large head that drips in byte by byte takes linear time", .timeLimit(.minutes(1)))
    func dripIsLinear() {
        let limits = HTTPLimits(maxHeadSize: 4_000_000, maxTargetLength: 1_000_000)
        let target = "/" + String(repeating: "t", count: 999_999)
        let value = String(repeating: "v", count: 2_000_000)
        let bytes = Array("GET \(target) HTTP/1.1\r\nHost: a\r\nX: \(value)\r\n\r\n".utf8)
        var parser = RequestParser(limits: limits)
        for byte in bytes.dropLast() {
            guard parser.next([byte]).event == .needsMoreBytes else {
                Issue.record("the head ended early")
                return
            }
        }
        guard case .head = parser.next([0x0A]).event else {
            Issue.record("no head")
            return
        }
    }

    @Test("A body of exactly the limit passes, and one byte more is refused", arguments: Feeding.allCases)
    func bodySize(_ feeding: Feeding) {
        let limits = HTTPLimits(maxBodySize: 10)
        let post = "POST / HTTP/1.1\r\nHost: a\r\n"
        func violation(_ text: String) -> HTTPViolation? {
            RequestTranscript.of(post + text, feeding, limits: limits).violation
        }
        #expect(violation("Content-Length: 10\r\n\r\n0123456789") == nil)
        #expect(violation("Content-Length: 11\r\n\r\n") == .bodyTooLarge)
        let chunked = "Transfer-Encoding: chunked\r\n\r\n"
        #expect(violation(chunked + "5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n") == nil)
        #expect(violation(chunked + "5\r\n01234\r\n6\r") == .bodyTooLarge)
        #expect(violation(chunked + "b\r") == .bodyTooLarge)
    }

    @Test("Chunk extensions are bounded over the whole body")
    func chunkExtensions() {
        let limits = HTTPLimits(maxHeadSize: 100)
        let start = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        func violation(extensions count: Int) -> HTTPViolation? {
            let chunks = String(repeating: "1;abcdefghij\r\nx\r\n", count: count)
            return RequestTranscript([Array((start + chunks).utf8)], limits: limits).violation
        }
        #expect(violation(extensions: 10) == nil)
        #expect(violation(extensions: 11) == .chunkExtensionTooLarge)
    }

    @Test("Trailers are bounded in size and number")
    func trailers() {
        let limits = HTTPLimits(maxHeadSize: 100, maxFieldCount: 3)
        let start = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
        func violation(_ trailers: String) -> HTTPViolation? {
            RequestTranscript.of(start + trailers, .byteByByte, limits: limits).violation
        }
        #expect(violation("a:\r\nb:\r\nc:\r\n\r\n") == nil)
        #expect(violation("a:\r\nb:\r\nc:\r\nd:\r\n\r\n") == .tooManyFields)
        #expect(violation("a:" + String(repeating: "x", count: 95) + "\r\n\r\n") == nil)
        #expect(violation("a:" + String(repeating: "x", count: 96) + "\r\n\r\n") == .headTooLarge)
    }

    @Test("Limits that make no sense stop the program")
    func limitsAreChecked() async {
        await #expect(processExitsWith: .failure) { _ = HTTPLimits(maxHeadSize: -1) }
        await #expect(processExitsWith: .failure) { _ = HTTPLimits(maxHeadSize: 1 << 30 + 1) }
        await #expect(processExitsWith: .failure) { _ = HTTPLimits(maxFieldCount: -1) }
        await #expect(processExitsWith: .failure) { _ = HTTPLimits(maxTargetLength: -1) }
        await #expect(processExitsWith: .failure) { _ = HTTPLimits(maxBodySize: -1) }
    }

    @Test("Limits of zero refuse everything and trap on nothing")
    func zeroLimits() {
        let limits = HTTPLimits(maxHeadSize: 0, maxFieldCount: 0, maxTargetLength: 0, maxBodySize: 0)
        #expect(RequestTranscript.of("GET / HTTP/1.0\r\n\r\n", .whole, limits: limits).violation == .targetTooLong)
    }
}
