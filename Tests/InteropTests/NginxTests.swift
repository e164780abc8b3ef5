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

/// Our server behind nginx, which ends TLS.
@Suite("Behind nginx", .timeLimit(.minutes(1)))
struct NginxTests {
    /// Tells who the client is taken for, and echoes.
    private func makeServer(trusting addresses: [String]) throws -> HTTPServer {
        var configuration = HTTPServer.Configuration()
        configuration.eventLoops = 1
        configuration.trustedProxies = try HTTPServer.TrustedProxies(addresses, telling: .xForwarded)
        let server = HTTPServer(configuration: configuration)
        server.get("/hello") { request in
            HTTP.Response(text: "\(request.clientAddress?.description ?? "-") \(request.isSecure)")
        }
        server.webSocket("/echo", upgrader: Upgrader(compression: .enabled, configuration: configuration.webSocket)) {
            try await $0.send($0.clientAddress?.description ?? "-")
            for try await message in $0 { try await $0.send(message) }
        }
        return server
    }

    /// Runs nginx in front of a server for the time of `body`, which gets the port where nginx listens by TLS.
    private func withNginx(
        before upstream: NetworkAddress,
        _ files: PEMFiles,
        options: String = "",
        _ body: (_ port: Int) async throws -> Void
    ) async throws {
        let address = upstream.port == nil ? "unix:\(upstream)" : upstream.description
        try await Daemon.withFolder { folder in
            try await Daemon.with { port in
                let configuration = """
                    daemon off;
                    master_process off;
                    pid \(folder.path)/pid;
                    error_log stderr warn;
                    events {}
                    http {
                        access_log off;
                        client_body_temp_path \(folder.path)/body;
                        proxy_temp_path \(folder.path)/proxy;
                        fastcgi_temp_path \(folder.path)/fastcgi;
                        uwsgi_temp_path \(folder.path)/uwsgi;
                        scgi_temp_path \(folder.path)/scgi;
                        server {
                            listen 127.0.0.1:\(port) ssl;
                            ssl_certificate \(files.server);
                            ssl_certificate_key \(files.serverKey);
                            \(options)
                            location / {
                                proxy_pass http://\(address);
                                proxy_http_version 1.1;
                                proxy_set_header Host $http_host;
                                proxy_set_header Upgrade $http_upgrade;
                                proxy_set_header Connection upgrade;
                                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                                proxy_set_header X-Forwarded-Proto $scheme;
                            }
                        }
                    }

                    """
                let file = folder.appendingPathComponent("nginx.conf")
                try configuration.write(to: file, atomically: false, encoding: .utf8)
                return ["env", "PATH=/usr/sbin:/usr/bin:/bin", "nginx", "-p", folder.path, "-c", file.path]
            } _: {
                try await body($0)
            }
        }
    }

    private func dialer(_ headers: HTTP.Fields, _ files: PEMFiles) throws -> Dialer {
        var dialer = Dialer(compression: .enabled, headers: headers)
        dialer.tls.roots = try .only(file: files.root)
        return dialer
    }

    @Test(
        "a public name that nginx passes on is refused by a server that does not know it, and says which option it misses"
    )
    func publicName() async throws {
        func server(_ allowed: HTTPServer.AllowedHosts) -> HTTPServer {
            var configuration = HTTPServer.Configuration()
            configuration.eventLoops = 1
            configuration.allowedHosts = allowed
            let server = HTTPServer(configuration: configuration)
            server.webSocket("/echo") { for try await message in $0 { try await $0.send(message) } }
            return server
        }
        try await PEMFiles.with { files in
            let dialer = try self.dialer(["Host": "chat.example.com"], files)
            try await withServer(server(.automatic)) { address in
                try await self.withNginx(before: address, files) { port in
                    let error = await #expect(throws: WebSocket.Error.self) {
                        try await dialer.dial("wss://localhost:\(port)/echo")
                    }
                    #expect(error?.response?.status == .misdirectedRequest)
                    let text = String(decoding: error?.response?.body ?? [], as: UTF8.self)
                    #expect(text.contains("chat.example.com") && text.contains("HTTPServer.Configuration.allowedHosts"))
                }
            }
            try await withServer(server(try HTTPServer.AllowedHosts(["chat.example.com"]))) { address in
                try await self.withNginx(before: address, files) { port in
                    let socket = try await dialer.dial("wss://localhost:\(port)/echo")
                    try await socket.send("hello")
                    #expect(try await socket.receive() == .text("hello"))
                    try await socket.close()
                }
            }
        }
    }

    @Test("a client without the certificate that nginx requires is refused by a page, and not to try again")
    func certificateRequired() async throws {
        try await PEMFiles.with { files in
            let options = "ssl_client_certificate \(files.root); ssl_verify_client on;"
            try await withServer(self.makeServer(trusting: ["127.0.0.1"])) { address in
                try await self.withNginx(before: address, files, options: options) { port in
                    let dialer = try self.dialer([:], files)
                    let error = await #expect(throws: WebSocket.Error.self) {
                        try await dialer.dial("wss://localhost:\(port)/echo")
                    }
                    #expect(error?.code == .handshakeFailed)
                    #expect(error?.response?.status == .badRequest)
                    #expect(error?.isTransient == false)
                    let text = String(decoding: error?.response?.body ?? [], as: UTF8.self)
                    #expect(text.contains("No required SSL certificate was sent"))
                }
            }
        }
    }

    @Test("WebSockets pass, and the server knows the client", arguments: [false, true])
    func echo(byUnixSocket: Bool) async throws {
        let path = "/tmp/swift-websockets-test-\(UInt64.random(in: 0...UInt64.max))"
        let address = byUnixSocket ? NetworkAddress.unix(path: path) : .tcp(host: "127.0.0.1", port: 0)
        try await PEMFiles.with { files in
            try await withServer(self.makeServer(trusting: byUnixSocket ? ["unix"] : ["127.0.0.1"]), at: address) {
                try await self.withNginx(before: $0, files) { port in
                    // Behind what the client says nginx adds where it came from.
                    let dialer = try self.dialer(
                        ["X-Forwarded-For": "192.0.2.7", "Origin": "https://localhost:\(port)"],
                        files
                    )
                    try await dialer.connect(to: "wss://localhost:\(port)/echo") { socket in
                        let client = try await socket.receive()
                        #expect(client == .text(byUnixSocket ? "127.0.0.1:0" : "192.0.2.7:0"))
                        for size in [0, 1, 1000, 100_000, 1 << 20] {
                            let message = WebSocket.Message.binary([UInt8](repeating: 0xA5, count: size))
                            try await socket.send(message)
                            let isSame = try await socket.receive() == message
                            #expect(isSame, "\(size)")
                        }
                        try await socket.close()
                        #expect(socket.closeCode == .normalClosure)
                    }
                    let result = try await ChildProcess.run(
                        "curl",
                        ["--silent", "--noproxy", "*", "--cacert", files.root, "https://localhost:\(port)/hello"]
                    )
                    #expect(result.output == "127.0.0.1:0 true")
                }
            }
        }
    }

    @Test("a page that came by another way is of another origin")
    func origin() async throws {
        try await PEMFiles.with { files in
            try await withServer(self.makeServer(trusting: ["127.0.0.1"])) {
                try await self.withNginx(before: $0, files) { port in
                    let dialer = try self.dialer(["Origin": "http://localhost:\(port)"], files)
                    let url = "wss://localhost:\(port)/echo"
                    let error = await #expect(throws: WebSocket.Error.self) { try await dialer.dial(url) }
                    #expect(error?.response?.status == 403)
                }
            }
        }
    }
}
