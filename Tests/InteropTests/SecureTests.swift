//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import LoopbackSupport
import Testing
import WebSockets

/// TLS with those who have it from elsewhere: Python, curl, and OpenSSL's own command.
@Suite("TLS with others", .timeLimit(.minutes(1)))
struct SecureTests {
    /// A server that asks for the client's certificate or not.
    private func makeServer(_ files: PEMFiles, asksForCertificate: Bool) throws -> HTTPServer {
        var configuration = HTTPServer.Configuration()
        configuration.eventLoops = 1
        var tls = TLS.ServerConfiguration(
            identities: [try TLS.Identity(certificateFile: files.server, keyFile: files.serverKey)]
        )
        if asksForCertificate {
            tls.clientCertificates = try .required(rootsFile: files.root)
        }
        configuration.tls = tls
        configuration.webSocket.maxMessageSize = 4 << 20
        let server = HTTPServer(configuration: configuration)
        server.get("/hello") { request in HTTP.Response(text: "secure: \(request.isSecure)") }
        server.webSocket("/echo", upgrader: Upgrader(compression: .enabled, configuration: configuration.webSocket)) {
            for try await message in $0 { try await $0.send(message) }
        }
        return server
    }

    @Test("Python's client, with a certificate of its own", arguments: ["echo", "pipeline", "burst", "ping"])
    func pythonClient(scenario: String) async throws {
        try await PEMFiles.with { files in
            let server = try self.makeServer(files, asksForCertificate: true)
            let reports = try await withServer(server) { address in
                try await PythonPeer.runClient(
                    scenario,
                    "wss://localhost:\(address.port ?? 0)/echo",
                    tls: files
                )
            }
            #expect(!reports.isEmpty)
            for report in reports { #expect(report.ok == true, "\(report.name)") }
        }
    }

    @Test("Python's server, which asks for a certificate", arguments: ["/echo", "/fragments"])
    func pythonServer(path: String) async throws {
        try await PEMFiles.with { files in
            try await PythonPeer.withServer(tls: files) { url, reports in
                var dialer = Dialer(compression: .enabled)
                dialer.tls.roots = try .only(file: files.root)
                dialer.tls.identity = try TLS.Identity(certificateFile: files.client, keyFile: files.clientKey)
                try await dialer.connect(to: url + path) { socket in
                    for size in [0, 1, 1000, 100_000, 1 << 20] {
                        let message = WebSocket.Message.binary([UInt8](repeating: 0xA5, count: size))
                        try await socket.send(message)
                        let isSame = try await socket.receive() == message
                        #expect(isSame, "\(size)")
                    }
                }
                let report = try await reports.next()
                #expect(report == .init(name: "closed", code: 1000, reason: ""))
            }
        }
    }

    @Test("curl, by both versions of TLS", arguments: ["--tlsv1.3", "--tls-max=1.2"])
    func curl(version: String) async throws {
        try await PEMFiles.with { files in
            let server = try self.makeServer(files, asksForCertificate: false)
            let result = try await withServer(server) { address in
                let options = [
                    "--silent", "--show-error", "--noproxy", "*", "--max-time", "30", "--cacert", files.root,
                ]
                let version = version.split(separator: "=").map(String.init)
                let url = "https://localhost:\(address.port ?? 0)/hello"
                return try await ChildProcess.run("curl", options + version + [url, url])
            }
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output == "secure: truesecure: true")
        }
    }

    @Test("openssl s_client finds nothing wrong, and resumes its session")
    func opensslClient() async throws {
        try await PEMFiles.with { files in
            let server = try self.makeServer(files, asksForCertificate: false)
            try await withServer(server) { address in
                let session = files.root + ".session"
                let common = [
                    "s_client", "-connect", "127.0.0.1:\(address.port ?? 0)", "-servername", "localhost",
                    "-verify_hostname", "localhost", "-CAfile", files.root, "-verify_return_error", "-ign_eof",
                ]
                let request = Array("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
                let first = try await ChildProcess.run("openssl", common + ["-sess_out", session], input: request)
                #expect(first.status == 0, "\(first.errors)")
                #expect(first.output.contains("Verify return code: 0 (ok)"))
                #expect(first.output.contains("secure: true"))
                let second = try await ChildProcess.run("openssl", common + ["-sess_in", session], input: request)
                #expect(second.output.contains("Reused, TLSv1.3"), "\(second.output)")
                #expect(second.output.contains("secure: true"))
            }
        }
    }

    @Test(
        "with TLS 1.2, openssl's client and server agree on ciphers of forward secrecy and authenticated encryption only",
        arguments: [
            ("ECDHE-ECDSA-AES128-GCM-SHA256", true), ("ECDHE-ECDSA-CHACHA20-POLY1305", true),
            ("ECDHE-ECDSA-AES128-SHA256", false), ("ECDHE-ECDSA-AES256-SHA", false), ("ALL:!ECDHE", false),
        ]
    )
    func ciphers(cipher: String, isGood: Bool) async throws {
        try await PEMFiles.with { files in
            let server = try self.makeServer(files, asksForCertificate: false)
            let result = try await withServer(server) { address in
                try await ChildProcess.run(
                    "openssl",
                    ["s_client", "-connect", "127.0.0.1:\(address.port ?? 0)", "-tls1_2", "-cipher", cipher],
                    input: []
                )
            }
            #expect(result.output.contains("Cipher is \(isGood ? cipher : "(NONE)")"), "\(result.output)")

            // Answers whatever it is asked by a page, so that the handshake of TLS is all that can succeed.
            let program = try await RunningProgram(
                ["openssl", "s_server", "-accept", "127.0.0.1:0", "-tls1_2", "-cipher", cipher, "-www"]
                    + ["-cert", files.server, "-key", files.serverKey]
            )
            let port = await Self.port(of: program)
            var dialer = Dialer()
            dialer.tls.roots = try .only(file: files.root)
            let error = await #expect(throws: WebSocket.Error.self) {
                try await dialer.dial("wss://127.0.0.1:\(port)/").closeNow()
            }
            await program.end()
            #expect(error?.code == (isGood ? .handshakeFailed : .tlsFailed), "\(String(describing: error))")
        }
    }

    /// Waits for the port at which openssl's server listens.
    private static func port(of server: RunningProgram) async -> String {
        for await line in server.lines where line.hasPrefix("ACCEPT ") {
            return String(line.split(separator: ":").last ?? "")
        }
        return ""
    }

    @Test(
        "a client without the certificate that openssl's server wants is told so, whether it resumes or not, and not to try again",
        arguments: ["-tls1_2", "-tls1_3"]
    )
    func certificateRequired(version: String) async throws {
        try await PEMFiles.with { files in
            let program = try await RunningProgram(
                ["openssl", "s_server", "-accept", "127.0.0.1:0", version, "-Verify", "1", "-www"]
                    + ["-CAfile", files.root, "-verify_return_error", "-cert", files.server, "-key", files.serverKey]
            )
            let port = await Self.port(of: program)
            var dialer = Dialer()
            dialer.tls.roots = try .only(file: files.root)
            for _ in 0..<2 {
                let error = await #expect(throws: WebSocket.Error.self) {
                    try await dialer.dial("wss://127.0.0.1:\(port)/").closeNow()
                }
                #expect(error?.code == .tlsFailed)
                #expect((error?.cause as? TLS.Error)?.code == .certificateRequired)
                #expect(error?.isTransient == false)
                #expect(
                    error?.message
                        == "Could not connect to wss://127.0.0.1:\(port)/ by TLS. "
                        + "The server wants a certificate of the client, and none is configured."
                )
            }
            // With one it is the page that refuses.
            dialer.tls.identity = try TLS.Identity(certificateFile: files.client, keyFile: files.clientKey)
            let answered = await #expect(throws: WebSocket.Error.self) {
                try await dialer.dial("wss://127.0.0.1:\(port)/").closeNow()
            }
            #expect(answered?.code == .handshakeFailed, "\(String(describing: answered))")
            #expect(answered?.response?.status == 200)
            await program.end()
        }
    }

    /// Its event loop drops the connection before the alert has left, so that there may be another reason.
    @Test("a client without the certificate that Python's server wants is told that it was asked for one")
    func certificateRequiredByPython() async throws {
        try await PEMFiles.with { files in
            try await PythonPeer.withServer(tls: files) { url, _ in
                var dialer = Dialer()
                dialer.tls.roots = try .only(file: files.root)
                let error = await #expect(throws: WebSocket.Error.self) {
                    try await dialer.dial(url + "/echo").closeNow()
                }
                #expect(error?.code == .handshakeFailed)
                #expect(
                    error?.message.contains("asked for a certificate of the client, and none is configured.") == true,
                    "\(String(describing: error))"
                )
            }
        }
    }

    @Test("openssl's client may update its keys between requests")
    func keyUpdates() async throws {
        try await PEMFiles.with { files in
            let server = try self.makeServer(files, asksForCertificate: false)
            try await withServer(server) { address in
                // Its commands are letters at the beginning of what it reads at once, of which it tells by its errors.
                let client = try ChildProcess(
                    "sh",
                    ["-c", "exec openssl s_client -connect 127.0.0.1:\(address.port ?? 0) -tls1_3 2>&1"]
                )
                var lines = client.lines.makeAsyncIterator()
                for _ in 0..<5 {
                    try client.write(Array("K\n".utf8))
                    while let line = await lines.next(), !line.hasSuffix("KEYUPDATE") {}
                    try client.write(Array("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
                    var line: String?
                    repeat { line = await lines.next() } while line != nil && line?.hasPrefix("HTTP/1.1") == false
                    #expect(line?.hasPrefix("HTTP/1.1 200") == true)
                }
                _ = await client.finish()
            }
        }
    }
}
