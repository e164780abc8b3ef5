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
        var configuration = HTTPServerConfiguration()
        configuration.eventLoops = 1
        var tls = TLSServerConfiguration(
            identities: [try TLSIdentity(certificateFile: files.server, keyFile: files.serverKey)]
        )
        if asksForCertificate {
            tls.clientCertificates = try .required(rootsFile: files.root)
        }
        configuration.tls = tls
        configuration.webSocket.maxMessageSize = 4 << 20
        let server = HTTPServer(configuration: configuration)
        server.get("/hello") { request in HTTPResponse(text: "secure: \(request.isSecure)") }
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
                dialer.tls.identity = try TLSIdentity(certificateFile: files.client, keyFile: files.clientKey)
                try await dialer.connect(to: url + path) { socket in
                    for size in [0, 1, 1000, 100_000, 1 << 20] {
                        let message = Message.binary([UInt8](repeating: 0xA5, count: size))
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
}
