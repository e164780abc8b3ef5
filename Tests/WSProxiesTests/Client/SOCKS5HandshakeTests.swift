//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSProxies

@Suite("Being connected by a SOCKS5 proxy")
struct SOCKS5HandshakeTests {
    /// What is sent after the greeting, and how it ends, when these bytes come from the proxy, cut in some way.
    private func run(
        _ handshake: SOCKS5Handshake,
        _ pieces: [[UInt8]]
    ) -> (sent: [[UInt8]], end: SOCKS5Handshake.Step, rest: Int) {
        var handshake = handshake
        var sent: [[UInt8]] = []
        var end = SOCKS5Handshake.Step.needsMoreBytes
        var rest = 0
        for piece in pieces {
            var position = 0
            loop: while true {
                let step = handshake.next(piece.span, from: &position)
                switch step {
                case .needsMoreBytes: break loop
                case .send(let bytes): sent.append(bytes)
                case .connected, .failed:
                    end = step
                    break loop
                }
            }
            rest += piece.count - position
        }
        return (sent, end, rest)
    }

    private static let success: [UInt8] = [5, 0, 0, 1, 192, 0, 2, 9, 0x1F, 0x90]

    @Test("a name is sent as it is, for the proxy to look up", arguments: Feeding.allCases)
    func name(feeding: Feeding) throws {
        let handshake = try SOCKS5Handshake(host: "example.com", port: 443)
        #expect(handshake.greeting == [5, 1, 0])
        for pieces in feeding.cuts(of: [5, 0] + Self.success + [9, 9]) {
            let result = self.run(handshake, pieces)
            #expect(result.sent == [[5, 1, 0, 3, 11] + Array("example.com".utf8) + [0x01, 0xBB]])
            #expect(result.end == .connected)
            #expect(result.rest == 2)
        }
    }

    @Test(
        "addresses are sent as such",
        arguments: [
            ("192.0.2.1", [1, 192, 0, 2, 1]),
            ("2001:db8::1", [4, 0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
        ] as [(String, [UInt8])]
    )
    func address(host: String, bytes: [UInt8]) throws {
        let result = self.run(try SOCKS5Handshake(host: host, port: 80), [[5, 0]])
        #expect(result.sent == [[5, 1, 0] + bytes + [0, 80]])
        #expect(result.end == .needsMoreBytes)
    }

    @Test("user name and password are sent to a proxy that wants them, and only then", arguments: Feeding.allCases)
    func credentials(feeding: Feeding) throws {
        let handshake = try SOCKS5Handshake(host: "h", port: 1, user: "ann", password: "pw")
        #expect(handshake.greeting == [5, 2, 0, 2])
        let request: [UInt8] = [5, 1, 0, 3, 1, 0x68, 0, 1]
        for pieces in feeding.cuts(of: [5, 2, 1, 0] + Self.success) {
            let result = self.run(handshake, pieces)
            #expect(result.sent == [[1, 3, 0x61, 0x6E, 0x6E, 2, 0x70, 0x77], request])
            #expect(result.end == .connected)
        }
        #expect(self.run(handshake, [[5, 0] + Self.success]).sent == [request])
        #expect(self.run(handshake, [[5, 2, 1, 1]]).end == .failed(.credentialsRefused))
    }

    @Test(
        "whatever the proxy calls its own address is passed over",
        arguments: [
            [5, 0, 0, 1, 1, 2, 3, 4, 5, 6], [5, 0, 0, 3, 0, 5, 6], [5, 0, 0, 3, 2, 0x61, 0x62, 5, 6],
            [5, 0, 0, 4] + [UInt8](repeating: 7, count: 18),
        ] as [[UInt8]]
    )
    func boundAddress(reply: [UInt8]) throws {
        let handshake = try SOCKS5Handshake(host: "h", port: 1)
        for pieces in Feeding.splitAtEveryPoint.cuts(of: [5, 0] + reply) {
            let result = self.run(handshake, pieces)
            #expect(result.end == .connected)
            #expect(result.rest == 0)
        }
    }

    @Test(
        "what is no agreement is an error that says why",
        arguments: [
            ([0x48, 0x54], .notSOCKS5),
            ([4, 0], .notSOCKS5),
            ([5, 0xFF], .noAcceptableMethod(hasCredentials: false)),
            ([5, 2], .noAcceptableMethod(hasCredentials: false)),
            ([5, 1], .noAcceptableMethod(hasCredentials: false)),
            ([5, 0, 4, 0, 0, 1, 0], .notSOCKS5),
            ([5, 0, 5, 0, 0, 2, 0], .notSOCKS5),
            ([5, 0, 5, 1, 0, 1, 0], .refused(1)),
            ([5, 0, 5, 5, 0, 1, 0], .refused(5)),
            ([5, 0, 5, 99, 0, 9, 0], .refused(99)),
        ] as [([UInt8], SOCKS5Error)]
    )
    func refusals(answer: [UInt8], error: SOCKS5Error) throws {
        let handshake = try SOCKS5Handshake(host: "h", port: 1)
        for pieces in Feeding.splitAtEveryPoint.cuts(of: answer) {
            #expect(self.run(handshake, pieces).end == .failed(error))
        }
        #expect(error.description.hasSuffix("."))
    }

    @Test("an end stays an end, whatever else comes")
    func end() throws {
        var handshake = try SOCKS5Handshake(host: "h", port: 1)
        var position = 0
        let bytes: [UInt8] = [4, 4, 5, 0]
        #expect(handshake.next(bytes.span, from: &position) == .failed(.notSOCKS5))
        #expect(handshake.next(bytes.span, from: &position) == .failed(.notSOCKS5))
        #expect(position == 2)
    }

    @Test("what does not fit is refused before anything is sent")
    func unsendable() {
        let long = String(repeating: "x", count: 256)
        #expect(throws: SOCKS5Error.unsendable) { try SOCKS5Handshake(host: long, port: 1) }
        #expect(throws: SOCKS5Error.unsendable) { try SOCKS5Handshake(host: "", port: 1) }
        #expect(throws: SOCKS5Error.unsendable) { try SOCKS5Handshake(host: "h", port: 1, user: long, password: "p") }
        #expect(throws: SOCKS5Error.unsendable) { try SOCKS5Handshake(host: "h", port: 1, user: "u", password: long) }
        #expect(throws: SOCKS5Error.unsendable) { try SOCKS5Handshake(host: "h", port: 1, user: "u") }
    }

    @Test("random bytes end somehow, and the same however they are cut")
    func random() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<3000 {
            var bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                UInt8.random(in: 0...5, using: &generator)
            }
            if Bool.random(using: &generator) {
                bytes = [5, 0] + bytes
            }
            let handshake = try SOCKS5Handshake(host: "h", port: 1)
            let whole = self.run(handshake, [bytes])
            let cut = self.run(handshake, bytes.map { [$0] })
            #expect(whole.sent == cut.sent)
            #expect(whole.end == cut.end)
        }
    }
}
