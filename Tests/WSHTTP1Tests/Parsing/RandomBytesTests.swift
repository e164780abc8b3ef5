//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSHTTP1

@Suite("Random bytes")
struct RandomBytesTests {
    /// Fragments that lead random bytes deep into the parsers.
    private static let fragments: [[UInt8]] = [
        "GET ", "/", " HTTP/1.1\r\n", "Host: a\r\n", "\r\n", "\r", "\n", "\0", ": ", "Content-Length: ", "5",
        "99999999999",
        "Transfer-Encoding: chunked\r\n", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 101 x\r\n", "0\r\n", "f\r\n", ";a=\"",
        "Expect: ",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "http://", "[::1]:", "%4", "*", " ", "\t",
        "ä",
        "FFFFFFFFFFFFFFFF", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    ].map { text in Array(text.utf8) }

    private func randomBytes(_ random: inout SeededGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            if Int.random(in: 0..<4, using: &random) == 0 {
                bytes.append(UInt8.random(in: 0...255, using: &random))
            } else {
                bytes += Self.fragments.randomElement(using: &random) ?? []
            }
        }
        return bytes
    }

    @Test("No bytes stop the program, and all ways of feeding them agree", arguments: [1, 2, 3, 4] as [UInt64])
    func nothingTraps(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let limits = HTTPLimits(maxHeadSize: 200, maxFieldCount: 4, maxTargetLength: 40, maxBodySize: 30)
        for round in 0..<3_000 {
            let bytes = randomBytes(&random)
            let pieces = Feeding.byteByByte.cuts(of: bytes)[0]
            let whole = RequestTranscript([bytes], limits: limits)
            let dripped = RequestTranscript(pieces, limits: limits)
            #expect(whole == dripped, "seed \(seed), round \(round): \(bytes)")
            let response = ResponseTranscript([bytes], limits: limits, closes: true)
            let drippedResponse = ResponseTranscript(pieces, limits: limits, closes: true)
            #expect(response == drippedResponse, "seed \(seed), round \(round): \(bytes)")
        }
    }

    @Test("The search for control characters agrees with the naive one at every offset")
    func everyControlIsSeenAtEveryOffset() {
        // A forbidden byte anywhere in a value of any length must be found, and every other byte must pass.
        for length in 1...40 {
            for offset in 0..<length {
                for byte in [0x00, 0x08, 0x09, 0x0B, 0x1F, 0x20, 0x7E, 0x7F, 0x80, 0xFF] as [UInt8] {
                    var value = [UInt8](repeating: 0x78, count: length)
                    value[offset] = byte
                    let bytes = Array("GET / HTTP/1.0\r\nX: ".utf8) + value + Array("\r\n\r\n".utf8)
                    let isForbidden = (byte < 0x20 && byte != 0x09) || byte == 0x7F
                    let transcript = RequestTranscript([bytes])
                    #expect(transcript.violation == (isForbidden ? .controlCharacter : nil))
                }
            }
        }
    }

    @Test("Among bytes next to the forbidden ones the search agrees with the naive one", arguments: [5, 6] as [UInt64])
    func neighboursDoNotConfuseTheSearch(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let allowed: [UInt8] = [0x09, 0x09, 0x09, 0x20, 0x20, 0x20, 0x21, 0x7E, 0x7E, 0x80, 0x9F, 0xFF]
        let forbidden: [UInt8] = [0x1F, 0x7F, 0x00]
        for round in 0..<3_000 {
            let alphabet = round.isMultiple(of: 2) ? allowed : allowed + forbidden
            let value = (0..<Int.random(in: 0...24, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0x20
            }
            let isForbidden = value.contains { byte in (byte < 0x20 && byte != 0x09) || byte == 0x7F }
            let bytes = Array("GET / HTTP/1.0\r\nX: ".utf8) + value + Array("\r\n\r\n".utf8)
            let violation = RequestTranscript([bytes]).violation
            #expect(violation == (isForbidden ? .controlCharacter : nil), "seed \(seed), round \(round): \(value)")
        }
    }
}
