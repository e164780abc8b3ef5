//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import WSTLS

/// Both ends of a TLS connection, and what each has received.
final class TLSPair {
    let client: TLSSession
    let server: TLSSession
    private(set) var clientReceived: [UInt8] = []
    private(set) var serverReceived: [UInt8] = []
    private(set) var clientError: TLS.Error?
    private(set) var serverError: TLS.Error?

    convenience init(
        client: TLS.ClientConfiguration,
        server: TLS.ServerConfiguration,
        host: String = "localhost"
    ) throws {
        try self.init(client: try TLSContext(client: client), server: try TLSContext(server: server), host: host)
    }

    init(client: TLSContext, server: TLSContext, host: String) throws {
        self.client = TLSSession(client, connectingTo: host)
        self.server = TLSSession(server)
        try self.client.start()
    }

    var areEstablished: Bool { self.client.isEstablished && self.server.isEstablished }

    /// Carries bytes in both directions, cut into pieces of a size, until there are none.
    func run(cutTo size: Int = .max) {
        while true {
            let fromClient = self.client.takeOutput()
            let fromServer = self.server.takeOutput()
            guard !fromClient.isEmpty || !fromServer.isEmpty else { return }
            self.serverError =
                self.serverError ?? Self.give(fromClient, to: self.server, cutTo: size, &self.serverReceived)
            self.clientError =
                self.clientError ?? Self.give(fromServer, to: self.client, cutTo: size, &self.clientReceived)
        }
    }

    private static func give(
        _ bytes: [UInt8],
        to session: TLSSession,
        cutTo size: Int,
        _ received: inout [UInt8]
    ) -> TLS.Error? {
        // Smaller than a record, so that it is filled several times.
        var buffer = [UInt8](repeating: 0, count: 5000)
        var start = 0
        while start < bytes.count {
            let end = start + min(size, bytes.count - start)
            let piece = Array(bytes[start..<end])
            start = end
            do {
                var span = buffer.mutableSpan
                try session.receive(piece.span, at: 0, using: &span) { plaintext in
                    for index in plaintext.indices { received.append(plaintext[index]) }
                }
            } catch {
                return error
            }
        }
        return nil
    }
}

extension TLS.ClientConfiguration {
    /// Trusts an authority alone.
    init(trusting authority: CertificateAuthority) {
        self.init()
        self.roots = .only(pem: authority.root.certificate)
    }
}
