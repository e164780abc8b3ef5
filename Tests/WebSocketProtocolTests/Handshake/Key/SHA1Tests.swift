//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketProtocol

@Suite struct SHA1Tests {
    private static let twoBlocks =
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"

    private func digest(_ message: [UInt8]) -> [UInt8] {
        let digest = SHA1.digest(of: message.span)
        return digest.indices.map { digest[$0] }
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test(
        "The examples published with FIPS 180 come out",
        arguments: [
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
            ),
            (twoBlocks, "a49b2446a02c645bf419f995b67091253a04a259"),
            (String(repeating: "a", count: 1_000_000), "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
        ]
    )
    func published(message: String, digest: String) {
        #expect(hexadecimal(self.digest(Array(message.utf8))) == digest)
    }

    @Test("Messages of every length from 0 to 199 come out as another implementation has them")
    func everyLength() {
        var digests: [UInt8] = []
        for count in 0..<200 {
            digests += digest((0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + count) })
        }
        #expect(hexadecimal(digest(digests)) == "c2add6cb3908952ddaf192d7f14c30588649e3b5")
    }
}
