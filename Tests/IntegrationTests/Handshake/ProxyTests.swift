//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import LoopbackSupport
import Testing
import WSTransport
import WebSockets

@Suite("What proxies answer", .timeLimit(.minutes(1)))
struct ProxyTests {
    private static let connect = "CONNECT far.example:80 HTTP/1.1\r\nHost: far.example:80\r\n"

    /// Dials through a proxy that gets a greeting and answers with some bytes, then does what a script says.
    private func dial(
        _ scheme: String = "http",
        greeting: String,
        answer: [UInt8],
        then script: @escaping @Sendable (RawConnection) async throws -> Void = { _ = await $0.receiveUntilGone() }
    ) async throws {
        try await withRawServer { connection in
            _ = try await connection.receive(through: greeting)
            await connection.send(answer)
            try await script(connection)
        } _: { address in
            var dialer = Dialer(headers: ["Authorization": "Bearer secret"])
            dialer.proxy = .always(try Dialer.Proxy("\(scheme)\(address)"))
            try await dialer.connect(to: "ws://far.example/") { socket in
                let message = try await socket.receive()
                #expect(message == .text("hi"))
            }
        }
    }

    /// Answers an opening handshake, says "hi" and closes.
    private func openAndClose(_ connection: RawConnection) async throws {
        try await connection.answer(RawAnswer("X-Nothing", []), [0x81, 2, 0x68, 0x69, 0x88, 0])
        // The client's Close, which ends the server's side.
        _ = try await connection.receive(6)
        await connection.close()
    }

    @Test(
        "CONNECT that succeeds leads to the target, whatever the answer's fields say",
        arguments: [
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.0 200 Connection established\r\n\r\n",
            "HTTP/1.1 204 Fine\r\nContent-Length: 5\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 7\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        ]
    )
    func connected(answer: String) async throws {
        try await self.dial("http://", greeting: "\r\n\r\n", answer: Array(answer.utf8), then: self.openAndClose)
    }

    @Test("what the proxy is told are the target's host and port, and its own credentials alone")
    func greeting() async throws {
        let greeting = Self.connect + "Proxy-Authorization: Basic YW5uOnA6dw==\r\n\r\n"
        await expectFailure(.handshakeFailed) {
            try await self.dial("http://ann:p%3Aw@", greeting: greeting, answer: Array("HTTP/1.1 200 OK\r\n\r\n".utf8))
            {
                let request = try await $0.receive(through: "\r\n\r\n")
                #expect(request.contains("Authorization: Bearer secret\r\n"))
                #expect(!request.contains("Proxy-Authorization"))
                await $0.close()
            }
        }
        try await self.dial("", greeting: Self.connect + "\r\n", answer: Array("HTTP/1.1 200 OK\r\n\r\n".utf8)) {
            try await self.openAndClose($0)
        }
    }

    @Test(
        "CONNECT that is refused is an error with the answer",
        arguments: [
            (
                "407 Proxy Authentication Required", 407, false,
                "It wants a user name and a password, or others: it answered with 407."
            ),
            ("403 Forbidden", 403, false, "It answered with 403."),
            ("502 Bad Gateway", 502, true, "It answered with 502."),
            ("302 Found", 302, false, "It answered with 302."),
            ("101 Switching Protocols", 101, false, "It answered with 101."),
        ] as [(String, Int, Bool, String)]
    )
    func refused(line: String, status: Int, isTransient: Bool, why: String) async throws {
        let error = await expectFailure(.proxyFailed) {
            try await self.dial(
                "http://",
                greeting: "\r\n\r\n",
                answer: Array("HTTP/1.1 \(line)\r\nX-Why: w\r\n\r\n".utf8)
            )
        }
        #expect(error?.response?.status.rawValue == status)
        #expect(error?.response?.headers["X-Why"] == "w")
        #expect(error?.message.hasPrefix("The proxy http://127.0.0.1:") == true)
        #expect(error?.message.hasSuffix(" did not connect us to ws://far.example/. \(why)") == true)
        #expect(error?.isTransient == isTransient)
    }

    @Test(
        "so is what is no answer, or comes behind it too early",
        arguments: [
            ("SSH-2.0-x\r\n\r\n", false), ("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 101", true),
            ("HTTP/1.1 200 OK\r\nbad field\r\n\r\n", false),
        ]
    )
    func nonsense(answer: String, isTransient: Bool) async throws {
        let error = await expectFailure(.proxyFailed) {
            try await self.dial("http://", greeting: "\r\n\r\n", answer: Array(answer.utf8))
        }
        #expect(error?.isTransient == isTransient)
    }

    @Test("so is an answer without end")
    func endless() async throws {
        let line = "X-More: " + String(repeating: "x", count: 1000) + "\r\n"
        await expectFailure(.proxyFailed) {
            try await self.dial("http://", greeting: "\r\n\r\n", answer: Array("HTTP/1.1 200 OK\r\n".utf8)) {
                connection in
                for _ in 0..<1000 { await connection.send(line) }
                _ = await connection.receiveUntilGone()
            }
        }
    }

    @Test("so is an end", arguments: ["http://", "socks5://"])
    func end(scheme: String) async throws {
        let greeting = scheme == "http://" ? "\r\n\r\n" : "\u{5}\u{1}\0"
        let error = await expectFailure(.proxyFailed) {
            try await self.dial(scheme, greeting: greeting, answer: []) { await $0.close() }
        }
        #expect(error?.message.contains("The connection to it ended: ") == true)
        #expect(error?.isTransient == true)
    }

    @Test("SOCKS5 that succeeds leads to the target, and a refusal says why")
    func socks() async throws {
        let request = "\u{5}\u{1}\0\u{3}\u{B}far.example\0P"
        try await self.dial("socks5h://", greeting: "\u{5}\u{1}\0", answer: [5, 0]) { connection in
            _ = try await connection.receive(through: request)
            await connection.send([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
            try await self.openAndClose(connection)
        }
        let error = await expectFailure(.proxyFailed) {
            try await self.dial("socks5://", greeting: "\u{5}\u{1}\0", answer: [5, 0, 5, 4, 0, 1, 0, 0, 0, 0, 0, 0])
        }
        #expect(
            error?.message.hasSuffix(" did not connect us to ws://far.example/. It said: host unreachable.") == true
        )
        #expect(error?.isTransient == true)
    }

    @Test("what a proxy cannot be told is an error, and the connection to it is closed")
    func unsendable() async throws {
        let ended = Signal()
        try await withRawServer { connection in
            #expect(await connection.receiveUntilGone() == [])
            ended.send()
        } _: { address in
            var dialer = Dialer()
            dialer.proxy = .always(try Dialer.Proxy("socks5://ann:\(String(repeating: "x", count: 256))@\(address)"))
            let error = await expectFailure(.proxyFailed) { [dialer] in try await dialer.dial("ws://far.example/") }
            #expect(error?.isTransient == false)
            await ended.wait()
        }
    }

    @Test("credentials for a proxy are not sent to a server by mistake")
    func misplacedCredentials() async {
        let dialer = Dialer(headers: ["Proxy-Authorization": "Basic secret"])
        let error = await expectFailure(.invalidArgument) { try await dialer.dial("ws://127.0.0.1:1/") }
        #expect(error?.message.contains("secret") == false)
    }

    @Test("a proxy that is not there is a failed connection, which says that it is the proxy's")
    func noProxy() async throws {
        // What listened there is gone.
        let address = try await withRawServer { _ in
        } _: {
            $0
        }
        var dialer = Dialer()
        dialer.proxy = .always(try Dialer.Proxy("http://\(address)"))
        let error = await expectFailure(.connectionFailed) { [dialer] in try await dialer.dial("ws://far.example/") }
        #expect(error?.message.hasPrefix("Could not connect to the proxy http://\(address): ") == true)
    }

    @Test(
        "a dial through a proxy that says nothing ends with its time, or when it is cancelled",
        arguments: [true, false]
    )
    func silence(isTimeout: Bool) async throws {
        let connected = Signal()
        try await withRawServer { connection in
            _ = try await connection.receive(through: "\r\n\r\n")
            connected.send()
            _ = await connection.receiveUntilGone()
        } _: { address in
            var dialer = Dialer(handshakeTimeout: isTimeout ? .milliseconds(30) : .seconds(30))
            dialer.proxy = .always(try Dialer.Proxy("http://\(address)"))
            if isTimeout {
                let error = await expectFailure(.timedOut) { [dialer] in try await dialer.dial("ws://far.example/") }
                #expect(error?.message.hasSuffix(": the proxy http://\(address) does not answer.") == true)
            } else {
                let dialing = Task { [dialer] in try await dialer.dial("ws://far.example/") }
                await connected.wait()
                dialing.cancel()
                await #expect(throws: CancellationError.self) { try await dialing.value }
            }
        }
    }

    @Test(
        "a proxy by TLS that requires a certificate of the client is told from one that ends the connection",
        arguments: [TLS.Version.tls12, .tls13]
    )
    func certificateRequired(version: TLS.Version) async throws {
        let authority = try CertificateAuthority()
        let identity = try authority.issue("IP:127.0.0.1").identity()
        let server = makeServer {
            var tls = TLS.ServerConfiguration(identities: [identity])
            tls.maximumVersion = version
            tls.clientCertificates = .required(roots: authority.root.certificate)
            $0.tls = tls
        }
        try await withServer(server) { address in
            var proxy = try Dialer.Proxy("https://\(address)")
            proxy.tls.roots = .only(pem: authority.root.certificate)
            var dialer = Dialer()
            dialer.proxy = .always(proxy)
            let error = await expectFailure(.tlsFailed) { [dialer] in try await dialer.dial("ws://far.example/") }
            #expect((error?.cause as? TLS.Error)?.code == .certificateRequired)
            #expect(
                error?.message.hasPrefix("Could not connect to the proxy https://\(address) by TLS. The server wants")
                    == true
            )
            #expect(error?.isTransient == false)
        }
    }

    @Test("a connection to a proxy that breaks keeps its cause")
    func brokenConnection() async throws {
        struct BrokenChannel: ByteChannel {
            struct Failure: Error, CustomStringConvertible {
                let description = "Broken."
            }
            func read() async throws -> [UInt8]? { throw Failure() }
            func write(_ bytes: [UInt8]) async throws {}
            func finishWriting() async throws {}
            func close() {}
        }
        var dialer = Dialer()
        dialer.proxy = .always(try Dialer.Proxy("http://proxy.example"))
        dialer.netDial = { _, _ in .channel(BrokenChannel()) }
        let error = await expectFailure(.proxyFailed) { [dialer] in try await dialer.dial("ws://far.example/") }
        #expect(
            error?.message.hasSuffix(" did not connect us to ws://far.example/. The connection to it ended: Broken.")
                == true
        )
        #expect(error?.cause is BrokenChannel.Failure)
    }

    @Test("netDial is given the proxy's host and port")
    func netDial() async throws {
        struct Asked: Error {
            let host: String
            let port: Int
        }
        var dialer = Dialer()
        dialer.proxy = .custom { host, port, isSecure in
            #expect((host, port) == ("far.example", 443))
            #expect(isSecure)
            return try Dialer.Proxy("socks5://proxy.example")
        }
        dialer.netDial = { throw Asked(host: $0, port: $1) }
        let error = await expectFailure(.connectionFailed) { [dialer] in try await dialer.dial("wss://far.example/") }
        let asked = error?.cause as? Asked
        #expect(asked?.host == "proxy.example")
        #expect(asked?.port == 1080)
    }

    @Test(
        "a proxy's URL is read, and does not show its credentials",
        arguments: [
            ("http://p.example", "http://p.example:80"), ("p.example:3128", "http://p.example:3128"),
            ("https://u:pw@P.example/", "https://p.example:443"), ("socks5://[::1]", "socks5://[::1]:1080"),
            ("SOCKS5H://p.example:1", "socks5://p.example:1"),
        ]
    )
    func url(text: String, description: String) throws {
        #expect(try Dialer.Proxy(text).description == description)
    }

    @Test(
        "what is none is refused, without repeating it",
        arguments: [
            "", "ftp://u:secret@p.example", "http://u:secret@", "http://secret@p.example/path", "http://secret@p?q",
            "u:secret@p:0",
        ]
    )
    func badURL(text: String) async {
        let error = await expectFailure(.invalidURL) { try Dialer.Proxy(text) }
        #expect(error?.message.contains("secret") == false)
    }
}
