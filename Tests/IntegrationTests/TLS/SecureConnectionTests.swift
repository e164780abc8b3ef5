//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import LoopbackSupport
import Testing
import WebSockets

@Suite("wss", .timeLimit(.minutes(1)))
struct SecureConnectionTests {
    private static let authority = Result { try CertificateAuthority() }
    private static let certificate = Result { try authority.get().issue("DNS:localhost,IP:127.0.0.1") }

    private let authority: CertificateAuthority
    private let identity: TLS.Identity

    init() throws {
        self.authority = try Self.authority.get()
        self.identity = try Self.certificate.get().identity()
    }

    /// A dialer that trusts the tests' authority alone.
    private var dialer: Dialer {
        var dialer = Dialer(configuration: .patient)
        dialer.tls.roots = .only(pem: self.authority.root.certificate)
        return dialer
    }

    /// A server by TLS with an echo in each lane.
    private func makeServer(_ change: (inout HTTPServer.Configuration) -> Void = { _ in }) -> HTTPServer {
        var configuration = HTTPServer.Configuration()
        configuration.eventLoops = 1
        configuration.tls = TLS.ServerConfiguration(identities: [self.identity])
        configuration.webSocket = .patient
        configuration.webSocket.maxMessageSize = 4 << 20
        change(&configuration)
        let server = HTTPServer(configuration: configuration)
        server.webSocket("/echo") { socket in
            for try await message in socket { try await socket.send(message) }
        }
        server.webSocket("/fast", upgrader: Upgrader(compression: .enabled, configuration: configuration.webSocket)) {
            try await $0.forEachMessage { message, socket in try socket.enqueue(message) }
        }
        return server
    }

    @Test(
        "messages of all sizes come back, in both lanes",
        arguments: ["/echo", "/fast"],
        [0, 1, 125, 5000, 16_384, 70_000, 3_000_000]
    )
    func echo(path: String, size: Int) async throws {
        try await withServer(self.makeServer()) { address in
            let message = WebSocket.Message.binary((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) })
            var dialer = self.dialer
            dialer.configuration.maxMessageSize = 4 << 20
            dialer.compression = .enabled
            try await dialer.connect(to: "wss://\(address)\(path)") { socket in
                for _ in 0..<3 {
                    try await socket.send(message)
                    let reply = try await socket.receive()
                    #expect(reply == message)
                }
                #expect(socket.remoteAddress == address)
                try await socket.close()
                #expect(socket.closeCode == .normalClosure)
            }
        }
    }

    @Test("many small messages in flight come back in order")
    func burst() async throws {
        try await withServer(self.makeServer()) { address in
            try await self.dialer.connect(to: "wss://\(address)/echo") { socket in
                for number in 0..<1000 { try await socket.send("\(number)") }
                for number in 0..<1000 {
                    let reply = try await socket.receive()
                    try #require(reply == .text("\(number)"))
                }
            }
        }
    }

    @Test("a peer that does not read holds the sender back")
    func backpressure() async throws {
        let server = self.makeServer()
        let (reading, mayRead) = AsyncStream<Void>.makeStream()
        server.webSocket("/deaf") { socket in
            for await _ in reading {}
            var count = 0
            for try await message in socket { count += message.byteCount }
            #expect(count == 24 << 20)
        }
        try await withServer(server) { address in
            try await self.dialer.connect(to: "wss://\(address)/deaf") { socket async throws in
                var sent = 0
                while socket.pendingOutput <= 64 * 1024, sent < 24 {
                    try await socket.send([UInt8](repeating: 1, count: 1 << 20))
                    sent += 1
                }
                #expect(sent < 24, "the sender was never held back")
                mayRead.finish()
                for _ in sent..<24 { try await socket.send([UInt8](repeating: 1, count: 1 << 20)) }
                try await socket.close()
            }
        }
    }

    @Test("a server that is not trusted is not connected to, and goes on serving others")
    func untrusted() async throws {
        try await withServer(self.makeServer()) { address in
            let url = "wss://\(address)/echo"
            let error = await expectFailure(.tlsFailed) { try await Dialer().dial(url) }
            #expect((error?.cause as? TLS.Error)?.code == .unknownIssuer)
            #expect(
                error?.message.hasPrefix("Could not connect to \(url) by TLS. The certificate of 127.0.0.1 ") == true
            )
            try await self.dialer.dial(url).close()
        }
    }

    @Test("a port for plain connections is told from one that is broken")
    func plainPort() async throws {
        let server = HTTPServer(eventLoops: 1)
        try await withServer(server) { address in
            let error = await expectFailure(.tlsFailed) { try await self.dialer.dial("wss://\(address)/") }
            #expect((error?.cause as? TLS.Error)?.code == .notTLS)
        }
        _ = try await withServer(self.makeServer()) { address in
            await expectFailure(.handshakeFailed) { try await Dialer().dial("ws://\(address)/echo") }
        }
    }

    @Test("time for dialing includes TLS, and a dial that is cancelled in it ends")
    func silentServer() async throws {
        try await withRawServer { connection in
            _ = await connection.receiveUntilGone()
        } _: { address in
            var dialer = self.dialer
            dialer.handshakeTimeout = .milliseconds(50)
            let error = await expectFailure(.timedOut) { [dialer] in try await dialer.dial("wss://\(address)/") }
            #expect(error?.message.hasSuffix(" within 0.05 seconds: the TLS handshake has not ended.") == true)
            let (steps, step) = AsyncStream<Void>.makeStream()
            dialer.handshakeTimeout = .seconds(50)
            dialer.trace = { if case .tls = $0 { step.yield() } }
            let task = Task { [dialer] in try await dialer.dial("wss://\(address)/") }
            for await _ in steps { break }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test("a file of certificates that cannot be used is an error that says why")
    func files() throws {
        func message(_ path: String) -> String? {
            #expect(throws: TLS.Error.self) { try TLS.ClientConfiguration.Roots.only(file: path) }?.message
        }
        #expect(message("/does/not/exist") == "The file /does/not/exist does not exist.")
        #expect(message("/bin/sh") == "The file /bin/sh is not text in UTF-8.")
        #expect(message("/etc")?.hasPrefix("The file /etc ") == true)
    }

    @Test("the same origin is one of https")
    func origin() async throws {
        try await withServer(self.makeServer()) { address in
            for (origin, isGood) in [("https://\(address)", true), ("http://\(address)", false)] {
                var dialer = self.dialer
                dialer.headers = ["Origin": origin]
                if isGood {
                    try await dialer.dial("wss://\(address)/echo").close()
                } else {
                    await expectFailure(.handshakeFailed) { [dialer] in try await dialer.dial("wss://\(address)/echo") }
                }
            }
        }
    }

    @Test("a server that is cancelled closes its connections with 1001")
    func cancelled() async throws {
        let socket = try await withServer(self.makeServer()) { address in
            let socket = try await self.dialer.dial("wss://\(address)/echo")
            try await socket.send("hi")
            #expect(try await socket.receive() == .text("hi"))
            return socket
        }
        await expectFailure(.closed) { try await socket.receive() }
        #expect(await socket.closeCode == .goingAway)
    }

    @Test("a connection that is cut off is lost, and the cause says that it was cut off")
    func truncated() async throws {
        let server = self.makeServer()
        server.webSocket("/cut") { socket in
            _ = try await socket.receive()
            socket.closeNow()
        }
        try await withServer(server) { address in
            try await self.dialer.connect(to: "wss://\(address)/cut") { socket in
                try await socket.send("cut")
                let error = await expectFailure(.connectionLost) { try await socket.receive() }
                #expect((error?.cause as? TLS.Error)?.code == .truncated)
            }
        }
    }

    @Test("certificates are replaced while the server runs, and open connections stay")
    func replacement() async throws {
        let server = self.makeServer()
        let renewed = try CertificateAuthority("Renewed")
        try await withServer(server) { address async throws in
            let url = "wss://\(address)/echo"
            let old = try await self.dialer.dial(url)
            try server.replaceTLS(
                TLS.ServerConfiguration(identities: [try renewed.issue("IP:127.0.0.1").identity()])
            )
            var dialer = Dialer()
            dialer.tls.roots = .only(pem: renewed.root.certificate)
            let new = try await dialer.dial(url)
            for socket in [old, new] {
                try await socket.send("hi")
                #expect(try await socket.receive() == .text("hi"))
                try await socket.close()
            }
            var broken = TLS.ServerConfiguration(identities: [self.identity])
            broken.clientCertificates = .required(roots: "nonsense")
            await expectFailure(.tlsFailed) { [broken] in try server.replaceTLS(broken) }
            try await dialer.dial(url).close()
        }
        let plain = HTTPServer(eventLoops: 1)
        await expectFailure(.invalidArgument) {
            try plain.replaceTLS(TLS.ServerConfiguration(identities: [self.identity]))
        }
    }

    @Test("a server without a certificate that could be used does not run")
    func badIdentity() async throws {
        let server = self.makeServer { $0.tls?.clientCertificates = .required(roots: "nonsense") }
        await expectFailure(.tlsFailed) { try await withServer(server) { _ in } }
    }
}
