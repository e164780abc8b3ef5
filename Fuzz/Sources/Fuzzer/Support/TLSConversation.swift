//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTLS

/// A session of ours and an OpenSSL peer, with the bytes in flight between them.
final class TLSConversation {
    /// What our session may send in all: its handshake, answers and alerts.
    private var maxOutput = 64 * 1024

    private let session: TLSSession
    private let peer: OpenSSLPeer
    /// The records that are on their way to our session.
    private(set) var toSession: [[UInt8]] = []
    private var toPeer: [UInt8] = []
    private var now: UInt64 = 0
    private var received: [UInt8] = []
    private var sentByPeer: [UInt8] = []
    private var outputCount = 0
    private var inputCount = 0
    private var hasFailed = false
    /// Smaller than a record, so that it is filled several times.
    private var buffer = [UInt8](repeating: 0, count: 3000)

    private static let contexts = Result {
        var client = TLS.ClientConfiguration()
        client.roots = .only(pem: FuzzIdentity.certificate)
        let identity = try TLS.Identity(certificates: FuzzIdentity.certificate, key: FuzzIdentity.key)
        return (
            client: try TLSContext(client: client),
            server: try TLSContext(server: TLS.ServerConfiguration(identities: [identity]))
        )
    }

    init(isServer: Bool, isTLS12: Bool) {
        guard let contexts = try? Self.contexts.get() else { fatalError("the certificate is of no use") }
        if isServer {
            self.session = TLSSession(contexts.server)
            self.peer = OpenSSLPeer(clientOfTLS12: isTLS12)
        } else {
            self.session = TLSSession(contexts.client, connectingTo: "localhost")
            self.peer = OpenSSLPeer(
                certificate: FuzzIdentity.certificate,
                key: FuzzIdentity.key,
                isTLS12: isTLS12
            )
            do { try self.session.start() } catch { fatalError("the handshake cannot start: \(error)") }
        }
        self.peer.receive([])
        self.collect()
    }

    /// Shakes hands, with nothing changed.
    func shakeHands() {
        while !self.toSession.isEmpty || !self.toPeer.isEmpty {
            self.answer()
            while !self.toSession.isEmpty { self.deliver(self.takeRecord(), inPiecesOf: .max) }
        }
        check(self.session.isEstablished && self.peer.isEstablished, "the handshake failed")
    }

    /// Takes the next record that is on its way to our session; empty if there is none.
    func takeRecord() -> [UInt8] {
        self.toSession.isEmpty ? [] : self.toSession.removeFirst()
    }

    /// Puts a record before those that are on their way to our session.
    func putBack(_ record: [UInt8]) {
        self.toSession.insert(record, at: 0)
    }

    /// Hands bytes to our session, and sees that what comes of them is what may.
    func deliver(_ bytes: [UInt8], inPiecesOf size: Int) {
        var start = 0
        repeat {
            let end = start + min(size, bytes.count - start)
            self.give(Array(bytes[start..<end]))
            start = end
        } while start < bytes.count
        self.collect()
    }

    private func give(_ bytes: [UInt8]) {
        self.inputCount += bytes.count
        var span = self.buffer.mutableSpan
        let receivedBefore = self.received.count
        do throws(TLS.Error) {
            try self.session.receive(bytes.span, at: self.now, using: &span) { plaintext in
                for index in plaintext.indices { self.received.append(plaintext[index]) }
            }
            check(!self.hasFailed, "a session that has failed goes on")
        } catch {
            check(!self.hasFailed || self.received.count == receivedBefore, "something comes behind an error")
            self.hasFailed = true
        }
        // Changing, dropping or repeating records must not change the plaintext.
        check(
            self.sentByPeer.dropFirst(receivedBefore).starts(with: self.received[receivedBefore...]),
            "what was received was not sent"
        )
    }

    /// Takes what both have to send.
    private func collect() {
        let output = self.session.takeOutput()
        self.outputCount += output.count
        check(self.outputCount <= self.maxOutput, "\(self.inputCount) bytes made \(self.outputCount)")
        self.toPeer += output
        var rest = self.peer.takeOutput()[...]
        while rest.count >= 5 {
            let size = 5 + Int(rest[rest.startIndex + 3]) << 8 + Int(rest[rest.startIndex + 4])
            self.toSession.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
    }

    /// Hands the peer what our session has sent.
    func answer() {
        self.peer.receive(exchange(&self.toPeer, with: []))
        self.collect()
    }

    /// Lets the peer do something.
    func peerDoes(_ body: (OpenSSLPeer) -> Void) {
        body(self.peer)
        self.collect()
    }

    /// Lets the peer send application data, if it can.
    func peerSends(_ bytes: [UInt8]) {
        guard self.peer.isEstablished, !bytes.isEmpty, self.peer.send(bytes) else { return }
        self.sentByPeer += bytes
        self.collect()
    }

    /// Lets time pass, in milliseconds.
    func wait(_ time: UInt64) {
        self.now += time
        // A hundred more answers.
        self.maxOutput += 4096
    }
}
