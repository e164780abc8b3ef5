//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import LoopbackSupport
import Testing

@Suite("ws by TLS", .timeLimit(.minutes(1)))
struct SecureTests {
    @Test("a line goes there and back for who trusts the server, and for who does not care")
    func echo() async throws {
        try await PEMFiles.with { files in
            try await withDemoServer(["--cert", files.server, "--key", files.serverKey]) { _, address in
                let url = "wss://\(address)/echo"
                for options in [["--ca", files.root], ["--insecure"]] {
                    let result = try await CommandProcess.run(["connect", url] + options, input: "hi\n")
                    #expect(result.output == "hi\n")
                    #expect(result.status == 0)
                }
                let result = try await CommandProcess.run(["connect", url])
                #expect(result.status == 1)
                #expect(
                    result.errors.contains("signed by itself")
                        || result.errors.contains("an issuer that is not trusted")
                )
            }
        }
    }

    @Test("a server may ask for a certificate")
    func clientCertificate() async throws {
        try await PEMFiles.with { files in
            let options = ["--cert", files.server, "--key", files.serverKey, "--client-ca", files.root]
            try await withDemoServer(options) { _, address in
                let connect = ["connect", "wss://\(address)/echo", "--ca", files.root]
                let identity = ["--cert", files.client, "--key", files.clientKey]
                let good = try await CommandProcess.run(connect + identity, input: "hi\n")
                #expect(good.output == "hi\n")
                let bad = try await CommandProcess.run(connect, input: "hi\n")
                #expect(bad.status == 1)
                #expect(bad.errors.contains("certificate"))
            }
        }
    }

    @Test("who speaks plain HTTP, or does not trust the certificate, is told of")
    func toldOf() async throws {
        try await PEMFiles.with { files in
            try await withDemoServer(["--cert", files.server, "--key", files.serverKey]) { command, address in
                let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
                let plain = try await RawConnection(
                    to: .tcp(host: "127.0.0.1", port: port),
                    sending: "GET / HTTP/1.1\r\n\r\n"
                )
                #expect(try await plain.receive(through: "\r\n") == "HTTP/1.1 400 Bad Request\r\n")
                await plain.close()
                let line = try #require(await command.errors.next())
                #expect(line.hasPrefix("ws: A connection could not be made secure, or broke TLS. client=127.0.0.1:"))
                #expect(line.hasSuffix(" error=\"The peer speaks plain HTTP on a connection that is for TLS.\""))
                _ = try await CommandProcess.run(["connect", "wss://\(address)/echo"])
                #expect(await command.errors.next()?.contains(" client=127.0.0.1:") == true)
            }
        }
    }

    @Test("a file that is missing or wrong is said to be so")
    func badFiles() async throws {
        try await PEMFiles.with { files in
            let missing = try await CommandProcess.run([
                "serve", "--cert", files.root + ".none", "--key", files.serverKey,
            ])
            #expect(missing.status == 1)
            #expect(missing.errors.contains("does not exist"))
            let wrong = try await CommandProcess.run(["serve", "--cert", files.server, "--key", files.clientKey])
            #expect(wrong.status == 1)
            #expect(wrong.errors == "ws: The private key is not that of the first certificate.\n")
            let roots = try await CommandProcess.run(["connect", "wss://127.0.0.1:1/", "--ca", files.root + ".none"])
            #expect(roots.status == 1)
        }
    }
}
