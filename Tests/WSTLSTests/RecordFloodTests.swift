//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import Testing
import WSTLS

@Suite("Floods of TLS records without data")
struct RecordFloodTests {
    private static let authority = Result { try CertificateAuthority() }
    private static let issued = Result { try authority.get().issue("DNS:localhost") }

    private let server: TLSContext
    private let client: TLSContext
    private let issued: CertificateAuthority.Issued

    init() throws {
        self.issued = try Self.issued.get()
        self.server = try TLSContext(server: TLS.ServerConfiguration(identities: [try self.issued.identity()]))
        self.client = try TLSContext(client: TLS.ClientConfiguration(trusting: Self.authority.get()))
    }

    /// A session of ours and a peer that has shaken hands with it.
    private func client(of peer: OpenSSLPeer) throws -> HostilePair {
        let session = TLSSession(self.client, connectingTo: "localhost")
        try session.start()
        return try HostilePair(session, peer)
    }

    private func server(of peer: OpenSSLPeer) throws -> HostilePair {
        try HostilePair(TLSSession(self.server), peer)
    }

    private func pairs() throws -> [HostilePair] {
        [try self.server(of: OpenSSLPeer()), try self.client(of: OpenSSLPeer(server: self.issued))]
    }

    @Test("a peer that updates its keys all the time is cut off after a hundred, and gets no more answers than that")
    func keyUpdates() throws {
        for pair in try self.pairs() {
            for _ in 0..<10_000 { pair.peer.updateKeys() }
            let error = try #require(pair.deliver())
            #expect(error.code == .protocolViolation)
            #expect(error.message == "The peer sends too many TLS records that carry no data.")
            #expect(pair.session.takeOutput().count <= 100 * 27)
        }
    }

    @Test("a byte of application data between two updates does not begin the count anew")
    func updatesBetweenBytes() throws {
        for pair in try self.pairs() {
            for _ in 0..<1000 {
                pair.peer.updateKeys()
                pair.peer.send([1])
            }
            #expect(pair.deliver()?.code == .protocolViolation)
            #expect(pair.received.count <= 100)
        }
    }

    @Test("keys may be updated ten times a second for as long as a connection lasts")
    func updatesInTime() throws {
        for pair in try self.pairs() {
            for _ in 0..<100 { pair.peer.updateKeys() }
            for second in 1...200 {
                #expect(pair.deliver(at: UInt64(second) * 1000) == nil)
                for _ in 0..<9 { pair.peer.updateKeys() }
            }
            for _ in 0..<200 { pair.peer.updateKeys() }
            #expect(pair.deliver(at: 201_000)?.code == .protocolViolation)
        }
    }

    @Test("keys may be updated after each 128 KiB, however fast those come")
    func updatesBehindData() throws {
        let data = [UInt8](repeating: 7, count: 16384)
        for pair in try self.pairs() {
            for _ in 0..<300 {
                for _ in 0..<8 { pair.peer.send(data) }
                pair.peer.updateKeys()
            }
            #expect(pair.deliver() == nil)
            #expect(pair.received.count == 300 * 8 * data.count)
        }
    }

    @Test("a server may not send tickets without end")
    func tickets() throws {
        let pair = try self.client(of: OpenSSLPeer(server: self.issued))
        for _ in 0..<20 { pair.peer.sendTicket() }
        #expect(pair.deliver() == nil)
        for _ in 0..<1000 { pair.peer.sendTicket() }
        #expect(pair.deliver()?.code == .protocolViolation)
    }

    @Test("records of one byte are limited too, but not as strictly")
    func tinyRecords() throws {
        for pair in try self.pairs() {
            for _ in 0..<90_000 { pair.peer.send([1]) }
            #expect(pair.deliver() == nil)
            #expect(pair.received.count == 90_000)
            for _ in 0..<90_000 { pair.peer.send([1]) }
            #expect(pair.deliver(at: 10_000) == nil)
            #expect(pair.received.count == 180_000)
            for _ in 0..<100_000 { pair.peer.send([1]) }
            #expect(pair.deliver(at: 10_000)?.code == .protocolViolation)
        }
    }

    @Test("TLS 1.2 is not renegotiated: a peer that asks is told so, and cut off when it goes on asking")
    func renegotiation() throws {
        let client = try self.client(of: OpenSSLPeer(server: self.issued, isTLS12: true))
        for pair in [try self.server(of: OpenSSLPeer(clientOfTLS12: true)), client] {
            pair.peer.renegotiate()
            #expect(pair.deliver() == nil)
            // An alert, which is nothing of another handshake.
            #expect(pair.session.takeOutput().first == 21)
            #expect(pair.session.isEstablished)
        }
        for _ in 0..<10_000 { client.peer.renegotiate() }
        #expect(client.deliver()?.code == .protocolViolation)
        #expect(client.session.takeOutput().count <= 100 * 31)
    }

    @Test("requests to begin anew, before there is an answer to begin with, are limited as well")
    func helloRequests() throws {
        let session = TLSSession(self.client, connectingTo: "localhost")
        try session.start()
        _ = session.takeOutput()
        // A record of TLS 1.2 with 4095 HelloRequests (RFC 5246 §7.4.1.1), which a client ignores during a handshake.
        let record = [22, 3, 3, 0x3F, 0xFC] + [UInt8](repeating: 0, count: 0x3FFC)
        var buffer = [UInt8](repeating: 0, count: 1000)
        let error = #expect(throws: TLS.Error.self) {
            for _ in 0..<10 {
                var span = buffer.mutableSpan
                try session.receive(record.span, at: 0, using: &span) { _ in }
            }
        }
        #expect(error?.message == "The peer sends too many TLS records that carry no data.")
    }

    @Test("nothing is taken in behind an error")
    func nothingAfterwards() throws {
        for pair in try self.pairs() {
            for _ in 0..<1000 { pair.peer.updateKeys() }
            pair.peer.send([1, 2, 3])
            #expect(pair.deliver() != nil)
            _ = pair.session.takeOutput()
            for _ in 0..<3 {
                pair.peer.send([1, 2, 3])
                #expect(pair.deliver(at: 1_000_000) != nil)
            }
            #expect(pair.received == [])
            #expect(pair.session.takeOutput() == [])
        }
    }
}
