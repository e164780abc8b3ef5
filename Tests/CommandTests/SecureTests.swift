//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import Foundation
import Testing

@Suite("ws by TLS", .timeLimit(.minutes(1)))
struct SecureTests {
    /// Runs `body` with a folder that has PEM files of a root, a server and a client.
    private func withFiles(_ body: (_ path: (String) -> String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ws-tls-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let authority = try CertificateAuthority()
        let server = try authority.issue("IP:127.0.0.1")
        let client = try authority.issue("DNS:client")
        let files = [
            "root": authority.root.certificate, "server": server.certificate, "server-key": server.key,
            "client": client.certificate, "client-key": client.key,
        ]
        for (name, text) in files {
            try text.write(to: folder.appendingPathComponent(name), atomically: false, encoding: .utf8)
        }
        try await body { folder.appendingPathComponent($0).path }
    }

    @Test("a line goes there and back for who trusts the server, and for who does not care")
    func echo() async throws {
        try await self.withFiles { path in
            try await withDemoServer(["--cert", path("server"), "--key", path("server-key")]) { _, address in
                let url = "wss://\(address)/echo"
                for options in [["--ca", path("root")], ["--insecure"]] {
                    let result = try await CommandProcess.run(["connect", url] + options, input: "hi\n")
                    #expect(result.output == "hi\n")
                    #expect(result.status == 0)
                }
                let result = try await CommandProcess.run(["connect", url])
                #expect(result.status == 1)
                #expect(result.errors.contains("signed by itself") || result.errors.contains("nobody who is trusted"))
            }
        }
    }

    @Test("a server may ask for a certificate")
    func clientCertificate() async throws {
        try await self.withFiles { path in
            let options = ["--cert", path("server"), "--key", path("server-key"), "--client-ca", path("root")]
            try await withDemoServer(options) { _, address in
                let connect = ["connect", "wss://\(address)/echo", "--ca", path("root")]
                let identity = ["--cert", path("client"), "--key", path("client-key")]
                let good = try await CommandProcess.run(connect + identity, input: "hi\n")
                #expect(good.output == "hi\n")
                let bad = try await CommandProcess.run(connect, input: "hi\n")
                #expect(bad.status == 1)
                #expect(bad.errors.contains("certificate"))
            }
        }
    }

    @Test("a file that is missing or wrong is said to be so")
    func badFiles() async throws {
        try await self.withFiles { path in
            let missing = try await CommandProcess.run(["serve", "--cert", path("none"), "--key", path("server-key")])
            #expect(missing.status == 1)
            #expect(missing.errors.contains("cannot be read"))
            let wrong = try await CommandProcess.run(["serve", "--cert", path("server"), "--key", path("client-key")])
            #expect(wrong.status == 1)
            #expect(wrong.errors == "ws: The private key is not that of the first certificate.\n")
            let roots = try await CommandProcess.run(["connect", "wss://127.0.0.1:1/", "--ca", path("none")])
            #expect(roots.status == 1)
        }
    }
}
