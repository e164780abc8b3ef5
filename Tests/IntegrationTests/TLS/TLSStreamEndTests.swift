//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import LoopbackSupport
import Testing
import WSTLS
import WSTransport

@Suite("The end of a TLS stream", .timeLimit(.minutes(1)))
struct TLSStreamEndTests {
    /// Counts what it is told, and looks away and back again at the end.
    private final class Recorder: ByteStreamHandler {
        let stream: TLSStream
        let ends = Counter()
        let closed = Signal()

        init(_ stream: TLSStream) {
            self.stream = stream
        }

        func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {}

        func streamDidReceiveEnd() {
            self.ends.add()
            for _ in 0..<2 {
                self.stream.stopReading()
                self.stream.startReading()
            }
            self.stream.shutdownOutput()
        }

        func streamDidDrain() {}
        func streamDidClose() { self.closed.send() }
        func streamDidFailWriting(_ error: any Error) {}
        func streamDidFail(_ error: any Error) { Issue.record(error) }
    }

    @Test("is told once, however often reading begins again, and the stream below is seen to its own end")
    func toldOnce() async throws {
        let authority = try CertificateAuthority()
        let identity = try authority.issue("DNS:localhost").identity()
        let serverContext = try TLSContext(server: TLS.ServerConfiguration(identities: [identity]))
        var configuration = TLS.ClientConfiguration()
        configuration.roots = .only(pem: authority.root.certificate)
        let clientContext = try TLSContext(client: configuration)

        let loop = EventLoopGroup.shared.leastLoaded
        let (one, other) = BlockingSocket.pair()
        let server = try await loop.adopt(.socket(descriptor: one))
        let (ends, closed) = try await loop.perform { _ in
            let stream = TLSStream(over: server, server: serverContext)
            let recorder = Recorder(stream)
            stream.handler = recorder
            stream.startReading()
            return (recorder.ends, recorder.closed)
        }
        let transport = try await loop.adopt(.socket(descriptor: other))
        let client = try await TLSStream.connect(over: transport, clientContext, host: "localhost")
        try await loop.perform { _ in
            client.startReading()
            client.shutdownOutput()
        }
        await closed.wait()
        #expect(ends.value == 1)
        try await loop.perform { _ in client.close() }
    }
}
