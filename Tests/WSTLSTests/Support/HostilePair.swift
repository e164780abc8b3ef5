//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import WSTLS

/// A session of ours, and a peer that has shaken hands with it and may do as it likes.
final class HostilePair {
    let session: TLSSession
    let peer: OpenSSLPeer
    private(set) var received: [UInt8] = []

    /// Shakes hands, as far as that leads.
    init(_ session: TLSSession, _ peer: OpenSSLPeer) throws {
        self.session = session
        self.peer = peer
        peer.receive([])
        while true {
            let fromSession = session.takeOutput()
            let fromPeer = peer.takeOutput()
            guard !fromSession.isEmpty || !fromPeer.isEmpty else { break }
            peer.receive(fromSession)
            if let error = self.give(fromPeer, at: 0) { throw error }
        }
    }

    /// Hands the session what its peer has sent.
    func deliver(at now: UInt64 = 0) -> TLS.Error? {
        self.give(self.peer.takeOutput(), at: now)
    }

    private func give(_ bytes: [UInt8], at now: UInt64) -> TLS.Error? {
        var buffer = [UInt8](repeating: 0, count: 20_000)
        var span = buffer.mutableSpan
        do {
            try self.session.receive(bytes.span, at: now, using: &span) { plaintext in
                for index in plaintext.indices { self.received.append(plaintext[index]) }
            }
            return nil
        } catch {
            return error
        }
    }
}
