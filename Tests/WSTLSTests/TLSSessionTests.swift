//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import TestSupport
import Testing
import WSTLS

@Suite("TLS sessions")
struct TLSSessionTests {
    private static let authority = Result { try CertificateAuthority() }
    private static let server = Result { try authority.get().issue("DNS:localhost,IP:127.0.0.1,IP:::1") }

    private let authority: CertificateAuthority
    private let server: CertificateAuthority.Issued

    init() throws {
        self.authority = try Self.authority.get()
        self.server = try Self.server.get()
    }

    private func pair(
        host: String = "localhost",
        _ changeClient: (inout TLS.ClientConfiguration) -> Void = { _ in },
        server changeServer: (inout TLS.ServerConfiguration) -> Void = { _ in }
    ) throws -> TLSPair {
        var client = TLS.ClientConfiguration(trusting: self.authority)
        changeClient(&client)
        var server = TLS.ServerConfiguration(identities: [try self.server.identity()])
        changeServer(&server)
        return try TLSPair(client: client, server: server, host: host)
    }

    @Test("bytes come through in both directions, however the transport cuts them", arguments: [1, 7, 1000, .max])
    func exchange(size: Int) throws {
        let pair = try self.pair()
        pair.run(cutTo: size)
        #expect(pair.areEstablished)
        var generator = SeededGenerator(seed: 11)
        let question = generator.bytes(count: 40_000)
        let answer = generator.bytes(count: 17)
        try pair.client.send(question.span)
        try pair.server.send(answer.span)
        pair.run(cutTo: size)
        #expect(pair.serverReceived == question)
        #expect(pair.clientReceived == answer)
        #expect(pair.serverError == nil)
        #expect(pair.clientError == nil)
    }

    @Test("what each says as its last is told from a transport that breaks")
    func closing() throws {
        let pair = try self.pair()
        pair.run()
        try pair.server.send([1, 2, 3].span)
        pair.server.close()
        pair.run()
        #expect(pair.clientReceived == [1, 2, 3])
        #expect(pair.client.hasReceivedClose)
        #expect(!pair.server.hasReceivedClose)
        #expect(throws: Never.self) { try pair.client.receivedEnd() }
        let error = #expect(throws: TLS.Error.self) { try pair.server.receivedEnd() }
        #expect(error?.code == .truncated)
    }

    @Test("what came before a record that is broken is received")
    func broken() throws {
        let pair = try self.pair()
        pair.run()
        try pair.client.send([1, 2, 3].span)
        let good = pair.client.takeOutput()
        try pair.client.send([4].span)
        var bad = pair.client.takeOutput()
        bad[bad.count - 1] ^= 1
        var buffer = [UInt8](repeating: 0, count: 1000)
        var span = buffer.mutableSpan
        var received: [UInt8] = []
        let both = good + bad
        let error = #expect(throws: TLS.Error.self) {
            try pair.server.receive(both.span, at: 0, using: &span) { plaintext in
                for index in plaintext.indices { received.append(plaintext[index]) }
            }
        }
        #expect(error?.code == .protocolViolation)
        #expect(received == [1, 2, 3])
        #expect(!pair.server.takeOutput().isEmpty, "the peer is told by an alert")
    }

    @Test("names and addresses that are in the certificate", arguments: ["localhost", "127.0.0.1", "::1"])
    func hosts(host: String) throws {
        let pair = try self.pair(host: host)
        pair.run()
        #expect(pair.areEstablished)
    }

    @Test("those that are not", arguments: ["example.com", "127.0.0.2", "localhost.example.com", "ocalhost", "::2"])
    func otherHosts(host: String) throws {
        let pair = try self.pair(host: host)
        pair.run()
        #expect(!pair.client.isEstablished)
        #expect(pair.clientError?.code == .hostMismatch)
        #expect(pair.clientError?.message == "The certificate of \(host) is for another host.")
        #expect(pair.serverError?.code == .refusedByPeer)
    }

    @Test(
        "a certificate's common name matches no host, with or without other names",
        arguments: ["", "DNS:example.com", "IP:127.0.0.1", "email:a@localhost"]
    )
    func commonName(names: String) throws {
        let identity = try self.authority.issue(names, commonName: "localhost").identity()
        let pair = try self.pair { _ in
        } server: {
            $0.identities = [identity]
        }
        pair.run()
        #expect(pair.clientError?.code == .hostMismatch)
        // Nor does a server of several identities choose by it.
        let other = try self.pair { _ in
        } server: {
            $0.identities = [identity, $0.identities[0]]
        }
        other.run()
        #expect(other.areEstablished)
    }

    @Test("an address is compared with the addresses of a certificate, not with its names")
    func addresses() throws {
        for (names, isGood) in [("DNS:127.0.0.1", false), ("DNS:*.0.0.1", false), ("IP:127.0.0.1", true)] {
            let identity = try self.authority.issue(names, commonName: "127.0.0.1").identity()
            for host in ["127.0.0.1", "127.0.0.1."] {
                let pair = try self.pair(host: host) { _ in
                } server: {
                    $0.identities = [identity]
                }
                pair.run()
                #expect(pair.client.isEstablished == isGood, "\(names) \(host)")
            }
        }
    }

    @Test("a wildcard stands for one whole label")
    func wildcards() throws {
        for (name, host, isGood) in [
            ("*.example.test", "a.example.test", true), ("*.example.test", "A.EXAMPLE.test.", true),
            ("*.example.test", "example.test", false), ("*.example.test", "a.b.example.test", false),
            ("a*.example.test", "ab.example.test", false), ("*b.example.test", "ab.example.test", false),
            ("a.*.test", "a.example.test", false), ("*.test", "a.test", false),
        ] {
            let identity = try self.authority.issue("DNS:\(name)").identity()
            let pair = try self.pair(host: host) { _ in
            } server: {
                $0.identities = [identity]
            }
            pair.run()
            #expect(pair.client.isEstablished == isGood, "\(name) \(host)")
        }
    }

    @Test(
        "SNI has the name without the dot at its end, and no address",
        arguments: [
            ("localhost", "localhost"), ("localhost.", "localhost"), ("127.0.0.1", nil), ("::1", nil), ("::1%lo", nil),
        ]
    )
    func serverNameIndication(host: String, expected: String?) throws {
        let session = TLSSession(
            try TLSContext(client: TLS.ClientConfiguration(trusting: self.authority)),
            connectingTo: host
        )
        let peer = OpenSSLPeer(server: self.server)
        try session.start()
        let pair = try HostilePair(session, peer)
        #expect(pair.session.isEstablished)
        #expect(peer.serverName == expected)
    }

    @Test(
        "a host that is not a name fails before the handshake, whatever OpenSSL would take it for",
        arguments: [
            "", ".", "..", ".example.test", "a.example.test\0.b", "a b", "a.example.test..", "::1]", "ä.example.test",
        ]
    )
    func noName(host: String) throws {
        let context = try TLSContext(client: TLS.ClientConfiguration(trusting: self.authority))
        let session = TLSSession(context, connectingTo: host)
        let error = #expect(throws: TLS.Error.self) { try session.start() }
        #expect(error?.code == .hostMismatch)
        #expect(session.takeOutput() == [])
    }

    @Test("a certificate that has expired is refused, in words")
    func expired() throws {
        let old = try self.authority.issue("DNS:localhost", days: -1)
        let pair = try self.pair { _ in
        } server: {
            $0.identities = [(try? old.identity()) ?? $0.identities[0]]
        }
        pair.run()
        #expect(pair.clientError?.code == .certificateExpired)
        #expect(pair.clientError?.message == "The certificate of localhost has expired.")
        #expect(pair.serverError?.message == "The peer says that our certificate has expired.")
    }

    @Test("a certificate of somebody else's root is refused, and one without an intermediate")
    func unknownIssuer() throws {
        let stranger = try CertificateAuthority("Stranger")
        let pair = try self.pair { $0.roots = .only(pem: stranger.root.certificate) }
        pair.run()
        #expect(pair.clientError?.code == .unknownIssuer)
        #expect(pair.serverError?.message == "The peer does not trust the issuer of our certificate.")

        let intermediate = try self.authority.issue("DNS:authority", isAuthority: true)
        let leaf = try self.authority.issue("DNS:localhost", by: intermediate)
        for (others, code) in [("", TLS.Error.Code.unknownIssuer), (intermediate.certificate, nil)] {
            let identity = try leaf.identity(followedBy: others)
            let pair = try self.pair { _ in
            } server: {
                $0.identities = [identity]
            }
            pair.run()
            #expect(pair.clientError?.code == code)
        }
    }

    @Test("the system does not trust a root of ours; with the switch of the alarming name it does not matter")
    func verification() throws {
        let pair = try self.pair { $0.roots = .system }
        pair.run()
        #expect(pair.clientError?.code == .unknownIssuer)
        let careless = try self.pair(host: "example.com") { client in
            client.roots = .system
            client.verification = .noneAnybodyCanListen
        }
        careless.run()
        #expect(careless.areEstablished)
        let trusting = try self.pair { $0.roots = .systemAnd(pem: self.authority.root.certificate) }
        trusting.run()
        #expect(trusting.areEstablished)
    }

    @Test("of several identities the one is used whose name is asked for")
    func serverNames() throws {
        let other = try self.authority.issue("DNS:*.example.test")
        let identities = [try self.server.identity(), try other.identity()]
        for (host, isGood) in [
            ("localhost", true), ("a.example.test", true), ("b.c.example.test", false), ("x", false),
        ] {
            let pair = try self.pair(host: host) { _ in
            } server: {
                $0.identities = identities
            }
            pair.run()
            #expect(pair.client.isEstablished == isGood, "\(host)")
        }
    }

    @Test("a client's certificate is asked for, and must be one of the roots given")
    func clientCertificates() throws {
        let authority = try CertificateAuthority("Clients")
        let good = try authority.issue("DNS:client").identity()
        let bad = try self.authority.issue("DNS:client").identity()
        let roots = authority.root.certificate
        func outcome(_ policy: TLS.ServerConfiguration.ClientCertificates, _ identity: TLS.Identity?) throws -> TLSPair
        {
            let pair = try self.pair {
                $0.identity = identity
            } server: {
                $0.clientCertificates = policy
            }
            pair.run()
            return pair
        }
        #expect(try outcome(.ignored, nil).areEstablished)
        #expect(try outcome(.ignored, good).areEstablished)
        #expect(try outcome(.requested(roots: roots), nil).areEstablished)
        #expect(try outcome(.requested(roots: roots), good).areEstablished)
        #expect(try outcome(.required(roots: roots), good).areEstablished)
        #expect(try outcome(.required(roots: roots), nil).serverError?.code == .certificateRequired)
        #expect(try outcome(.required(roots: roots), bad).serverError?.code == .unknownIssuer)
        #expect(try outcome(.requested(roots: roots), bad).serverError?.code == .unknownIssuer)
        #expect(try outcome(.required(roots: roots), bad).clientError?.code == .refusedByPeer)
    }

    @Test(
        "a client without the certificate that the server requires is told so, whether it verifies the server's or not",
        arguments: [TLS.Version.tls12, .tls13],
        [true, false]
    )
    func missingClientCertificate(version: TLS.Version, isVerified: Bool) throws {
        let others = try CertificateAuthority("Others").root.certificate
        let pair = try self.pair {
            if !isVerified {
                $0.roots = .only(pem: others)
                $0.verification = .noneAnybodyCanListen
            }
        } server: {
            $0.maximumVersion = version
            $0.clientCertificates = .required(roots: self.authority.root.certificate)
        }
        pair.run()
        let error = try #require(pair.clientError)
        #expect(error.code == .certificateRequired)
        #expect(error.message == "The server wants a certificate of the client, and none is configured.")
        #expect(error.alert == (version == .tls12 ? 40 : 116))
    }

    @Test("a connection that ends without an alert behind a request for a certificate says that it was requested")
    func endBehindCertificateRequest() throws {
        let pair = try self.pair(server: {
            $0.clientCertificates = .requested(roots: self.authority.root.certificate)
        })
        pair.run()
        #expect(pair.areEstablished)
        let error = #expect(throws: TLS.Error.self) { try pair.client.receivedEnd() }
        #expect(error?.code == .truncated)
        #expect(error?.message.contains("asked for a certificate of the client, and none is configured") == true)
        // The connection may also be reset, which the session does not see.
        #expect(pair.client.missingCertificateError == error)
        // Behind data it has another reason.
        try pair.server.send([1, 2, 3].span)
        pair.run()
        let later = #expect(throws: TLS.Error.self) { try pair.client.receivedEnd() }
        #expect(later?.message == "The connection ended without a close_notify alert of TLS.")
        #expect(pair.client.missingCertificateError == nil)
    }

    @Test("every alert is an error of its own, and one that is not known is a refusal")
    func alerts() throws {
        let names: [UInt8: TLS.Error.Code] = [
            40: .noCommonProtocol, 70: .noCommonProtocol, 71: .noCommonProtocol, 116: .certificateRequired,
            120: .noCommonProtocol,
        ]
        let context = try TLSContext(client: TLS.ClientConfiguration(trusting: self.authority))
        for alert in UInt8(1)...255 {
            let session = TLSSession(context, connectingTo: "localhost")
            try session.start()
            var buffer = [UInt8](repeating: 0, count: 100)
            var span = buffer.mutableSpan
            let record: [UInt8] = [21, 3, 3, 0, 2, 2, alert]
            let error = #expect(throws: TLS.Error.self) {
                try session.receive(record.span, at: 0, using: &span) { _ in }
            }
            #expect(error?.code == names[alert] ?? .refusedByPeer, "\(alert)")
            #expect(error?.alert == alert)
            #expect(error?.isTransient == [20, 80, 90].contains(alert))
            #expect(error?.message.hasSuffix(".") == true && error?.message.hasSuffix("..") == false)
        }
    }

    @Test("a peer that closes in the middle of the handshake is an error")
    func closedInHandshake() throws {
        let session = TLSSession(
            try TLSContext(client: TLS.ClientConfiguration(trusting: self.authority)),
            connectingTo: "localhost"
        )
        try session.start()
        var buffer = [UInt8](repeating: 0, count: 100)
        var span = buffer.mutableSpan
        let closeNotify: [UInt8] = [21, 3, 3, 0, 2, 1, 0]
        try session.receive(closeNotify.span, at: 0, using: &span) { _ in }
        let error = #expect(throws: TLS.Error.self) { try session.receivedEnd() }
        #expect(error?.code == .truncated)
    }

    @Test("a public key that is pinned must be in the chain")
    func pins() throws {
        let digest = try self.server.identity().publicKeyDigest
        #expect(digest.count == 32)
        let good = try self.pair { $0.pinnedPublicKeys = [[UInt8](repeating: 0, count: 32), digest] }
        good.run()
        #expect(good.areEstablished)
        let bad = try self.pair { $0.pinnedPublicKeys = [[UInt8](repeating: 0, count: 32)] }
        bad.run()
        #expect(bad.clientError?.code == .pinMismatch)
        #expect(!bad.client.isEstablished)
    }

    @Test("a digest that is not one of SHA-256, and versions of which none is left, are refused")
    func impossibleConfigurations() throws {
        var client = TLS.ClientConfiguration(trusting: self.authority)
        client.pinnedPublicKeys = [[UInt8](repeating: 0, count: 32), [1, 2, 3]]
        let digest = #expect(throws: TLS.Error.self) { try TLSContext(client: client) }
        #expect(digest?.message == "A digest in pinnedPublicKeys has 3 bytes; those of SHA-256 have 32.")
        var server = TLS.ServerConfiguration(identities: [try self.server.identity()])
        server.minimumVersion = .tls13
        server.maximumVersion = .tls12
        let version = #expect(throws: TLS.Error.self) { try TLSContext(server: server) }
        #expect(version?.code == .noCommonProtocol)
    }

    @Test("a pinned certificate that is sent behind another proves nothing, whether certificates are verified or not")
    func pinsBehind() throws {
        let pinned = try self.server.identity().publicKeyDigest
        let stranger = try CertificateAuthority("Stranger").issue("DNS:localhost")
        let another = try self.authority.issue("DNS:localhost")
        for (verification, leaf) in [
            (TLS.ClientConfiguration.Verification.noneAnybodyCanListen, stranger), (.noneAnybodyCanListen, another),
            (.full, another),
        ] {
            for (leaf, isGood) in [(leaf, false), (self.server, true)] {
                let pair = try self.pair {
                    $0.verification = verification
                    $0.pinnedPublicKeys = [pinned]
                } server: {
                    $0.identities = [(try? leaf.identity(followedBy: self.server.certificate)) ?? $0.identities[0]]
                }
                pair.run()
                #expect(pair.client.isEstablished == isGood)
                #expect(pair.clientError?.code == (isGood ? nil : .pinMismatch))
            }
        }
    }

    @Test("a root that is pinned need not be sent, but has to be verified")
    func pinnedRoot() throws {
        let pinned = try self.authority.root.identity().publicKeyDigest
        let good = try self.pair { $0.pinnedPublicKeys = [pinned] }
        good.run()
        #expect(good.areEstablished)
        let unverified = try self.pair {
            $0.verification = .noneAnybodyCanListen
            $0.pinnedPublicKeys = [pinned]
        } server: {
            $0.identities = [
                (try? self.server.identity(followedBy: self.authority.root.certificate)) ?? $0.identities[0]
            ]
        }
        unverified.run()
        #expect(unverified.clientError?.code == .pinMismatch)
    }

    @Test("a session whose keys were not those pinned is not resumed", arguments: [TLS.Version.tls12, .tls13])
    func pinsAndResumption(version: TLS.Version) throws {
        var configuration = TLS.ClientConfiguration(trusting: self.authority)
        configuration.pinnedPublicKeys = [[UInt8](repeating: 0, count: 32)]
        let client = try TLSContext(client: configuration)
        var serverConfiguration = TLS.ServerConfiguration(identities: [try self.server.identity()])
        serverConfiguration.maximumVersion = version
        let server = try TLSContext(server: serverConfiguration)
        for _ in 0..<3 {
            let pair = try TLSPair(client: client, server: server, host: "localhost")
            pair.run()
            #expect(pair.clientError?.code == .pinMismatch)
            #expect(!pair.client.isEstablished)
        }
    }

    @Test("a client resumes its session with a host, once for each time it was given the means, and with no other host")
    func resumption() throws {
        let client = try TLSContext(client: TLS.ClientConfiguration(trusting: self.authority))
        let server = try TLSContext(server: TLS.ServerConfiguration(identities: [try self.server.identity()]))
        var resumed: [Bool] = []
        for host in ["localhost", "localhost", "127.0.0.1", "localhost"] {
            let pair = try TLSPair(client: client, server: server, host: host)
            pair.run()
            #expect(pair.areEstablished)
            #expect(pair.client.isResumed == pair.server.isResumed)
            resumed.append(pair.client.isResumed)
            try pair.client.send([1].span)
            try pair.server.send([2].span)
            pair.run()
            #expect(pair.serverReceived == [1] && pair.clientReceived == [2])
        }
        #expect(resumed == [false, true, false, true])
    }

    @Test("a version that the other side does not speak is said to be so")
    func versions() throws {
        let old = try self.pair {
            $0.minimumVersion = .tls13
        } server: {
            $0.maximumVersion = .tls12
        }
        old.run()
        #expect(old.serverError?.code == .noCommonProtocol)
        #expect(old.clientError?.code == .noCommonProtocol)
        let both = try self.pair {
            $0.minimumVersion = .tls12
        } server: {
            $0.maximumVersion = .tls12
        }
        both.run()
        #expect(both.areEstablished)
    }

    @Test("a peer that speaks plain HTTP is told from one that is broken")
    func notTLS() throws {
        var buffer = [UInt8](repeating: 0, count: 1000)
        var span = buffer.mutableSpan
        let server = TLSSession(
            try TLSContext(server: TLS.ServerConfiguration(identities: [try self.server.identity()]))
        )
        let request = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        let plain = #expect(throws: TLS.Error.self) { try server.receive(request.span, at: 0, using: &span) { _ in } }
        #expect(plain?.code == .notTLS)

        let client = TLSSession(try TLSContext(client: TLS.ClientConfiguration()), connectingTo: "localhost")
        try client.start()
        let response = Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)
        let answer = #expect(throws: TLS.Error.self) { try client.receive(response.span, at: 0, using: &span) { _ in } }
        #expect(answer?.code == .notTLS)
    }

    @Test("random bytes instead of a handshake, and within a connection, fail it and nothing else")
    func random() throws {
        var generator = SeededGenerator(seed: 12)
        var buffer = [UInt8](repeating: 0, count: 1000)
        let context = try TLSContext(server: TLS.ServerConfiguration(identities: [try self.server.identity()]))
        for _ in 0..<200 {
            var span = buffer.mutableSpan
            let session = TLSSession(context)
            let bytes = generator.bytes(count: 300)
            #expect(throws: TLS.Error.self) {
                for _ in 0..<100 { try session.receive(bytes.span, at: 0, using: &span) { _ in } }
            }
        }
        let pair = try self.pair()
        pair.run()
        var span = buffer.mutableSpan
        let bytes = [23, 3, 3, 0, 40] + generator.bytes(count: 40)
        let error = #expect(throws: TLS.Error.self) {
            try pair.server.receive(bytes.span, at: 0, using: &span) { _ in }
        }
        #expect(error?.code == .protocolViolation)
    }
}
