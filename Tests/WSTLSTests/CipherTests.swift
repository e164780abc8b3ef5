//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import Testing
import WSTLS

@Suite("Ciphers of TLS 1.2")
struct CipherTests {
    private static let authority = Result { try CertificateAuthority() }
    private static let issued = Result { try authority.get().issue("DNS:localhost") }
    private static let rsa = Result { try authority.get().issue("DNS:localhost", hasRSAKey: true) }

    /// Whether both a client and a server of ours agree on a cipher with a peer that offers nothing else.
    private func outcomes(_ cipher: String, _ issued: CertificateAuthority.Issued) throws -> [Bool] {
        let server = TLSSession(
            try TLSContext(server: TLS.ServerConfiguration(identities: [try issued.identity()]))
        )
        let client = TLSSession(
            try TLSContext(client: TLS.ClientConfiguration(trusting: Self.authority.get())),
            connectingTo: "localhost"
        )
        try client.start()
        return [
            (server, OpenSSLPeer(clientOfTLS12: true, ciphers: cipher)),
            (client, OpenSSLPeer(server: issued, isTLS12: true, ciphers: cipher)),
        ].map { session, peer in
            let pair = try? HostilePair(session, peer)
            return pair?.session.isEstablished == true && peer.cipher == cipher
        }
    }

    @Test(
        "with forward secrecy and authenticated encryption they are agreed on",
        arguments: ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305"]
    )
    func good(name: String) throws {
        #expect(try self.outcomes("ECDHE-ECDSA-\(name)", Self.issued.get()) == [true, true])
        #expect(try self.outcomes("ECDHE-RSA-\(name)", Self.rsa.get()) == [true, true])
    }

    @Test(
        "without either they are not",
        arguments: [
            "AES128-SHA", "AES256-SHA256", "AES128-GCM-SHA256", "AES256-GCM-SHA384", "ECDHE-RSA-AES128-SHA",
            "ECDHE-RSA-AES128-SHA256", "ECDHE-RSA-AES256-SHA384",
        ]
    )
    func bad(cipher: String) throws {
        #expect(try self.outcomes(cipher, Self.rsa.get()) == [false, false])
    }

    @Test("nor for a key on a curve", arguments: ["ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384"])
    func badForCurves(cipher: String) throws {
        #expect(try self.outcomes(cipher, Self.issued.get()) == [false, false])
    }

    @Test("a client offers nothing else")
    func offered() throws {
        let client = TLSSession(try TLSContext(client: TLS.ClientConfiguration()), connectingTo: "localhost")
        try client.start()
        let hello = client.takeOutput()
        // A record's header, a message's, the version, 32 random bytes, a session's name behind its length; then the ciphers.
        let name = 5 + 4 + 2 + 32
        let start = name + 1 + Int(hello[name])
        let count = Int(hello[start]) << 8 | Int(hello[start + 1])
        let ciphers = stride(from: start + 2, to: start + 2 + count, by: 2).map {
            UInt16(hello[$0]) << 8 | UInt16(hello[$0 + 1])
        }
        // Those of TLS 1.3, ECDHE with AES-GCM and with ChaCha20; and that renegotiation is secure (RFC 5746 §3.3).
        #expect(
            Set(ciphers) == [
                0x1301, 0x1302, 0x1303, 0xC02B, 0xC02C, 0xC02F, 0xC030, 0xCCA8, 0xCCA9, 0x00FF,
            ]
        )
    }
}
