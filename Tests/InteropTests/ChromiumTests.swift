//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import Foundation
import LoopbackSupport
import Testing
import WebSockets

/// Our server and Chromium, by TLS, as a page's script sees it.
@Suite("Chromium", .timeLimit(.minutes(1)))
struct ChromiumTests {
    /// Echoes messages of several kinds and sizes, in each of two lanes, and says by a request how it went.
    private static let page = """
        <!DOCTYPE html>
        <title>echo</title>
        <script>
        const kinds = ["", "hi", "ä".repeat(40000), new Uint8Array(0), new Uint8Array(1 << 20).fill(0xA5)];
        function same(one, other) {
            if (typeof one === "string") return one === other;
            const bytes = new Uint8Array(other);
            return bytes.length === one.length && one.every((byte, index) => byte === bytes[index]);
        }
        function echo(path) {
            return new Promise((resolve) => {
                const socket = new WebSocket(`wss://${location.host}${path}`, ["v2", "v1"]);
                socket.binaryType = "arraybuffer";
                let next = 0;
                socket.onopen = () => kinds.forEach((message) => socket.send(message));
                socket.onmessage = ({data}) => {
                    if (!same(kinds[next], data)) return resolve(`${path}: message ${next} differs`);
                    next += 1;
                    if (next === kinds.length) socket.close(4000);
                };
                socket.onclose = ({code, reason, wasClean}) => resolve(
                    `${path}: ${next} of ${kinds.length}, ${code} ${reason} ${wasClean}, ${socket.protocol}, ${socket.extensions}`
                );
            });
        }
        (async () => {
            const results = [];
            for (const path of ["/async", "/fast"]) results.push(await echo(path));
            await fetch("/report", {method: "POST", body: results.join("\\n")});
        })();
        </script>
        """

    @Test("a page by https exchanges messages over wss, compressed, and closes cleanly")
    func echo() async throws {
        let (reports, continuation) = AsyncStream<String>.makeStream()
        try await PEMFiles.with { files in
            var configuration = HTTPServer.Configuration()
            configuration.tls = TLS.ServerConfiguration(
                identities: [try TLS.Identity(certificateFile: files.server, keyFile: files.serverKey)]
            )
            let server = HTTPServer(configuration: configuration)
            server.get("/") { _ in HTTP.Response(html: Self.page) }
            server.post("/report") { request in
                continuation.yield(String(decoding: request.body, as: UTF8.self))
                return HTTP.Response()
            }
            let upgrader = Upgrader(subprotocols: ["v1"], compression: .enabled)
            server.webSocket("/async", upgrader: upgrader) {
                for try await message in $0 { try await $0.send(message) }
            }
            server.webSocket("/fast", upgrader: upgrader) {
                try await $0.forEachMessage { message, socket in try socket.enqueue(message) }
            }
            let key = try await Self.digestOfKey(in: files.server)
            try await withServer(server) { address in
                try await Daemon.withFolder { folder in
                    let browser = [
                        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                        "--no-proxy-server",
                        "--user-data-dir=\(folder.path)", "--ignore-certificate-errors-spki-list=\(key)",
                        "https://localhost:\(address.port ?? 0)/",
                    ]
                    try await Daemon.run(browser) {
                        let report = await reports.first { _ in true }
                        let end = "5 of 5, 4000  true, v1, permessage-deflate"
                        #expect(report == "/async: \(end)\n/fast: \(end)")
                    }
                }
            }
        }
    }

    /// The digest of a certificate's public key, by which Chromium can be told to accept it.
    private static func digestOfKey(in file: String) async throws -> String {
        let command = """
            openssl x509 -in "$0" -pubkey -noout | openssl pkey -pubin -outform der \
            | openssl dgst -sha256 -binary | openssl base64
            """
        return try await ChildProcess.run("sh", ["-c", command, file]).output
    }
}
